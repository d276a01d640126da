import type { Categories } from '../core/classify/categories';
import { CallFilter } from '../core/filter/expression/callFilter';
import type { FilteredTrace } from '../core/filter/expression/context';
import { readExpression } from '../core/filter/expression/readExpression';
import type { ViewFilterError } from '../protocol/traceView';
import { LinesInOrder } from './linesInOrder';
import type { TextFile } from './textFile';
import type { TraceIndexer } from './traceIndexer';

/** What is wrong with a filter's text; undefined where it can be used. */
export function filterError(text: string, categories: Categories): ViewFilterError | undefined {
  return readExpression(text, categories).error;
}

/**
 * A filter of a text that can be used, for a trace that may grow; `complete`: it does not any more. Its `test` throws a
 * TraceFileError where it must read a line and cannot.
 */
export function callFilter(
  text: string,
  indexer: TraceIndexer,
  file: TextFile,
  categories: Categories,
  complete: boolean,
): CallFilter {
  const { expression } = readExpression(text, categories);
  if (expression === undefined) throw new Error('the filter was not checked');
  const { lanes, lines, names } = indexer.tables;
  const trace: FilteredTrace = {
    lanes,
    lines,
    names,
    get cpus() {
      return indexer.trace().cpus;
    },
    get interruptFunctions() {
      return indexer.trace().interruptFunctions;
    },
    get unnamedInterrupts() {
      return indexer.trace().unnamedInterrupts;
    },
    get movedInterrupts() {
      return indexer.trace().movedInterrupts;
    },
    get strayInterrupts() {
      return indexer.trace().strayInterrupts;
    },
    get wideIndentation() {
      return indexer.trace().wideIndentation;
    },
    ...(complete && { source: indexer.trace().source }),
  };
  const printed = new LinesInOrder(file, indexer.tables);
  return new CallFilter(expression, { trace, categories, read: (line) => printed.read(line) });
}
