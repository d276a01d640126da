import { SymbolTable } from '../core/symbols/symbolTable';
import { readTraceBytes } from './readText';
import type { FileOptions } from './traceFile';
import { TraceFileError } from './traceFileError';

/** The functions in a file of symbols, plain or compressed. Throws a TraceFileError where there are none. */
export async function readSymbols(path: string, options: FileOptions): Promise<SymbolTable> {
  const symbols = SymbolTable.parse(await readTraceBytes(path, options));
  if (symbols.size > 0) return symbols;
  throw new TraceFileError(
    'there are no addresses of functions in it; give a System.map, or /proc/kallsyms as root reads it',
  );
}
