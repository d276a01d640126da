/** What the report page shows of a row, in words. */
import type { DifferenceNode, SideNumbers } from '../../core/compare/treeDifference';
import type { FunctionQuery, FunctionRow } from '../../core/compare/differences';
import { visible } from '../../core/format/escape';
import { formatDuration } from '../../core/format/numbers';
import { valueText } from '../../core/render/functionTable';
import {
  formatDifference,
  formatRelative,
  formatSupport,
  formatValue,
  listMeasure,
} from '../../core/render/words';
import type {
  ReportFunctionItem,
  ReportFunctionsParams,
  ReportTreeItem,
  ReportTreeParams,
} from '../../protocol/report';
import type { OpenReport } from './openReport';

/** The query of a page, its scenarios checked: they may be those of an older comparison. */
export function queryOf(
  report: OpenReport,
  params: Omit<ReportFunctionsParams, 'id' | 'from' | 'count'>,
): FunctionQuery {
  const { selection, measure, normalisation, text, category, changes, minimum, sort, descending } = params;
  return {
    selection,
    baseline: report.scenario(params.baseline),
    target: report.scenario(params.target),
    measure,
    normalisation,
    ...(text === undefined ? {} : { text }),
    ...(category === undefined ? {} : { category }),
    ...(changes === undefined ? {} : { changes }),
    ...(minimum === undefined ? {} : { minimum }),
    sort,
    descending,
  };
}

/** A function of the list. */
export function functionItem(row: FunctionRow, query: FunctionQuery): ReportFunctionItem {
  const { unit } = listMeasure(query);
  return {
    name: visible(row.name),
    category: row.category,
    change: row.change,
    values: row.values.map((_, scenario) => valueText(row, scenario, query)),
    difference: formatDifference(unit, row.difference),
    relative: formatRelative(row.relative),
    support: formatSupport(row),
  };
}

/** A path of the call trees; numbers of its calls and of what they called. */
export function treeItem(
  report: OpenReport,
  node: DifferenceNode,
  { baseline, target }: Pick<ReportTreeParams, 'baseline' | 'target'>,
): ReportTreeItem {
  const { scenarios, categories } = report.loaded;
  const nameOf = (scenario: number): string => visible(scenarios.list[scenario]!.name);
  const place = (scenario: number, { first }: SideNumbers): [string, number] =>
    first === undefined ? ['', -1] : [report.runUri(scenario, first.trace), first.line];
  const [baselineUri, baselineLine] = place(baseline, node.left);
  const [targetUri, targetLine] = place(target, node.right);
  return {
    node: node.node,
    name: visible(node.name),
    category: categories.of(node.name),
    change: node.change,
    hasChildren: node.hasChildren,
    description: `${nameOf(baseline)}: ${inWords(node.left)} → ${nameOf(target)}: ${inWords(node.right)}`,
    baselineUri,
    baselineLine,
    targetUri,
    targetLine,
  };
}

function inWords({ calls, subtreeCalls, totalNs }: SideNumbers): string {
  if (subtreeCalls === 0) return 'none';
  const time = Number.isNaN(totalNs) ? '' : `, ${formatDuration(totalNs)}`;
  const below = subtreeCalls > calls ? ` (${formatValue('count', subtreeCalls)} with what they call)` : '';
  return `${formatValue('count', calls)} ${calls === 1 ? 'call' : 'calls'}${below}${time}`;
}
