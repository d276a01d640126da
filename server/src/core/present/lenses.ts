import { contentOfCall } from '../analyse/callContent';
import { summarize } from '../analyse/summary';
import type { Categories } from '../classify/categories';
import { describeSteps, summarizeSteps } from '../filter/describe';
import { visible } from '../format/escape';
import { formatCount, formatDuration, formatPlural } from '../format/numbers';
import type { Trace } from '../model/trace';
import type { TraceText } from '../parse/traceText';

/** The line above a file: its numbers; a click compares it. */
export function fileLens(trace: Trace, categories: Categories): { title: string; tooltip: string } {
  const summary = summarize(trace, categories);
  const parts = [
    formatPlural(summary.functions.total, 'function'),
    formatPlural(summary.calls, 'call'),
    formatPlural(summary.tasks, 'task'),
  ];
  if (summary.cpus > 0) parts.push(formatPlural(summary.cpus, 'CPU'));
  if (summary.unreadLines > 0) parts.push(`${formatPlural(summary.unreadLines, 'line')} not read`);
  // With tracing_thresh there is nothing but exits: silence would say that nothing ran.
  const exitOnly = summary.functionsOnExitOnly;
  if (exitOnly > 0) parts.push(`+ ${formatPlural(exitOnly, 'function')} seen only on exit`);
  const { filter } = trace;
  const tooltip = 'Compare this trace with another';
  if (filter === undefined) return { title: parts.join(', '), tooltip };
  return {
    title: `${parts.join(', ')} · filtered: ${summarizeSteps(filter)}`,
    tooltip: `${tooltip}\nFiltered: ${describeSteps(filter)}`,
  };
}

/** One per category, behind the numbers of the file; a click lists its functions. */
export function categoryLens(
  trace: Trace,
  categories: Categories,
  category: number,
): { title: string; tooltip: string } {
  const { byCategory } = summarize(trace, categories).functions;
  const label = visible(categories.list[category]!.label);
  return {
    title: `${formatCount(byCategory[category]!)} ${label}`,
    tooltip: `List the functions of the category ${label}`,
  };
}

/** The line above a top-level call: what is inside it. */
export function callLens(text: TraceText, categories: Categories, line: number): { title: string } {
  const column = categories.column(text.trace.names);
  const content = contentOfCall(text.trace, text.lines, column, line, categories.list.length);
  const total = content.byCategory.reduce((sum, count) => sum + count, 0);
  const byCategory = content.byCategory
    .map((count, number) => ({ count, label: visible(categories.list[number]!.label) }))
    .filter(({ count }) => count > 0)
    .map(({ count, label }) => `${formatCount(count)} ${label}`);
  const duration = Number.isNaN(content.durationNs) ? 'not ended' : formatDuration(content.durationNs);
  return {
    title: `${formatPlural(total, 'function')} (${byCategory.join(', ')}) · ${formatPlural(content.calls, 'call')} · ${duration}`,
  };
}
