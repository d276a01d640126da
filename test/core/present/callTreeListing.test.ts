import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { CALL_TREE_PARTS, type CallTreePart } from '../../../server/src/core/present/callLabels';
import { callTreeListing, type CallTreeListing } from '../../../server/src/core/present/callTreeListing';
import type { TraceText } from '../../../server/src/core/parse/traceText';
import { readRecording, reportMissing, samples, scenarios } from '../../support/material';
import { drawWithSelf, forestText, parseWithSelf, rowsOfText } from '../../support/trees';

function list(
  text: TraceText,
  show: readonly CallTreePart[] = ['tasks'],
  maxLines?: number,
): CallTreeListing {
  return callTreeListing(text.trace, text, {
    show: new Set(show),
    ...(maxLines === undefined ? {} : { maxLines }),
  });
}

/** `line of the trace: line of the listing`, from 1. */
function shown(drawing: string, ...show: readonly CallTreePart[]): string[] {
  const { text, targets } = list(drawWithSelf(drawing), show);
  const lines = text.split('\n').slice(0, -1);
  assert.equal(targets.length, lines.length);
  return lines.map((line, at) => `${targets[at]! < 0 ? '-' : targets[at]! + 1}: ${line}`);
}

const TWO_TASKS = `
   10.000001 |   1)  sh-12         |   0.500 us    |      late();
   10.000002 |   1)  sh-12         |               |  read(fd=3, buf=0xffff888012345678) {
   10.000003 |   0)  cat-13        |   2.000 us    |  fput();
   10.000004 |   1)  sh-12         |   1.000 us    |    lock();
   10.000005 |   1)  sh-12         |   1.000 us    |    lock();
   10.000006 |   1)  sh-12         | + 10.000 us   |  }
   10.000007 |   1)  sh-12         |               |  read(fd=3, buf=0xffff888087654321) {
   10.000008 |   1)  sh-12         |   1.500 us    |    lock();
   10.000009 |   1)  sh-12         |   1.000 us    |    lock();
   10.000010 |   1)  sh-12         | + 10.000 us   |  }
`;

