import type { Categories } from '../core/classify/categories';
import type { CallFilter } from '../core/filter/expression/callFilter';
import { FilteredLines } from '../core/view/filteredLines';
import type { ViewFilterState } from '../protocol/traceView';
import { callFilter } from './callFilter';
import type { UsedSettings } from './settings';
import type { TextFile } from './textFile';
import type { LinedTrace, TraceIndexer } from './traceIndexer';

/** A filter at work. */
export interface Filtering {
  /** As it was written. */
  readonly text: string;
  readonly filter: CallFilter;
  readonly lines: FilteredLines;
  /** Calls that match, by category. */
  readonly counts: number[];
}

/** What a filter is applied to. */
export interface Filterable {
  readonly file: TextFile;
  readonly indexer: TraceIndexer;
  readonly settings: UsedSettings;
  /** Nothing more will be read. */
  readonly isOver: boolean;
  /** The number of a function's category. */
  categoryOf(name: number): number;
}

/** A filter of a text that was checked, which has not looked at any line. */
export function newFiltering(text: string, reading: Filterable): Filtering {
  const { file, indexer, isOver, settings } = reading;
  const { lines } = indexer.tables;
  const counts = new Array<number>(settings.categories.list.length).fill(0);
  const filter = callFilter(text, indexer, file, settings.categories, isOver);
  const onMatch = (line: number, count: 1 | -1): void => {
    counts[reading.categoryOf(lines.name(line))]! += count;
  };
  return { text, filter, counts, lines: new FilteredLines(lines, (line) => filter.test(line), onMatch) };
}

/** Whether nothing that was found while the trace grew turns out to be otherwise now that all is read. */
export function isFinal({ filter }: Filtering, { movedInterrupts, source }: LinedTrace): boolean {
  return filter.isFinal && movedInterrupts.size === 0 && source.columns.has('task');
}

/** What is said of a filter at work. */
export function filterState(
  { counts, lines, text }: Filtering,
  categories: Categories,
  complete: boolean,
): ViewFilterState {
  return {
    text,
    matches: lines.matches,
    categories: counts.flatMap((calls, number) =>
      calls === 0 ? [] : [{ label: categories.list[number]!.label, calls }],
    ),
    seen: lines.seen,
    complete,
  };
}
