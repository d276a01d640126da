/** How a column's cells stand. */
export type Align = 'left' | 'right';

/**
 * Rows as aligned text, columns two spaces apart, without trailing spaces: made to be read, cut and searched. Widths are
 * counted in code points; names in traces are ASCII but for hostile ones.
 */
export function formatTable(rows: readonly (readonly string[])[], align: readonly Align[]): string[] {
  const widths = align.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[column] ?? '')), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const fill = ' '.repeat(widths[column]! - width(cell));
        return align[column] === 'right' ? fill + cell : cell + fill;
      })
      .join('  ')
      .trimEnd(),
  );
}

function width(text: string): number {
  return [...text].length;
}
