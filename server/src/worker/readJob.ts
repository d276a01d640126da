import { parentPort } from 'node:worker_threads';
import { compileCategories } from '../core/classify/categories';
import { InterruptNames } from '../core/parse/interruptNames';
import { stripLanes, transferables } from '../core/model/tracesBetweenThreads';
import { SymbolTable } from '../core/symbols/symbolTable';
import { readTraceFile } from '../host/readTrace';
import { TraceFileError } from '../host/traceFileError';
import type { FromReadThread, ReadThreadData } from './messages';

/** Reads a file and gives its trace away; then the thread ends. */
export async function readJob({ path, options }: ReadThreadData): Promise<void> {
  const port = parentPort!;
  const post = (message: FromReadThread, give: ArrayBuffer[] = []): void => port.postMessage(message, give);
  const { interruptFunctions, rules, symbols, ...rest } = options;
  try {
    const trace = await readTraceFile(path, {
      ...rest,
      interruptNames: new InterruptNames(interruptFunctions),
      symbols: symbols && SymbolTable.parse(symbols),
      categories: rules && compileCategories(rules, 'rules').categories,
      onProgress: (bytes, size) => post({ type: 'progress', bytes, size }),
    });
    stripLanes(trace);
    post({ type: 'trace', trace }, transferables(trace));
  } catch (error) {
    const forPeople = error instanceof TraceFileError;
    const message = error instanceof Error ? error.message : String(error);
    post({ type: 'failure', message, forPeople });
  }
}
