import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { parseCsv } from '../../../server/src/core/text/csv';

function cells(text: string): string[][] {
  return parseCsv(text).rows.map((row) => [...row.cells]);
}

describe('CSV', () => {
  it('is read with quotes, doubled ones, separators and line ends in them', () => {
    assert.deepEqual(cells('a,"b ""c""",d\n"e,f","g\r\nh",\n'), [
      ['a', 'b "c"', 'd'],
      ['e,f', 'g\r\nh', ''],
    ]);
  });

  it('may have semicolons or tabs, any line end, a byte order mark, comments, empty lines', () => {
    assert.deepEqual(cells('\uFEFFa;1,5\r\n# b;2\r\n\r\nc;3'), [
      ['a', '1,5'],
      ['c', '3'],
    ]);
    assert.deepEqual(cells('a\tb;c,d\re\t'), [
      ['a', 'b;c,d'],
      ['e', ''],
    ]);
    assert.deepEqual(cells(' a , "b" , c '), [['a', 'b', 'c']]);
    assert.deepEqual(cells(''), []);
  });

  it('counts lines from 1, those in quotes, too', () => {
    const { rows, badLines } = parseCsv('# x\na,1\n\n"b\nc",2\r\n"d\n"e"f,3\ng,4');
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2, 4, 8],
    );
    assert.deepEqual(badLines, [6, 7]);
  });

  it('loses one line where a quote is not closed', () => {
    assert.deepEqual(parseCsv('a,1\n"b,2\nc,3'), {
      rows: [
        { line: 1, cells: ['a', '1'] },
        { line: 3, cells: ['c', '3'] },
      ],
      badLines: [2],
    });
  });

  it('takes no time that grows with the square of a hostile text', () => {
    const { badLines } = parseCsv('"a""\n'.repeat(100_000));
    assert.equal(badLines.length, 100_000);
  });

  it('is what papaparse reads of it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' b', '_'), maxLength: 6 });
    // A first cell that is none of the things we pass over, and no blanks at the ends, which we take away.
    const row = fc
      .array(
        cell.map((text) => text.trim()),
        { maxLength: 3 },
      )
      .map((rest) => ['x', ...rest, 'y']);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (rows, delimiter, newline) => {
          // So that the first line says which separator there is.
          const text = Papa.unparse([['h', 'i'], ...rows], { delimiter, newline, quotes: true }).replace(
            /^"h"(.)"i"/,
            'h$1i',
          );
          const papa = Papa.parse<string[]>(text, { delimiter, newline }).data;
          assert.deepEqual(cells(text), papa);
          assert.deepEqual(papa, [['h', 'i'], ...rows]);
        },
      ),
    );
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '#', '\t') }), (text) => {
        const { rows, badLines } = parseCsv(text);
        const lines = [...rows.map(({ line }) => line), ...badLines];
        assert.equal(new Set(lines).size, lines.length);
        assert.ok(lines.every((line) => line <= text.split(/\r\n|\r|\n/).length));
      }),
    );
  });
});
