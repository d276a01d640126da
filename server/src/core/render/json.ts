import type { Provenance, Report } from '../report/report';
import type { ListedFunctions } from './functionTable';

/** Number of the format that `reportJson` writes; grows when a program that reads it would have to change. */
export const REPORT_FORMAT = 1;

/** Where numbers come from, for an export: names and hashes of what was read, and how it was counted. */
export interface ExportedProvenance extends Provenance {
  readonly scenarios: readonly {
    readonly name: string;
    readonly runs: readonly { readonly name: string; readonly sha256: string | null }[];
  }[];
}

/** Without the paths of files: they are of one machine, and the same traces must give the same bytes on each. */
export function provenanceOf({ provenance, scenarios }: Report): ExportedProvenance {
  return {
    ...provenance,
    scenarios: scenarios.map(({ name, runs }) => ({
      name,
      runs: runs.map((run) => ({ name: run.name, sha256: run.sha256 ?? null })),
    })),
  };
}

/**
 * The report as JSON, with a list its functions too: `{"format": 1, "report": Report, "query": …, "functions": FunctionRow[]}`.
 * Keys are sorted, so that equal reports have equal bytes; times in nanoseconds; what is unknown or without end is null; runs
 * have no `source`.
 */
export function reportJson(report: Report, list?: ListedFunctions): string {
  const scenarios = report.scenarios.map(({ runs, ...scenario }) => ({
    ...scenario,
    runs: runs.map(({ source: _, ...run }) => run),
  }));
  const content = {
    report: { ...report, scenarios },
    ...(list === undefined ? {} : { query: list.query, functions: list.rows }),
  };
  const sorted = Object.entries(content).map(([key, value]) => [key, sortKeys(value)] as const);
  return `${JSON.stringify({ format: REPORT_FORMAT, ...Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** The value with the keys of all objects in it in order; undefined and numbers that JSON cannot write are null. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, of]) => [key, sortKeys(of)] as const);
  // fromEntries, as a key may be called __proto__.
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
