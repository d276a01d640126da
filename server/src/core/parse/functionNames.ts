import type { FunctionStats } from '../model/functionStats';
import { grown, NameTable, type NameId } from '../model/nameTable';
import type { ProblemLog } from '../model/problems';
import { LineKind } from '../model/lineKind';
import { isAddress, type SymbolTable } from '../symbols/symbolTable';
import { decode } from '../text/utf16';
import type { CallBuilder } from './callBuilder';
import { InterruptNames } from './interruptNames';
import type { LineFields } from './lineFields';
import type { NewName, SimdNames } from './simdNames';
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
  learner: SimdNames | undefined;
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
    const { nameFrom, nameTo } = usual;
    const moduleFrom = usual.kind === LineKind.Exit ? -1 : usual.moduleFrom;
    const name = this.meet(bytes, nameFrom, nameTo, usual.nameHash, moduleFrom, usual.moduleTo);
    if (this.learner?.knows(name) === false) this.tell(this.learner, name, bytes, nameFrom, nameTo);
    return this.meant(name);
  }

  /** Makes a function known on whose name WebAssembly has stopped; false where it cannot know it. */
  teach({ bytes, from, to, moduleFrom, moduleTo }: NewName, learner: SimdNames): boolean {
    const module = moduleTo > moduleFrom ? moduleFrom : -1;
    const name = this.meet(bytes, from, to, NameTable.hash(bytes, from, to), module, moduleTo);
    if (learner.knows(name)) return false;
    this.tell(learner, name, bytes, from, to);
    return true;
  }

  /**
   * Tells `learner` of the names that it does not know yet; then it may meet others itself, except for those that begin
   * with one of `beginnings` or may be addresses.
   */
  tellAll(learner: SimdNames): void {
    const { names } = this;
    // Else it is to stop at the first line with each.
    if (!learner.mayMeet) return;
    for (let id = learner.firstUnknown; id < names.length && !learner.knows(id); id = learner.firstUnknown) {
      const bytes = names.bytesOf(id);
      this.tell(learner, id, bytes, 0, bytes.length);
    }
  }

  /** Beginnings of the names of which more is to be known where they are met; undefined where it is of each. */
  get beginnings(): readonly string[] | undefined {
    return this.appearances === undefined ? this.interruptNames.beginnings : undefined;
  }

  /** Takes over a name that WebAssembly has met and that nobody has met before; `hash` as NameTable makes it. */
  take({ bytes, from, to, moduleFrom, moduleTo }: NewName, hash: number): void {
    const name = this.names.intern(bytes, from, to, hash);
    this.stats.ensure(name);
    if (moduleTo > moduleFrom) this.names.setModule(name, decode(bytes, moduleFrom, moduleTo));
  }

  /** The function of a line that has a name. */
  of(f: LineFields): NameId {
    const hash = NameTable.hash(f.bytes, f.nameStart, f.nameEnd);
    return this.meant(this.meet(f.bytes, f.nameStart, f.nameEnd, hash, f.moduleStart, f.moduleEnd));
  }

  /** The name in [from, to), as printed; `moduleFrom` is -1 where the line prints no module. */
  private meet(
    bytes: Uint8Array,
    from: number,
    to: number,
    hash: number,
    moduleFrom: number,
    moduleTo: number,
  ): NameId {
    const known = this.names.length;
    const name = this.names.intern(bytes, from, to, hash);
    const isFirst = this.appearances?.isFirst(name) === true;
    if (name !== known && !isFirst) return name;
    const module = moduleFrom >= 0 ? decode(bytes, moduleFrom, moduleTo) : undefined;
    if (name === known) this.add(name, module);
    if (isFirst) this.appearances?.add(name, this.builder.lineCount, module);
    return name;
  }

  /** The function that a name means: another one where it is an address with a symbol. */
  private meant(name: NameId): NameId {
    return this.symbols === undefined ? name : (this.resolved.get(name) ?? name);
  }

  private tell(learner: SimdNames, name: NameId, bytes: Uint8Array, from: number, to: number): void {
    const meant = this.meant(name);
    learner.learn(bytes, from, to, name, meant, this.builder.isInterrupt[meant] === 1);
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
