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
