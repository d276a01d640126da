import { functionOf } from '../analyse/callTree';
import { visible } from '../format/escape';
import { formatCount, formatDuration } from '../format/numbers';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import { timeNs } from '../parse/printedTime';
import type { TraceText } from '../parse/traceText';

/** What a listing can keep of a trace besides the functions: two recordings of the same thing differ in all of it. */
export const CALL_TREE_PARTS = [
  'tasks',
  'pids',
  'cpus',
  'times',
  'durations',
  'arguments',
  'addresses',
] as const;
export type CallTreePart = (typeof CALL_TREE_PARTS)[number];

/** Kernel addresses and other numbers of so many digits are never the same twice. */
const ADDRESS = /0x[\da-f]{9,}/gi;

/** Whether a listing can be made of the tables alone, without the text of the trace. */
export function needsText(show: ReadonlySet<CallTreePart>): boolean {
  return show.has('arguments') || show.has('cpus') || show.has('times');
}

/** What is shown of calls: a number for each text. */
export class CallLabels {
  /** Nothing but names is shown: then a label is a NameId. */
  readonly areNames: boolean;
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly trace: Trace,
    private readonly lines: LineTable,
    private readonly source: TraceText | undefined,
    private readonly show: ReadonlySet<CallTreePart>,
  ) {
    this.areNames = !needsText(show) && !show.has('durations');
  }

  /** The number of what is shown of the call of an entry or leaf; -1 for a name that is not known. */
  of(line: number): number {
    const name = functionOf(this.trace, this.lines, line);
    if (this.areNames) return name;
    const text = this.describe(line);
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.texts.push(text) - 1));
    return number;
  }

  /** The text of a call; `times` as many of it. */
  text(line: number, times: number): string {
    const [name = '', rest = ''] = this.areNames
      ? [visible(this.trace.names.text(this.of(line)))]
      : this.texts[this.of(line)]!.split('\0');
    return times > 1 ? `${name} × ${formatCount(times)}${rest}` : name + rest;
  }

  private describe(line: number): string {
    const { show, source, lines } = this;
    let name = visible(this.trace.names.text(functionOf(this.trace, lines, line)));
    const rest: string[] = [];
    if (source !== undefined && needsText(show)) {
      const f = source.read(line);
      if (show.has('arguments') && f.argsStart >= 0) {
        const args = source.slice(f, f.argsStart, f.argsEnd);
        name += `(${visible(show.has('addresses') ? args : args.replaceAll(ADDRESS, '0x…'))})`;
      }
      if (show.has('cpus') && f.cpu >= 0) rest.push(`cpu ${f.cpu}`);
      if (show.has('times')) rest.push(formatTime(timeNs(f)));
    }
    if (show.has('durations')) rest.push(formatDuration(lines.durationNs(line)));
    return rest.length === 0 ? name : `${name}\0  · ${rest.join(' · ')}`;
  }
}

function formatTime(ns: number): string {
  return Number.isNaN(ns) ? '–' : `at ${(ns / 1e9).toFixed(6)}`;
}
