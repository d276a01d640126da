import { ShapedCalls, ShapeTable, type Repeated } from '../analyse/callShapes';
import { countedLines, isTopLevel, linesOf, NO_CALLER, type CountedLines } from '../analyse/callTree';
import { compareNames } from '../analyse/functions';
import { describeFilter } from '../filter/describe';
import { visible } from '../format/escape';
import { formatCount, formatPlural } from '../format/numbers';
import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import type { TraceText } from '../parse/traceText';
import { CallLabels, type CallTreePart } from './callLabels';

/** How to list. */
export interface CallTreeListingOptions {
  readonly show: ReadonlySet<CallTreePart>;
  /** The calls that the trace's filters left where it is not given. */
  readonly counts?: CountedLines | undefined;
  /** Most lines of calls. */
  readonly maxLines?: number;
}

/** The calls of a trace as text, for a diff editor. */
export interface CallTreeListing {
  readonly text: string;
  /** By line of the listing: the line of its first call in the trace, from 0; -1 where there is none. */
  readonly targets: readonly number[];
}

/** A diff editor gives up on more, or on so much text. */
export const MAX_LISTED_LINES = 200_000;
const MAX_CHARACTERS = 30_000_000;
/** Where lines show more than names, hardly two are equal: each takes memory. */
const MAX_LABELLED_CALLS = 1_000_000;
/** Deeper calls are not indented farther. */
const MAX_INDENTATION = 100;
/**
 * The calls of each task in their order, as a tree by indentation; tasks in the order of their names. Neighbours that are
 * the same, with all that they called, are one line with `× n`. What is not asked for is not there, so that the same calls
 * give the same text, whichever columns they were recorded with. `text` is needed where `needsText` says so.
 */
export function callTreeListing(
  trace: Trace,
  text: TraceText | undefined,
  options: CallTreeListingOptions,
): CallTreeListing {
  const lines = linesOf(trace);
  const labels = new CallLabels(trace, lines, text, options.show);
  const last = labels.areNames ? lines.length - 1 : lastLine(lines, MAX_LABELLED_CALLS);
  const { counts = countedLines(trace) } = options;
  const calls = new ShapedCalls(
    { lines, counts, table: new ShapeTable(), label: (line) => labels.of(line) },
    0,
    last,
  );
  const printer = new Printer(labels, calls, options.maxLines ?? MAX_LISTED_LINES);
  if (trace.filter !== undefined) printer.title(`Filtered: ${describeFilter(trace.filter.spec)}`);
  for (const { title, tops } of tasksOf(trace, lines, calls.topLines(), options.show)) {
    if (!printer.title(title)) break;
    for (const { known, lines: some } of byKnownCaller(trace, lines, tops)) {
      if (!known) printer.title(`  ${NO_CALLER}`);
      printer.print(calls.folded(some), known ? 1 : 2);
    }
  }
  return printer.end(countCalls(lines, counts));
}

interface TaskCalls {
  readonly title: string;
  readonly tops: number[];
}

/** The top-level calls of each task, by what the task is called. */
function tasksOf(
  trace: Trace,
  lines: LineTable,
  tops: readonly number[],
  show: ReadonlySet<CallTreePart>,
): TaskCalls[] {
  const tasks = new Map<number, TaskCalls>();
  for (const line of tops) {
    const lane = trace.lanes.byId(lines.lane(line));
    const id = lane?.id ?? -1;
    let task = tasks.get(id);
    if (task === undefined) {
      const known = lane !== undefined && lane.pid >= 0;
      const name = show.has('tasks') ? (known ? visible(lane.comm.trim()) : '(unknown task)') : 'task';
      const pid = show.has('pids') && known ? ` ${lane.pid}` : '';
      const cpu = show.has('cpus') && lane !== undefined && lane.cpu >= 0 ? ` on cpu ${lane.cpu}` : '';
      tasks.set(id, (task = { title: `== ${name}${pid}${cpu}`, tops: [] }));
    }
    task.tops.push(line);
  }
  return [...tasks.values()].sort((a, b) => compareNames(a.title, b.title));
}

/** Neighbours that all are top-level calls, or all are not: then their caller is not in the text. */
function byKnownCaller(
  trace: Trace,
  lines: LineTable,
  tops: readonly number[],
): { known: boolean; lines: number[] }[] {
  const groups: { known: boolean; lines: number[] }[] = [];
  for (const line of tops) {
    // What hangs here because its caller is not counted is at the top.
    const known = lines.caller(line) >= 0 || isTopLevel(trace, lines, line);
    const group = groups.at(-1);
    if (group?.known === known) group.lines.push(line);
    else groups.push({ known, lines: [line] });
  }
  return groups;
}

class Printer {
  private readonly parts: string[] = [];
  private readonly targets: number[] = [];
  private characters = 0;
  private shown = 0;

  constructor(
    private readonly labels: CallLabels,
    private readonly calls: ShapedCalls,
    private readonly maxLines: number,
  ) {}

  /** A line of no call; false where there is no room for more. */
  title(text: string): boolean {
    return this.add(text, -1);
  }

  /** Calls and all that they called. */
  print(top: readonly Repeated[], depth: number): void {
    const open = [{ calls: top, at: 0, times: 1 }];
    while (open.length > 0) {
      const level = open.at(-1)!;
      const call = level.calls[level.at++];
      if (call === undefined) {
        open.pop();
        continue;
      }
      const indentation = '  '.repeat(Math.min(depth + open.length - 1, MAX_INDENTATION));
      if (!this.add(indentation + this.labels.text(call.line, call.count), call.line)) return;
      const times = level.times * call.count;
      this.shown += times;
      const callees = this.calls.callees(call.line);
      if (callees.length > 0) open.push({ calls: callees, at: 0, times });
    }
  }

  /** The listing; `all` is how many calls the trace has. */
  end(all: number): CallTreeListing {
    const more = all - this.shown;
    if (more > 0) {
      const lines = formatCount(this.targets.length);
      this.parts.push(`… ${formatPlural(more, 'more call')} left out: the listing ends after ${lines} lines`);
      this.targets.push(-1);
    }
    return { text: `${this.parts.join('\n')}\n`, targets: this.targets };
  }

  private add(text: string, target: number): boolean {
    if (this.targets.length >= this.maxLines || this.characters > MAX_CHARACTERS) return false;
    this.parts.push(text);
    this.characters += text.length + 1;
    this.targets.push(target);
    return true;
  }
}

function countCalls(lines: LineTable, counts: CountedLines | undefined): number {
  let calls = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if ((kind === LineKind.Entry || kind === LineKind.Leaf) && (counts === undefined || counts(line)))
      calls++;
  }
  return calls;
}

/** The line of the `most`th call, or the last one. */
function lastLine(lines: LineTable, most: number): number {
  let calls = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if ((kind === LineKind.Entry || kind === LineKind.Leaf) && ++calls === most) return line;
  }
  return lines.length - 1;
}
