import type { Categories } from '../../core/classify/categories';
import {
  compareFunctions,
  type ComparedFunction,
  type Comparison,
  type Difference,
} from '../../core/compare/compareFunctions';
import { version } from '../../../../package.json';
import { describeFilter } from '../../core/filter/describe';
import { visible } from '../../core/format/escape';
import { formatCount } from '../../core/format/numbers';
import { formatTable } from '../../core/format/table';
import { distinctNames, sideNames } from '../../core/format/pathNames';
import { countsTable } from '../../core/present/comparisonListing';
import { sha256OfFile } from '../../host/sha256';
import { byCategoryId, printJson, printTable } from '../output';
import { filterTable, filterToJson, loadFilter } from '../filters';
import type { FilterOptions, ReadingOptions } from '../options';
import { loadCategories, loadTrace } from '../traces';

/** What of the command line `compare A B` needs. */
export interface CompareTwoOptions extends ReadingOptions, FilterOptions {
  readonly json?: boolean;
  readonly categories?: string;
}

/** `compare A B`: which functions only one of two traces reached, and which a different number of times. */
export async function compareTwo(left: string, right: string, options: CompareTwoOptions): Promise<void> {
  const categories = await loadCategories(options.categories);
  const filter = await loadFilter(options, categories);
  const leftTrace = await loadTrace(left, options, filter, categories);
  const rightTrace = await loadTrace(right, options, filter, categories);
  const comparison = compareFunctions(leftTrace, rightTrace, categories);
  if (options.json === true) {
    const [ofLeft, ofRight] = [leftTrace.filter, rightTrace.filter];
    printJson({
      ...toJson(left, right, comparison, categories),
      provenance: {
        tool: 'ftrace-explorer',
        version,
        rules: distinctNames([categories.name])[0],
        filters: describeFilter(filter),
        sha256: { left: await hashOf(left), right: await hashOf(right) },
      },
      ...(ofLeft && ofRight && { filter: { left: filterToJson(ofLeft), right: filterToJson(ofRight) } }),
    });
  } else {
    const filters = filterTable([
      { file: left, trace: leftTrace },
      { file: right, trace: rightTrace },
    ]);
    printTable([...toText(left, right, comparison, categories), ...filters]);
  }
}

/** Of a file; standard input is none. */
async function hashOf(file: string): Promise<string | null> {
  return file === '-' ? null : sha256OfFile(file);
}

function withDifference(comparison: Comparison, difference: Difference): ComparedFunction[] {
  return comparison.functions.filter((f) => f.difference === difference);
}

function toJson(left: string, right: string, comparison: Comparison, categories: Categories): object {
  const onlyLeft = withDifference(comparison, 'onlyLeft');
  const onlyRight = withDifference(comparison, 'onlyRight');
  const changed = withDifference(comparison, 'changed');
  return {
    left,
    right,
    functions: { total: comparison.total, ...byCategoryId(categories, comparison.byCategory) },
    onlyLeft: onlyLeft.map((f) => f.name),
    onlyRight: onlyRight.map((f) => f.name),
    changed: changed.map((f) => ({ name: f.name, left: f.left, right: f.right })),
  };
}

function toText(left: string, right: string, comparison: Comparison, categories: Categories): string[] {
  const [leftName, rightName] = sideNames(left, right).map(visible) as [string, string];
  const onlyLeft = withDifference(comparison, 'onlyLeft');
  const onlyRight = withDifference(comparison, 'onlyRight');
  const changed = withDifference(comparison, 'changed');
  const id = (f: ComparedFunction): string => categories.list[f.category]!.id;
  const list = (
    title: string,
    rows: ComparedFunction[],
    cells: (f: ComparedFunction) => string[],
    head: string[],
  ): string[] =>
    rows.length === 0
      ? []
      : [
          '',
          `${title}: ${formatCount(rows.length)}`,
          ...formatTable(
            [['function', 'category', ...head], ...rows.map((f) => [visible(f.name), id(f), ...cells(f)])],
            ['left', 'left', 'right', 'right'],
          ).map((line) => `  ${line}`),
        ];
  return [
    ...countsTable(comparison, categories, { left: leftName, right: rightName }),
    ...list(`only in ${leftName}`, onlyLeft, (f) => [formatCount(f.left)], ['calls']),
    ...list(`only in ${rightName}`, onlyRight, (f) => [formatCount(f.right)], ['calls']),
    ...list('other number of calls', changed, (f) => [formatCount(f.left), formatCount(f.right)], [
      leftName,
      rightName,
    ]),
  ];
}
