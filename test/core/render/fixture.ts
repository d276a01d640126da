/** Reports to render: the recordings of the four scenarios, and such as nobody hopes for. */
import type { ListedFunctions } from '../../../server/src/core/render/functionTable';
import type {
  Combination,
  FunctionRow,
  Linked,
  Report,
  ReportScenario,
  Spread,
} from '../../../server/src/core/report/report';
import scenarios from './scenarios.json';

/**
 * The recordings of shared/traces/scenarios, three runs each of four scenarios. Counted by a script of its own out of the
 * text, by the rules of count.py; headlines, weights and measurements are made up.
 */
export const recorded = scenarios.report as unknown as Report;

/** The functions in which tap and socket differ most. */
export const recordedList: ListedFunctions = {
  query: {
    selection: 'all',
    baseline: 0,
    target: 1,
    measure: 'calls',
    normalisation: 'none',
    sort: 'difference',
    descending: true,
  },
  // JSON has no numbers for unknown and endless.
  rows: scenarios.rows.map((row) => ({
    ...row,
    relative: Number(row.relative),
    p: Number(row.p),
  })) as unknown as FunctionRow[],
};

/** Sample standard deviation, as the definition has it. */
export function spread(...runs: readonly number[]): Spread {
  const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
  const squares = runs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: runs.length < 2 ? undefined : Math.sqrt(squares / (runs.length - 1)), runs };
}

const linked = (selection: string, ...runs: readonly number[]): Linked => ({
  value: spread(...runs),
  selection,
});

function scenario(name: string, union: number, runs: number): ReportScenario {
  return {
    name,
    union,
    core: union,
    runs: Array.from({ length: runs }, (_, run) => ({
      name: `${name}.${run + 1}.trace`,
      source: `/home/somebody/${name}.${run + 1}.trace`,
      sha256: undefined,
      lines: 1000,
      calls: 700,
      functions: union,
      filterSteps: [],
    })),
  };
}

/** What a report is made of that has these names of scenarios, so many runs of each, and functions by scenario. */
export interface Shape {
  readonly names: readonly string[];
  readonly runs?: number;
  readonly categories?: readonly string[];
  /** Functions of a scenario, category and run. */
  readonly functions?: (scenario: number, category: number, run: number) => number;
  readonly membership?: readonly Combination[];
}

/** A report with a figure, rules, membership and growth, all made of one function of numbers. */
export function made({
  names,
  runs = 1,
  categories = ['Virtualization', 'Network', 'Other'],
  ...rest
}: Shape): Report {
  const functions = rest.functions ?? ((s, c, r) => 40 + ((s * 37 + c * 53 + r * 5) % 90));
  const of = (s: number, c: number): number[] => Array.from({ length: runs }, (_, r) => functions(s, c, r));
  const sum = (s: number): number[] =>
    Array.from({ length: runs }, (_, r) => categories.reduce((all, _name, c) => all + functions(s, c, r), 0));
  return {
    title: names.slice(0, 4).join(', '),
    scenarios: names.map((name, s) => scenario(name, Math.max(0, ...sum(s).filter(Number.isFinite)), runs)),
    baseline: 0,
    categories: categories.map((label) => ({ id: label.toLowerCase(), label })),
    headlines: names.slice(1).map((name) => `${name} reaches other functions than ${names[0]}`),
    warnings: [],
    normalisation: 'none',
    figures: [
      {
        measure: 'functions',
        label: 'unique functions',
        bars: names.map((name, s) => ({
          total: linked(name, ...sum(s)),
          parts: categories.map((label, c) => linked(`${name} & category:${label}`, ...of(s, c))),
        })),
      },
    ],
    rules: [
      {
        category: 0,
        rows: [{ pattern: 'kvm', cells: names.map((name, s) => linked(`${name} & rule:kvm`, ...of(s, 0))) }],
      },
    ],
    measurements: undefined,
    membership:
      rest.membership ??
      names.map((name, s) => ({
        scenarios: [s],
        functions: categories.length * (names.length - s),
        byCategory: categories.map(() => names.length - s),
        selection: name,
      })),
    saturation: names.map((name, s) => ({
      scenario: s,
      curves: sum(s).map((total) =>
        [10, 100, 400, 1000].map((line) => ({ line, functions: (total * line) / (line + 100) })),
      ),
      overRuns: sum(s),
      once: 3,
      onceShare: 0.01,
      onceSelection: name,
      seen: Math.max(0, ...sum(s).filter(Number.isFinite)),
      expected: undefined,
      sentence: `${name}: too few runs to say how many there are`,
    })),
    weights: [],
    reclassified: undefined,
    provenance: {
      tool: 'ftrace-explorer',
      version: '1.2.3',
      filter: {},
      filterText: 'no filters',
      rules: 'paper',
      sets: 'any',
    },
  };
}
