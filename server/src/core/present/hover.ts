import { edgesOf, type NameCount } from '../analyse/callEdges';
import { timesOfCall } from '../analyse/calls';
import { functionRow } from '../analyse/functions';
import type { Categories } from '../classify/categories';
import { codeSpan, markdown } from '../format/escape';
import { formatCount, formatDuration, formatPlural, formatShare } from '../format/numbers';
import { describeFilter } from '../filter/describe';
import { countedName, isCounted } from '../model/counted';
import { isCallKind, LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import type { LineFields } from '../parse/lineFields';
import type { TraceText } from '../parse/traceText';
import { explainField } from './columnHelp';
import { errorName } from '../format/errorNames';
import { fieldAt, type FieldKind } from './fieldAt';
import type { TextRange } from './textRange';

/** A trace that is open beside the one that is asked about, and how to call it. */
export interface OtherTrace {
  readonly label: string;
  readonly trace: Trace;
}

/** What to show for a place: Markdown, and the range that it is about. */
export interface Hover {
  readonly markdown: string;
  readonly range: TextRange;
}

const MAX_NEIGHBOURS = 5;
/** Where more traces are open, those with the most calls are named. */
const MAX_OTHERS = 8;

/** What stands at a place of the trace: a function with its numbers, or what a column means. */
export function hoverAt(
  text: TraceText,
  categories: Categories,
  line: number,
  column: number,
  others: readonly OtherTrace[],
): Hover | undefined {
  const value = valueAt(text, line, column) ?? pieceAt(text, line);
  if (value !== undefined) return value;
  const field = fieldAt(text, line, column);
  if (field === undefined) return undefined;
  const content = describeField(text, categories, field.kind, line, others);
  return content === undefined ? undefined : { markdown: content, range: field.range };
}

function describeField(
  text: TraceText,
  categories: Categories,
  kind: FieldKind,
  line: number,
  others: readonly OtherTrace[],
): string | undefined {
  if (kind === 'name' || kind === 'brace') return describeCall(text, categories, line, others);
  const help = explainField(text, kind, line);
  return kind === 'duration' && help !== undefined ? help + describeTimes(text, line) : help;
}

/** Where a call's time went, for the duration that is printed of it. */
function describeTimes({ lines, trace }: TraceText, line: number): string {
  const kind = lines.kind(line);
  if (kind !== LineKind.Exit) return '';
  const times = timesOfCall(trace, lines, line);
  if (times === undefined) return '';
  const rows = [
    ['self time, without what it called', times.selfNs],
    ['off the cpu, in `schedule`', times.offCpuNs],
    ['in interrupts', times.interruptNs],
  ] as const;
  const shown = rows.filter(([, ns], row) => row === 0 || ns > 0);
  return `\n\n${shown.map(([what, ns]) => `- ${what}: ${formatDuration(ns)}`).join('\n')}`;
}

/** The arguments, the return value or the return address at a place, and where they come from. */
function valueAt(text: TraceText, line: number, column: number): Hover | undefined {
  if (!text.has(line) || !isCallKind(text.lines.kind(line))) return undefined;
  const f = text.read(line);
  const at = text.position(f, column);
  const hit = [
    { from: f.argsStart, to: f.argsEnd, explain: explainArguments },
    { from: f.retStart, to: f.retEnd, explain: explainReturnValue },
    { from: f.retaddrStart, to: f.retaddrEnd, explain: explainReturnAddress },
  ].find(({ from, to }) => from >= 0 && at >= from && at < to);
  if (hit === undefined) return undefined;
  const { from, to, explain } = hit;
  const range = { line, from: text.column(f, from), to: text.endColumn(f, to) };
  return { markdown: explain(text.slice(f, from, to), f), range };
}

/** print_function_args(), kernel/trace/trace_output.c, 6.15 to 7.3. */
function explainArguments(printed: string, f: LineFields): string {
  const from = f.traceCmd
    ? 'trace-cmd prints them from 3.4 on, for kernels from 6.15 on.'
    : 'Kernels from 6.15 on print them (option `funcgraph-args`).';
  const names = printed.includes('=')
    ? "Names and types are of the kernel's BTF; a negative `int` may stand as a large number."
    : 'They have no names where the kernel has no BTF for the function.';
  return `**Arguments**: what was in the registers when the function was called. ${from} ${names}`;
}

/** print_graph_retval(), kernel/trace/trace_functions_graph.c, 6.5 to 7.3. */
function explainReturnValue(printed: string, f: LineFields): string {
  const error = errorOf(printed);
  const meaning = error === undefined ? '' : `, the error **${error}**`;
  const from = f.traceCmd
    ? 'trace-cmd prints it from 3.3 on, for kernels from 6.5 on.'
    : 'Kernels from 6.5 on print it (option `funcgraph-retval`).';
  return `**${codeSpan(printed)}**${meaning}: what was in the register of the return value. ${from} For a function that returns nothing it means nothing.`;
}

/** print_graph_retaddr(), kernel/trace/trace_functions_graph.c, 6.13 to 7.3. */
function explainReturnAddress(printed: string, f: LineFields): string {
  const from = f.traceCmd
    ? 'trace-cmd prints it from 3.4 on, without an offset, for kernels from 6.13 on.'
    : 'Kernels from 6.13 on print it (option `funcgraph-retaddr`).';
  return `**${codeSpan(printed)}**: where this call returns to, which is in the function that called it, also if that was not traced. ${from}`;
}

/** The name of the error that a return value is: `-22`; with `funcgraph-retval-hex`, `0xffffffea` of 4 or 8 bytes. */
function errorOf(printed: string): string | undefined {
  const hex = /^0x(?:f{8})?(f{5}[\da-f]{3})$/.exec(printed)?.[1];
  const number = hex === undefined ? /^-(\d{1,4})$/.exec(printed)?.[1] : 0x1_0000_0000 - parseInt(hex, 16);
  return number === undefined ? undefined : errorName(Number(number));
}

/** A line that is a piece of another one has nothing to say alone. */
function pieceAt(text: TraceText, line: number): Hover | undefined {
  if (!text.has(line) || text.lines.kind(line) !== LineKind.Piece) return undefined;
  const f = text.read(line);
  const place = text.lines.isPieceOfNext(line) ? 'below' : 'above';
  return {
    markdown: `**Part of the line ${place}**: the line was cut in two after it was printed, and is read as one.`,
    range: { line, from: 0, to: text.column(f, f.lineEnd) },
  };
}

function describeCall(
  text: TraceText,
  categories: Categories,
  line: number,
  others: readonly OtherTrace[],
): string | undefined {
  const printed = text.lines.name(line);
  const id = countedName(text.trace, printed);
  if (id < 0) return 'The end of a call whose beginning is not in this trace: its function is not known.';
  return [
    describeName(text.trace, categories, id),
    describeThisCall(text, line),
    describeFilters(text, line, printed),
    describeNumbers(text.trace, categories, id),
    describeNeighbours(text, id),
    describeOthers(text.trace, id, others),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The name, its category, and which rule decided. */
function describeName(trace: Trace, categories: Categories, id: NameId): string {
  const name = trace.names.text(id);
  const module = trace.names.module(id);
  const label = (category: number): string => markdown(categories.list[category]!.label);
  const matches = categories.explain(name);
  const [first, ...rest] = matches;
  const head = `**${codeSpan(name)}**${module === undefined ? '' : ` in module ${codeSpan(module)}`}`;
  if (first === undefined) return `${head} — ${label(categories.of(name))} (no rule matches)`;
  const also = rest.map((match) => `${codeSpan(match.pattern)} (${label(match.category)})`);
  return (
    `${head} — **${label(first.category)}**, by the rule ${codeSpan(first.pattern)}` +
    (also.length > 0 ? `; also matched: ${also.join(', ')}` : '')
  );
}

function describeThisCall(text: TraceText, line: number): string {
  const { lines } = text;
  if (lines.kind(line) === LineKind.OrphanExit) {
    return `This call took ${formatDuration(lines.durationNs(line))}; its beginning is not in this trace.`;
  }
  const entry = lines.callLine(line);
  const exit = lines.exitLine(line);
  if (exit < 0) return 'This call has no end in this trace: its duration is unknown.';
  const place = exit === entry ? '' : `, from line ${formatCount(entry + 1)} to ${formatCount(exit + 1)}`;
  return `This call took ${formatDuration(lines.durationNs(line))}${place}.`;
}

/** What the numbers below are without, and whether this call is in them. */
function describeFilters({ trace, lines }: TraceText, line: number, printed: NameId): string {
  const { filter } = trace;
  if (filter === undefined) return '';
  const id = countedName(trace, printed);
  const folded = id === printed ? '' : ` ${codeSpan(trace.names.text(printed))} counts as it.`;
  const counted = isCounted(trace, lines.callLine(line)) ? '' : ' This call is not counted.';
  return `*Filtered: ${markdown(describeFilter(filter.spec))}.*${folded}${counted}`;
}

function describeNumbers(trace: Trace, categories: Categories, id: NameId): string {
  const row = functionRow(trace, categories, id);
  const orphans = trace.stats.orphanExits[id]!;
  const without = orphans > 0 ? ` (and ${formatPlural(orphans, 'end')} without a beginning)` : '';
  const share = trace.calls > 0 ? formatShare(row.calls / trace.calls) : '–';
  return [
    '| | |',
    '| :-- | :-- |',
    `| calls | ${formatCount(row.calls)}, ${share} of all ${formatCount(trace.calls)}${without} |`,
    `| total time | ${formatDuration(row.totalNs)} |`,
    `| self time | ${formatDuration(row.selfNs)} |`,
    `| mean · min · max | ${formatDuration(row.meanNs)} · ${formatDuration(row.minNs)} · ${formatDuration(row.maxNs)} |`,
  ].join('\n');
}

function describeNeighbours(text: TraceText, id: NameId): string {
  const { callers, callees, topLevel } = edgesOf(text.trace, text.lines).of(id);
  const top = topLevel > 0 ? [`no one in this trace ${formatCount(topLevel)}`] : [];
  return [
    listNames('Called by', [...nameCounts(text, callers), ...top]),
    listNames('Calls', nameCounts(text, callees)),
  ]
    .filter((part) => part !== '')
    .join('  \n');
}

/** The most frequent with their counts, and how many more there are. */
function nameCounts(text: TraceText, counts: readonly NameCount[]): string[] {
  const { firstLine } = text.trace.stats;
  // Not by NameId, which is another one after edits.
  const shown = [...counts]
    .sort((a, b) => b.count - a.count || firstLine[a.id]! - firstLine[b.id]!)
    .slice(0, MAX_NEIGHBOURS)
    .map(({ id, count }) => `${codeSpan(text.trace.names.text(id))} ${formatCount(count)}`);
  const rest = counts.length - shown.length;
  return rest > 0 ? [...shown, `${formatCount(rest)} more`] : shown;
}

function listNames(title: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${title}: ${names.join(', ')}`;
}

function describeOthers(own: Trace, ownId: NameId, others: readonly OtherTrace[]): string {
  if (others.length === 0) return '';
  const counts = others
    .map(({ label, trace }) => {
      const id = trace.names.findIn(own.names, ownId);
      return { label, calls: id < 0 ? 0 : trace.stats.calls[id]! };
    })
    .sort((a, b) => b.calls - a.calls);
  const shown = counts
    .slice(0, MAX_OTHERS)
    .map(({ label, calls }) => `${codeSpan(label)} ${formatCount(calls)}`);
  const rest = counts.length - shown.length;
  return `Calls in other open traces: ${shown.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}
