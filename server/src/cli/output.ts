import colors from 'picocolors';

/** Prints a value as JSON, indented, with a last newline. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints lines; on a terminal that wants colours the first, a table's head, is bold. */
export function printTable(lines: readonly string[]): void {
  const [head = '', ...rest] = lines;
  process.stdout.write(`${[process.stdout.isTTY ? colors.bold(head) : head, ...rest].join('\n')}\n`);
}
