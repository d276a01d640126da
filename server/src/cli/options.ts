/** Options of every command that reads a trace. */
export interface ReadingOptions {
  /** A file of symbols, /proc/kallsyms or System.map, for functions that stand as addresses. */
  readonly symbols?: string;
  /** A JSON file with names of interrupt functions, as in the setting ftrace.interruptFunctions. */
  readonly interrupts?: string;
}
