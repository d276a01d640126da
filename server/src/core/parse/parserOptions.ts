import type { FunctionStats } from '../model/functionStats';
import type { LineTable, LineWriter } from '../model/lineTable';
import type { NameTable } from '../model/nameTable';
import type { ProblemLog } from '../model/problems';
import type { SymbolTable } from '../symbols/symbolTable';
import type { Appearances } from './functionNames';
import type { InterruptNames } from './interruptNames';
import type { LineFields } from './lineFields';

/** How to parse. */
export interface ParserOptions {
  /** Keep a record of each line (some 12 bytes; 20 where the text is edited), as an editor needs it; without it only the numbers of a summary. */
  readonly keepLines: boolean;
  /** Keep the self time of each call, too (8 bytes per line). */
  readonly keepSelf?: boolean;
  /** Keep what filters ask of each line, too: cpu, time, flags (14 bytes per line). */
  readonly keepContext?: boolean;
  /** Read every line by the complete reader: the reference that tests compare with. */
  readonly plain?: boolean;
  /** Whether WebAssembly reads the usual lines: from the first on, never, or (by default) of texts worth its start. */
  readonly simd?: 'always' | 'never';
  /** Functions of interrupts; the built-in list where it is not given. */
  readonly interruptNames?: InterruptNames;
  /** Names for addresses that the text could not resolve. */
  readonly symbols?: SymbolTable | undefined;
  /**
   * Sees the columns of each line of a call that is not of the usual shape: of every one that prints arguments or a return
   * value. The object is used again for the next line.
   */
  readonly onCall?: ((line: number, fields: LineFields) => void) | undefined;
}

/** What a parser of a part of a text writes to, in place of tables of its own. */
export interface PartTables {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly problems: ProblemLog;
  readonly lines: LineWriter;
  readonly appearances: Appearances;
  /** 1 for the functions of interrupts, by NameId. */
  readonly isInterrupt: Uint8Array;
  /** The lines once more, where the parts are all of the text, in order: then WebAssembly may read the usual ones. */
  readonly allLines?: LineTable | undefined;
}

/** The tables of a whole trace. */
export interface WholeTables {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly lines: LineTable | undefined;
}