describe('the listing of a call tree', () => {
  it('has the calls of each task, equal neighbours as one', () => {
    assert.deepEqual(shown(TWO_TASKS, 'tasks'), [
      '-: == cat',
      '3:   fput',
      '-: == sh',
      '-:   (caller not in the text)',
      '1:     late',
      '2:   read × 2',
      '4:     lock × 2',
    ]);
  });

  it('names no task where it is not to', () => {
    assert.deepEqual(
      shown(TWO_TASKS).filter((line) => line.includes('==')),
      ['-: == task', '-: == task'],
    );
  });

  it('keeps what it is to keep', () => {
    assert.deepEqual(shown(TWO_TASKS, 'tasks', 'pids', 'durations', 'arguments'), [
      '-: == cat 13',
      '3:   fput  · 2.000 µs',
      '-: == sh 12',
      '-:   (caller not in the text)',
      '1:     late  · 0.500 µs',
      '2:   read(fd=3, buf=0x…)  · 10.00 µs',
      '4:     lock × 2  · 1.000 µs',
      '7:   read(fd=3, buf=0x…)  · 10.00 µs',
      '8:     lock  · 1.500 µs',
      '9:     lock  · 1.000 µs',
    ]);
    assert.deepEqual(shown(TWO_TASKS, 'arguments', 'addresses', 'cpus', 'times').slice(3, 5), [
      '2:   read(fd=3, buf=0xffff888012345678)  · cpu 1 · at 10.000002',
      '4:     lock  · cpu 1 · at 10.000004',
    ]);
  });

  it('folds only neighbours that are the same inside, too', () => {
    assert.deepEqual(
      shown(`
 0)   1.000 us    |  f();
 0)               |  f() {
 0)   1.000 us    |    g();
 0)   1.000 us    |  }
 0)               |  f() {
 0)   1.000 us    |    g();
 0)   1.000 us    |  }
 0)   1.000 us    |  f();
`),
      ['-: == task', '1:   f', '2:   f × 2', '3:     g', '8:   f'],
    );
  });

  it('is of counted calls alone, if it is told', () => {
    const text = drawWithSelf(TWO_TASKS);
    const listing = callTreeListing(text.trace, text, {
      show: new Set(),
      counts: (line) => line !== 1 && line !== 0,
    });
    assert.deepEqual(listing.text.split('\n'), ['== task', '  fput', '== task', '  lock × 2', '  read', '    lock × 2', '']); // prettier-ignore
  });

  it('writes out what would not be seen', () => {
    const { text } = list(drawWithSelf(' 0)  a\u202eb-1        |   1.000 us    |  fput();\n'));
    assert.equal(text, '== a\\u{202e}b\n  fput\n');
  });

  it('ends after some lines, and says how many calls are not there', () => {
    const { text, targets } = list(drawWithSelf(TWO_TASKS), ['tasks'], 6);
    assert.deepEqual(text.split('\n').slice(5), [
      '  read × 2',
      '… 4 more calls left out: the listing ends after 6 lines',
      '',
    ]);
    assert.equal(targets.length, 7);
  });

  it('of deep nesting is no deeper than can be shown', () => {
    const depth = 250;
    const text = Array.from({ length: depth }, (_, at) => ` 0)               |  ${'  '.repeat(at)}f() {\n`);
    const listing = list(drawWithSelf(text.join('')));
    const lines = listing.text.split('\n').slice(1, -1);
    assert.equal(lines.length, depth);
    assert.ok(lines.every((line) => line.length <= 201));
  });

  /** The calls of a listing one by one, as `depth name`, by unfolding it. */
  function unfolded({ text }: CallTreeListing): string[] {
    const lines = text.split('\n').slice(0, -1);
    const parsed = lines.map((line) => {
      const [, blanks = '', name = '', times = '1'] = /^( *)(.*?)(?: × ([\d,]+))?$/.exec(line) ?? [];
      return { depth: blanks.length / 2, name, times: Number(times.replaceAll(',', '')) };
    });
    /** The calls from line `at` on that are deeper than `depth`, and the line behind them. */
    const read = (from: number, depth: number): [string[], number] => {
      const calls: string[] = [];
      let at = from;
      while (at < parsed.length && parsed[at]!.depth > depth) {
        const { name, times, depth: own } = parsed[at]!;
        const [inside, end] = read(at + 1, own);
        for (let time = 0; time < times; time++) calls.push(`${own} ${name}`, ...inside);
        at = end;
      }
      return [calls, at];
    };
    return read(0, -1)[0].filter((call) => !/^\d+ (?:== |\(caller not)/.test(call));
  }

  function callsOf(rows: readonly CallRow[]): string[] {
    return rows.filter(({ line }) => line !== null).map(({ name }) => name!);
  }

  for (const sample of samples) {
    it(`has every call, in order: ${sample.name}`, () => {
      const text = parseWithSelf(readRecording(sample));
      const sections = list(text)
        .text.split(/^== .*\n/m)
        .slice(1);
      const byTask = new Map<string, string[]>();
      for (const row of rowsOfText(text)) {
        if (row.line === null) continue;
        // An idle task is one of its cpu.
        const task = `${row.pid}${row.pid ? '' : ` on cpu ${row.cpu}`}`;
        byTask.set(task, [...(byTask.get(task) ?? []), row.name!]);
      }
      const found = sections.map((section) =>
        unfolded({ text: section, targets: [] }).map((call) => call.replace(/^\d+ /, '')).join(),
      ); // prettier-ignore
      assert.deepEqual(found.sort(), [...byTask.values()].map((names) => names.join()).sort());
    });
  }

  it('of random forests has every call, and leads to a call of that function', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const bytes = forestText(seed, 120);
        if (bytes === undefined) return;
        const text = parseWithSelf(bytes);
        const listing = list(text);
        const names = unfolded(listing).map((call) => call.replace(/^\d+ /, ''));
        assert.deepEqual(names.sort(), callsOf(rowsOfText(text)).sort());
        listing.text.split('\n').forEach((line, at) => {
          const target = listing.targets[at] ?? -1;
          if (target < 0) return;
          const name = text.trace.names.text(text.lines.name(target));
          assert.ok(line.trim() === name || line.trim().startsWith(`${name} × `), line);
        });
      }),
      { numRuns: 100 },
    );
  });

  /** The same recording as if it had been made without times, tasks and names of exits. */
  function withoutColumns(bytes: Uint8Array): Uint8Array {
    const lines = new TextDecoder().decode(bytes).split('\n').map((line) =>
      line
        .replace(/^ *[\d.]+ \| +(\d+\)) +\S.*?-\d+ +\| /, ' $1 ')
        .replace(/\} \/\* .* \*\/$/, '}'),
    ); // prettier-ignore
    return new TextEncoder().encode(lines.join('\n'));
  }

  it('is the same for the same calls with other columns', function () {
    reportMissing('recordings with other columns', scenarios.length === 0);
    if (scenarios.length === 0) return this.skip();
    for (const name of ['socket.2', 'tap.2']) {
      const bytes = readRecording(scenarios.find((recording) => recording.name.includes(name))!);
      const other = withoutColumns(bytes);
      const [all, few] = [bytes, other].map(parseWithSelf);
      assert.ok(all!.trace.source.columns.has('time') && !few!.trace.source.columns.has('time'));
      assert.ok(all!.trace.source.columns.has('task') && !few!.trace.source.columns.has('task'));
      assert.equal(list(few!, []).text, list(all!, []).text, name);
      assert.equal(list(few!, ['durations']).text, list(all!, ['durations']).text, name);
    }
  });

  it('knows its parts', () => {
    const text = drawWithSelf(TWO_TASKS);
    const plain = list(text, []).text;
    for (const part of CALL_TREE_PARTS.filter((part) => part !== 'addresses'))
      assert.notEqual(list(text, [part]).text, plain, part);
  });
});
