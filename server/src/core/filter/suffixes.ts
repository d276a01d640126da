import { NameTable, type NameId } from '../model/nameTable';

/**
 * What compilers append to the name of a copy or part of a function: GCC `.isra.0`, `.constprop.0`, `.part.0`, `.cold`,
 * `.lto_priv.0`; clang `.llvm.123`, `.cold`. There can be several.
 */
const SUFFIXES = /(?:\.(?:(?:isra|constprop|part|llvm|lto_priv)\.\d+|cold(?:\.\d+)?))+$/;

/** A function's name without compiler suffixes. */
export function withoutSuffixes(name: string): string {
  const { index } = SUFFIXES.exec(name) ?? {};
  return index === undefined || index === 0 ? name : name.slice(0, index);
}

/** By NameId: the name without compiler suffixes, its own for most. Names that the table lacks are added to it. */
export function foldNames(names: NameTable): Int32Array {
  const folded: NameId[] = [];
  for (let id = 0; id < names.length; id++) {
    const name = names.text(id);
    const short = withoutSuffixes(name);
    // What is no valid UTF-8 cannot be found by its text.
    folded.push(short === name || short.includes('\uFFFD') ? id : internName(names, short, id));
  }
  return Int32Array.from(folded);
}

function internName(names: NameTable, name: string, from: NameId): NameId {
  const bytes = new TextEncoder().encode(name);
  const known = names.length;
  const id = names.intern(bytes, 0, bytes.length, NameTable.hash(bytes, 0, bytes.length));
  const module = names.module(from);
  if (id === known && module !== undefined) names.setModule(id, module);
  return id;
}
