import { isCallKind } from '../model/lineKind';
import type { EditableLines } from '../model/editableLines';
import type { FunctionStats } from '../model/functionStats';
import { grown, type NameId, type NameTable } from '../model/nameTable';
import { isAddress } from '../symbols/symbolTable';
import type { Appearances } from './functionNames';

/** What was replaced in a text: lines [begin, end) by those in which names stand first on the lines of `first`. */
export interface NamesChange {
  readonly first: Appearances['first'];
  readonly begin: number;
  readonly end: number;
  readonly moved: number;
  /** Lines and numbers as they are now. */
  readonly lines: EditableLines;
  readonly stats: FunctionStats;
  /** Reads the module that a line prints with its function. */
  readonly moduleOf: (line: number) => string | undefined;
}

/** On which line each name stands first: what is said of a name is said there. */
export class FirstLines {
  /** By NameId; -1 where no line has the name. */
  private lines = new Int32Array(1024).fill(-1);
  private readonly addresses: NameId[] = [];
  private known = 0;
  /** How many names stand on any line. */
  present = 0;

  /** Notes the names of a whole text. */
  add(names: NameTable, first: Appearances['first']): void {
    this.ensure(names);
    for (const [name, { line }] of first) this.lines[name] = line;
    this.present = first.size;
  }

  /** How many addresses stand in the text in place of names, and the first line of one. */
  countAddresses(): { readonly count: number; readonly firstLine: number } {
    const lines = this.addresses.map((name) => this.lines[name]!).filter((line) => line >= 0);
    return { count: lines.length, firstLine: lines.reduce((least, line) => Math.min(least, line), Infinity) };
  }

  /** Follows an edit. False where that takes the whole text: then this is not to be used any more. */
  replace(names: NameTable, { first, begin, end, moved, lines, stats, moduleOf }: NamesChange): boolean {
    this.ensure(names);
    const own = this.lines;
    const gone = new Set<NameId>();
    for (let name = 0; name < names.length; name++) {
      if (own[name]! >= end) own[name]! += moved;
      else if (own[name]! >= begin) {
        own[name] = -1;
        gone.add(name);
      }
    }
    for (const [name, { line, module }] of first) {
      if (own[name]! >= 0 && own[name]! < begin) continue;
      own[name] = line;
      gone.delete(name);
      names.setModule(name, module);
    }
    // Addresses may stand on exits alone, which no table names.
    if (this.addresses.some((name) => gone.has(name))) return false;
    for (const name of gone) {
      if (stats.calls[name]! > 0 || stats.orphanExits[name]! > 0) continue;
      gone.delete(name);
      names.setModule(name, undefined);
    }
    for (let line = end + moved; gone.size > 0 && line < lines.length; line++) {
      if (!isCallKind(lines.kind(line))) continue;
      const name = lines.name(line);
      if (!gone.delete(name)) continue;
      own[name] = line;
      names.setModule(name, moduleOf(line));
    }
    this.present = own.subarray(0, names.length).reduce((sum, line) => (line < 0 ? sum : sum + 1), 0);
    return gone.size === 0;
  }

  private ensure(names: NameTable): void {
    const { length } = names;
    if (length > this.lines.length) this.lines = grown(this.lines, new Int32Array(2 * length).fill(-1));
    for (; this.known < length; this.known++)
      if (isAddress(names.text(this.known))) this.addresses.push(this.known);
  }
}
