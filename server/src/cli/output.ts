import colors from 'picocolors';
import type { Categories } from '../core/classify/categories';
import type { Trace } from '../core/model/trace';
import { reportProblems } from '../core/present/problems';

/** Prints a value as JSON, indented, with a last newline. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints lines; on a terminal that wants colours the first, a table's head, is bold. */
export function printTable(lines: readonly string[]): void {
  const [head = '', ...rest] = lines;
  process.stdout.write(`${[process.stdout.isTTY ? colors.bold(head) : head, ...rest].join('\n')}\n`);
}

/** Values in the order of the categories, by their ids: how JSON names them. */
export function byCategoryId<T>(categories: Categories, values: readonly T[]): Record<string, T> {
  return Object.fromEntries(categories.list.map(({ id }, number) => [id, values[number]!]));
}

/** The problems of a trace as JSON has them: lines from 1. */
export function problemsToJson(trace: Trace): object[] {
  return reportProblems(trace).map(({ code, severity, count, line, message, remedy }) => ({
    code,
    severity,
    count,
    line: line < 0 ? null : line + 1,
    message,
    remedy: remedy?.command ?? null,
  }));
}
