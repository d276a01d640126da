import type { FunctionStats } from '../model/functionStats';
import { grown, NameTable, type NameId } from '../model/nameTable';
import type { ProblemLog } from '../model/problems';
import { LineKind } from '../model/lineKind';
import { isAddress, type SymbolTable } from '../symbols/symbolTable';
import { decode } from '../text/utf16';
import type { CallBuilder } from './callBuilder';
import { InterruptNames } from './interruptNames';
import type { LineFields } from './lineFields';
import type { NewName, SimdLines } from './simdLines';
import type { UsualLineReader } from './usualLine';

/** Which names a part of a text has, and what its first line with each says of it. */
export class Appearances {
  /** Line and module of the first of them, by NameId. */
  readonly first = new Map<NameId, { readonly line: number; readonly module: string | undefined }>();
  private met = new Uint8Array(4096);

  /** Whether the name was not met before. */
  isFirst(name: NameId): boolean {
    return this.met[name] !== 1;
  }

  /** Notes the first line, from 0, with a name, and the module that it prints. */
  add(name: NameId, line: number, module: string | undefined): void {
    if (name >= this.met.length) this.met = grown(this.met, new Uint8Array(2 * name));
    this.met[name] = 1;
    this.first.set(name, { line, module });
  }
}

/** Gives each function its NameId, and what is known of a function when its name is met first. */
export class FunctionNames {
  private readonly interruptNames: InterruptNames;
  private readonly symbols: SymbolTable | undefined;
  /** Who is to know the names of usual lines, too. */
  learner: SimdLines | undefined;
  /** By NameId of an address: the NameId of the function there. */
  private readonly resolved = new Map<NameId, NameId>();

  constructor(
    private readonly names: NameTable,
    private readonly stats: FunctionStats,
    private readonly builder: CallBuilder,
    private readonly problems: ProblemLog,
    options: {
      readonly interruptNames?: InterruptNames;
      readonly symbols?: SymbolTable | undefined;
    },
    /** Is told of each name that is met, where the text is parsed in parts. */
    private readonly appearances?: Appearances,
  ) {
    this.interruptNames = options.interruptNames ?? new InterruptNames();
    this.symbols = options.symbols;
  }

  /** The function of the line that the fast reader has just read; it has a name. */
  ofUsual(bytes: Uint8Array, usual: UsualLineReader): NameId {
    const known = this.names.length;
    const name = this.names.intern(bytes, usual.nameFrom, usual.nameTo, usual.nameHash);
    if (name === known) {
      const module = usual.kind !== LineKind.Exit && usual.moduleFrom >= 0;
      this.add(name, module ? decode(bytes, usual.moduleFrom, usual.moduleTo) : undefined);
    }
    if (this.appearances?.isFirst(name) === true) {
      const module = usual.kind !== LineKind.Exit && usual.moduleFrom >= 0;
      const text = module ? decode(bytes, usual.moduleFrom, usual.moduleTo) : undefined;
      this.appearances.add(name, this.builder.lineCount, text);
    }
    const meant = this.symbols === undefined ? name : (this.resolved.get(name) ?? name);
    if (this.learner?.knows(name) === false) {
      const isInterrupt = this.builder.isInterrupt[meant] === 1;
      this.learner.learn(bytes, usual.nameFrom, usual.nameTo, name, meant, isInterrupt);
    }
    return meant;
  }

  /** Makes a function known on whose name WebAssembly has stopped; false where it cannot know it. */
  teach(found: NewName, learner: SimdLines): boolean {
    const { bytes, from, to, moduleFrom, moduleTo } = found;
    const known = this.names.length;
    const name = this.names.intern(bytes, from, to, NameTable.hash(bytes, from, to));
    if (name === known)
      this.add(name, moduleTo > moduleFrom ? decode(bytes, moduleFrom, moduleTo) : undefined);
    if (this.appearances?.isFirst(name) === true) {
      const module = moduleTo > moduleFrom ? decode(bytes, moduleFrom, moduleTo) : undefined;
      this.appearances.add(name, this.builder.lineCount, module);
    }
    if (learner.knows(name)) return false;
    const meant = this.resolved.get(name) ?? name;
    learner.learn(bytes, from, to, name, meant, this.builder.isInterrupt[meant] === 1);
    return true;
  }

  /** The function of a line that has a name. */
  of(f: LineFields): NameId {
    const known = this.names.length;
    const hash = NameTable.hash(f.bytes, f.nameStart, f.nameEnd);
    const name = this.names.intern(f.bytes, f.nameStart, f.nameEnd, hash);
    if (name === known) {
      this.add(name, f.moduleStart >= 0 ? decode(f.bytes, f.moduleStart, f.moduleEnd) : undefined);
    }
    if (this.appearances?.isFirst(name) === true) {
      const module = f.moduleStart >= 0 ? decode(f.bytes, f.moduleStart, f.moduleEnd) : undefined;
      this.appearances.add(name, this.builder.lineCount, module);
    }
    return this.resolved.get(name) ?? name;
  }

  private add(name: NameId, module: string | undefined): void {
    const text = this.names.text(name);
    this.stats.ensure(name);
    if (module !== undefined) this.names.setModule(name, module);
    if (this.interruptNames.has(text)) this.builder.markInterrupt(name);
    if (isAddress(text)) this.resolve(name, text);
  }

  private resolve(address: NameId, text: string): void {
    const symbol = this.symbols?.find(text);
    if (symbol === undefined) return this.problems.add('addresses', this.builder.lineCount);
    const bytes = new TextEncoder().encode(symbol.name);
    const known = this.names.length;
    const name = this.names.intern(bytes, 0, bytes.length, NameTable.hash(bytes, 0, bytes.length));
    if (name === known) this.add(name, symbol.module);
    this.resolved.set(address, name);
  }
}
