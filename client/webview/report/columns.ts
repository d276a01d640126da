/** The columns of the list of functions. No DOM in here. */
import type { ReportFunctionItem } from '../../../server/src/protocol/report';
import type { PageModel, Query } from '../../src/report/messages';

export interface Column {
  /** As PageState.sort names it. */
  readonly key: string;
  readonly label: string;
  readonly title: string;
  /** Least width in em, and the part of the room that is left. */
  readonly least: number;
  readonly part: number;
  /** Numbers end at the right. */
  readonly number: boolean;
  readonly text: (item: ReportFunctionItem) => string;
}

export const MEASURES: Readonly<Record<Query['measure'], string>> = {
  calls: 'calls',
  totalNs: 'total time',
  selfNs: 'self time',
};

const DIFFERENCES = ['change', 'difference', 'relative', 'p'];
/** A longer name of a scenario is cut. */
const MOST_EM = 18;

/** Columns for a query, from left to right. One scenario alone has no differences. */
export function columnsOf(
  { scenarios, categories }: PageModel,
  { baseline, target, measure }: Query,
): Column[] {
  const what = MEASURES[measure];
  const [from = '', to = ''] = [scenarios[baseline], scenarios[target]];
  const plain = (
    key: 'name' | 'category' | 'change' | 'difference' | 'relative' | 'support',
    label: string,
    title: string,
    least: number,
    part = 1,
  ): Column => ({
    key,
    label,
    title,
    least,
    part,
    number: false,
    text: (item) => String(item[key]),
  });
  const columns: Column[] = [
    plain('name', 'Function', 'Name of the function', 19, 2),
    {
      ...plain('category', 'Category', 'Category of the function', 9),
      text: ({ category }) => categories[category]?.label ?? '',
    },
    plain('change', 'Change', `From ${from} to ${to}`, 7),
    ...scenarios.map((name, index): Column => {
      const label = index === baseline ? `${name} (baseline)` : name;
      return {
        key: `scenario:${name}`,
        label,
        title: `${what} in ${name}, mean of its runs`,
        least: Math.min(MOST_EM, Math.max(8, 3 + 0.65 * label.length)),
        part: 1,
        number: true,
        text: ({ values }) => values[index] ?? '–',
      };
    }),
    {
      ...plain('difference', 'Difference', `${what} in ${to} less ${from}`, 8),
      number: true,
    },
    {
      ...plain('relative', 'Relative', `Difference in parts of ${from}`, 7),
      number: true,
    },
    {
      ...plain('support', 'Real or noise', 'Whether the runs support the difference', 10),
      key: 'p',
      text: ({ support }) => support,
    },
  ];
  return scenarios.length > 1 ? columns : columns.filter(({ key }) => !DIFFERENCES.includes(key));
}
