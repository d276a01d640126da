import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { visible } from '../../../server/src/core/format/escape';
import { functionsCsv } from '../../../server/src/core/render/csv';
import { reportJson } from '../../../server/src/core/render/json';
import { reportMarkdown } from '../../../server/src/core/render/markdown';
import { reportText } from '../../../server/src/core/render/text';
import type { FunctionRow, Report } from '../../../server/src/core/report/report';
import { made, recorded, recordedList } from './fixture';
import { golden } from './golden';

const row = (name: string, change: Partial<FunctionRow> = {}): FunctionRow => ({
  name,
  category: 0,
  change: 'more',
  inRuns: [1, 1],
  values: [1, 3],
  difference: 2,
  relative: 2,
  support: 'tooFewRuns',
  p: NaN,
  effect: NaN,
  ...change,
});
const two = made({ names: ['a', 'b'] });
const csvOf = (rows: readonly FunctionRow[], report: Report = two): string[][] => {
  const { data, errors } = Papa.parse<string[]>(functionsCsv({ ...recordedList, rows }, report), {
    skipEmptyLines: true,
    delimiter: ',',
  });
  assert.deepEqual(errors, []);
  return data;
};

describe('functions as CSV', () => {
  it('have a column for each thing that is known of them', () => {
    const [head, first, second] = csvOf([
      row('tcp_ack', { p: 0.03, effect: -0.5, values: [1.5, NaN], support: 'real' }),
      row('tun_get', { change: 'new', category: 2, inRuns: [0, 1], difference: -3, relative: Infinity }),
    ]);
    assert.deepEqual(head, [
      ...['function', 'category', 'change', 'difference', 'relative', 'support', 'p', 'effect'],
      ...['a calls', 'a runs', 'b calls', 'b runs', 'provenance'],
    ]);
    assert.deepEqual(first!.slice(0, -1), [
      'tcp_ack',
      'virtualization',
      'more',
      '2',
      '2',
      'real',
      '0.03',
      '-0.5',
      '1.5',
      '1',
      '',
      '1',
    ]);
    assert.deepEqual(second, [
      'tun_get',
      'other',
      'new',
      '-3',
      'Infinity',
      'tooFewRuns',
      '',
      '',
      '1',
      '0',
      '3',
      '1',
      '',
    ]);
  });

  it('come back as they were, but for what is invisible and what would be computed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@,";'\r\n\t ]*x$/)), {
          minLength: 1,
        }),
        (names) => {
          const [, ...lines] = csvOf(names.map((name) => row(name)));
          assert.deepEqual(
            lines.map(([name]) => name),
            names.map((name) => (/^[=+\-@]/.test(visible(name)) ? `'${visible(name)}` : visible(name))),
          );
        },
      ),
    );
  });

  it('cannot begin a formula: neither a name, nor a scenario', () => {
    const report = made({ names: ['=cmd|" /C calc"!A1', '@SUM(1)'] });
    const cells = csvOf(
      ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1'].map((name) => row(name)),
      report,
    ).flat();
    const numbers = /^-?[\d.]*$/;
    for (const cell of cells) assert.ok(!/^[=+\-@\t\r]/.test(cell) || numbers.test(cell), cell);
  });

  it('say where they come from in the last column of the first row, and also if there are none', () => {
    for (const rows of [[row('a'), row('b')], []]) {
      const [, first, ...others] = csvOf(rows, recorded);
      const provenance = JSON.parse(first!.at(-1)!) as {
        version: string;
        scenarios: { runs: { sha256: string }[] }[];
      };
      assert.equal(provenance.version, '0.2.0');
      assert.deepEqual(
        provenance.scenarios.flatMap(({ runs }) => runs.map(({ sha256 }) => sha256)),
        recorded.scenarios.flatMap(({ runs }) => runs.map(({ sha256 }) => sha256)),
      );
      assert.ok(others.every((line) => line.at(-1) === ''));
      assert.ok(!first!.at(-1)!.includes('/traces/'));
    }
  });

  it('have lines as RFC 4180 ends them', () => {
    const text = functionsCsv(recordedList, recorded);
    assert.ok(text.endsWith('\r\n'));
    assert.equal(text.split('\n').length - 1, text.split('\r\n').length - 1);
  });
});

interface ReportFile {
  readonly format: number;
  readonly report: Report;
  readonly functions: readonly FunctionRow[];
}

describe('the report as JSON', () => {
  it('comes back with its numbers, without the paths of one machine', () => {
    const { format, report, functions } = JSON.parse(reportJson(recorded, recordedList)) as ReportFile;
    assert.equal(format, 1);
    assert.deepEqual(report.figures, recorded.figures);
    assert.deepEqual(report.membership, recorded.membership);
    assert.equal(functions.length, recordedList.rows.length);
    assert.ok(report.scenarios.every(({ runs }) => runs.every((run) => !('source' in run))));
    // In the fixture nothing is known of p.
    assert.ok(functions.every(({ p }) => p === null));
  });

  it('does not depend on the order in which somebody made the report', () => {
    const backwards = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(backwards)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, of]) => [key, backwards(of)]),
            )
          : value;
    assert.equal(reportJson(backwards(recorded) as Report), reportJson(recorded));
  });
});

/** The cells of each table row as GitHub cuts them: at bars that are not escaped. */
function markdownRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

describe('the report as Markdown', () => {
  it('has as many cells in each row as its table has columns, whatever names hold', () => {
    const evil = ['a|b', '`|`', '\\|', 'x\ny', '<b>', '[a](http://b)', '# h', '- i', '|', '*a* _b_', '~~x~~'];
    const report = {
      ...made({ names: evil, categories: ['c|d', 'Other'] }),
      title: '# <x> | y',
      headlines: evil,
    };
    const list = {
      ...recordedList,
      rows: evil.map((name) => row(name, { inRuns: evil.map(() => 1), values: evil.map(() => 2) })),
    };
    let columns = 0;
    const text = reportMarkdown(report, list);
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) columns = 0;
      else {
        const [cells] = markdownRows(line);
        columns ||= cells!.length;
        assert.equal(cells!.length, columns, line);
      }
    }
    // Outside of code, where nothing means anything.
    const prose = text.replace(/(`+)[^`].*?\1/g, '');
    assert.ok(!/(?<!\\)<b>|(?<!\\)\[a/.test(prose));
    // A headline cannot become a heading or a list of its own.
    assert.ok(text.includes('\n- \\# h\n') && text.includes('\n- \\- i\n'));
  });

  it('has numbers without backslashes, as people read Markdown as it is, too', () => {
    const cells = markdownRows(reportMarkdown(recorded)).flat();
    assert.ok(cells.includes('238.0 ± 21.3'));
    assert.ok(cells.filter((cell) => /^[\d,.]/.test(cell)).every((cell) => !cell.includes('\\')));
  });

  it('of the recordings', () => golden('report.md', reportMarkdown(recorded, recordedList)));
});

describe('the report for a terminal', () => {
  it('has no characters that a terminal obeys', () => {
    const text = reportText({
      ...made({ names: ['a\u001b[31m', 'b\u009b'] }),
      headlines: ['x\u0007', 'y\u202e'],
    });
    assert.ok(!/[^\n\P{C}]/u.test(text));
  });

  it('has columns that stand below each other', () => {
    const lines = reportText(recorded).split('\n');
    const from = lines.indexOf('Unique functions by category') + 1;
    const table = lines.slice(from, from + 5);
    assert.equal(new Set(table.map((line) => line.length)).size, 1);
  });

  it('of the recordings', () => golden('report.txt', reportText(recorded, recordedList)));
});
