import { neighbours, type NameCount } from '../analyse/calls';
import { functionRow } from '../analyse/functions';
import type { Categories } from '../classify/categories';
import { codeSpan, markdown } from '../format/escape';
import { formatCount, formatDuration, formatPlural, formatShare } from '../format/numbers';
import { LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import type { TraceText } from '../parse/traceText';
import { explainField } from './columnHelp';
import { fieldAt } from './fieldAt';
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
  const field = fieldAt(text, line, column);
  if (field === undefined) return undefined;
  const content =
    field.kind === 'name' || field.kind === 'brace'
      ? describeCall(text, categories, line, others)
      : explainField(text, field.kind, line);
  return content === undefined ? undefined : { markdown: content, range: field.range };
}

function describeCall(
  text: TraceText,
  categories: Categories,
  line: number,
  others: readonly OtherTrace[],
): string | undefined {
  const id = text.lines.name(line);
  if (id < 0) return 'The end of a call whose beginning is not in this trace: its function is not known.';
  return [
    describeName(text.trace, categories, id),
    describeThisCall(text, line),
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
  const { callers, callees, topLevel } = neighbours(text.lines, id);
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
  const shown = counts
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
