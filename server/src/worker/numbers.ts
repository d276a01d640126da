import { withoutLines } from '../core/filter/applyFilter';
import type { SentTrace } from '../core/model/tracesBetweenThreads';
import { fateOf } from './fate';
import type { Reading } from './reading';

/** The numbers of a file that was read to its end and is still the same; null of any other. */
export function numbersOf({ file, indexer, phase }: Reading): SentTrace | null {
  const isWhole = phase === 'complete' && fateOf(file, indexer.bytes) === 'same';
  return isWhole ? withoutLines(indexer.trace()) : null;
}
