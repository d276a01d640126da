import assert from 'node:assert/strict';
import { LineKind } from '../../../server/src/core/model/lineKind';
import type { LineTable } from '../../../server/src/core/model/lineTable';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { CallsOfFunction } from '../../../server/src/core/view/callsOfFunction';
import { FilteredLines } from '../../../server/src/core/view/filteredLines';
import { lineParts } from '../../../server/src/core/view/lineParts';
import { compileQuery, type LineQuery } from '../../../server/src/core/view/lineQuery';
import { LineSet } from '../../../server/src/core/view/lineSet';
import { countParts, Overview } from '../../../server/src/core/view/overview';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { bytesOf, draw, traceOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';
import { mixedText, slowCallers } from './support';

function linesOf(lines: LineTable): number[] {
  return [...Array(lines.length).keys()];
}

describe('filtered lines', () => {
  const { lines, names } = traceOf(mixedText(900, 21));
  const isWanted = (line: number): boolean => {
    const name = lines!.name(line);
    return name >= 0 && ['f1', 'f4'].includes(names.text(name)) && lines!.depth(line) > 2;
  };

  for (const step of [1, 7, 10_000]) {
    it(`are the calls that match, their exits, and their callers, ${step} lines at a time`, () => {
      const calls: number[] = [];
      const filtered = new FilteredLines(lines!, isWanted, (line, count) => calls.push(count * line));
      for (let end = 0; filtered.seen < lines!.length; end += step) {
        const from = filtered.seen;
        const first = filtered.see(Math.min(end, lines!.length));
        assert.ok(first <= from);
      }
      const isCall = (line: number): boolean =>
        lines!.kind(line) >= LineKind.Entry && lines!.kind(line) <= LineKind.OrphanExit;
      const matching = linesOf(lines!).filter((line) => isCall(line) && isWanted(line));
      const shown = new Set([
        ...matching,
        ...matching.flatMap((line) => slowCallers(lines!, line).filter((caller) => caller < line)),
      ]);
      assert.ok(matching.length > 10);
      assert.deepEqual(
        linesOf(lines!).filter((line) => filtered.matching.has(line)),
        matching,
      );
      assert.deepEqual(
        linesOf(lines!).filter((line) => filtered.shown.has(line)),
        [...shown].sort((a, b) => a - b),
      );
      assert.equal(filtered.matches, matching.filter((line) => lines!.kind(line) !== LineKind.Exit).length);
      assert.equal(calls.length, filtered.matches);
    });
  }

  it('follow the exit, which knows better than the entry', () => {
    const trace = traceOf(`
 0)               |  a() {
 0)               |    b() {
 0)   1.000 us    |      c();
 0)   2.000 us    |    }
 0)   5.000 us    |  }
`);
    const counted: string[] = [];
    const answers = [false, true, true, false, true];
    const filtered = new FilteredLines(
      trace.lines!,
      (line) => answers[line]!,
      (line, count) => counted.push(`${count} ${line}`),
    );
    filtered.see(5);
    assert.deepEqual(counted, ['1 1', '1 2', '-1 1', '1 0']);
    assert.equal(filtered.matches, 2);
    assert.deepEqual(
      [0, 1, 2, 3, 4].filter((line) => filtered.matching.has(line)),
      [0, 2, 4],
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4].filter((line) => filtered.shown.has(line)),
      [0, 1, 2, 4],
    );
  });
});

describe('the calls of a function', () => {
  it('are its entries and leaves, and the longest is the slowest', () => {
    const { lines, names } = traceOf(mixedText(900, 4));
    for (const name of ['f0', 'f3']) {
      const id = names.find(name);
      const found = new CallsOfFunction(lines!, id);
      for (let end = 0; end < lines!.length; end += 100) found.see(end);
      found.see(lines!.length);
      const calls = linesOf(lines!).filter(
        (line) =>
          (lines!.kind(line) === LineKind.Entry || lines!.kind(line) === LineKind.Leaf) &&
          lines!.name(line) === id,
      );
      assert.deepEqual(
        linesOf(lines!).filter((line) => found.calls.has(line)),
        calls,
      );
      const known = calls.filter((line) => !Number.isNaN(lines!.durationNs(line)));
      const longest = Math.max(...known.map((line) => lines!.durationNs(line)));
      assert.equal(
        found.slowest,
        known.find((line) => lines!.durationNs(line) === longest),
      );
    }
  });
});

describe('the overview', () => {
  /** Self time of what ends on a line, from all calls at once. */
  function slowSelf(lines: LineTable): number[] {
    const self = new Array<number>(lines.length).fill(0);
    for (const line of linesOf(lines)) {
      const kind = lines.kind(line);
      if (kind !== LineKind.Leaf && kind !== LineKind.Exit) continue;
      const call = lines.callLine(line);
      const callees = linesOf(lines).filter(
        (other) =>
          (lines.kind(other) === LineKind.Leaf || lines.kind(other) === LineKind.Entry) &&
          lines.caller(other) === call &&
          other !== call,
      );
      const known = callees.map((other) => lines.durationNs(other)).filter((ns) => !Number.isNaN(ns));
      self[line] = lines.durationNs(line) - known.reduce((sum, ns) => sum + ns, 0);
    }
    return self;
  }

  it('has self time, calls by category and problems of each part', () => {
    const bytes = bytesOf(mixedText(500, 6));
    const { lines, names } = parseTrace(bytes, { keepLines: true });
    const category = (name: number): number => Number(names.text(name).slice(1)) % 3;
    const bounds = [0, 10, 10, 140, 333, lines!.length];
    // The whole at once, and while it is read, when exits are not known yet.
    for (const step of [300, Infinity]) {
      const feeder = new Feeder({ keepLines: true });
      const growing = feeder.snapshot().lines!;
      const overview = new Overview(growing, category, 3);
      for (let at = 0; at < bytes.length; at += step) {
        feeder.push(bytes.subarray(at, at + step));
        overview.see(growing.length);
      }
      feeder.finish();
      overview.see(growing.length);
      const self = slowSelf(lines!);
      overview.parts(bounds).forEach((part, index) => {
        const inside = linesOf(lines!).slice(bounds[index], bounds[index + 1]);
        const ns = inside.reduce((sum, line) => sum + Math.max(0, self[line]!), 0);
        assert.ok(Math.abs(part.selfNs - ns) < 1e-6, `part ${index}: ${part.selfNs} for ${ns}`);
        const counts = [0, 0, 0];
        for (const line of inside) {
          const kind = lines!.kind(line);
          if (kind === LineKind.Entry || kind === LineKind.Leaf) counts[category(lines!.name(line))]!++;
        }
        const most = Math.max(...counts);
        assert.equal(part.category, most === 0 ? -1 : counts.indexOf(most));
        const problems = inside.filter((line) =>
          ([LineKind.Unread, LineKind.Lost, LineKind.OrphanExit] as LineKind[]).includes(lines!.kind(line)),
        );
        assert.equal(part.problems, problems.length);
      });
    }
  });

  it('stays small: places become wider as the lines get more, and nothing is lost', () => {
    const block =
      ' 0)               |  a() {\n 0)   1.000 us    |    b();\n 0)   3.000 us    |  }\nnobody reads this\n';
    const bytes = bytesOf(block.repeat(30_000));
    const { lines, names } = parseTrace(bytes, { keepLines: true });
    const overview = new Overview(lines!, (name) => (names.text(name) === 'b' ? 1 : 0), 2);
    overview.see(lines!.length);
    const bounds = [0, 40_000, 80_000, 120_000];
    const parts = overview.parts(bounds);
    assert.equal(
      parts.reduce((sum, { problems }) => sum + problems, 0),
      30_000,
    );
    for (const { selfNs } of parts) assert.ok(Math.abs(selfNs - 30_000_000) < 30_000, String(selfNs));
  });

  it('counts the lines of a set in parts', () => {
    const set = new LineSet();
    set.ensure(100);
    for (const line of [0, 9, 10, 50, 99]) set.add(line);
    assert.deepEqual(countParts(set, [0, 10, 10, 60, 100]), [2, 0, 2, 1]);
  });
});

describe('a query', () => {
  const cases: [LineQuery, string, number[]][] = [
    [{ text: 'tcp', kind: 'text', matchCase: true }, 'tcp_a TCP_b tcp', [0, 3, 12, 3]],
    [{ text: 'tcp', kind: 'text', matchCase: false }, 'tcp_a TCP_b', [0, 3, 6, 3]],
    [{ text: 'a.c', kind: 'text', matchCase: false }, 'abc a.c', [4, 3]],
    [{ text: 'aa', kind: 'text', matchCase: true }, 'aaaa', [0, 2, 2, 2]],
    [{ text: 't[a-z]p', kind: 'regex', matchCase: true }, 'tcp tXp tip', [0, 3, 8, 3]],
    [{ text: 't[a-z]p', kind: 'regex', matchCase: false }, 'tcp tXp', [0, 3, 4, 3]],
    [{ text: '^b', kind: 'regex', matchCase: true }, 'b b', [0, 1]],
    [{ text: 'x*', kind: 'regex', matchCase: true }, 'axa', [1, 1]],
    [{ text: 'é', kind: 'text', matchCase: true }, '😀 é', [3, 1]],
  ];
  for (const [query, text, expected] of cases) {
    it(`for the ${query.kind} ${query.text}${query.matchCase ? '' : ', in either case,'} finds its places in ${text}`, () => {
      const compiled = compileQuery(query);
      assert.ok(typeof compiled !== 'string');
      assert.deepEqual(compiled.places(text, 100), expected);
      assert.equal(compiled.test(text), true);
      assert.equal(compiled.test('nothing here\t'), query.text === 'x*');
      assert.ok(compiled.places(text, 1).length <= 2);
    });
  }

  it('says in a sentence why it cannot be asked', () => {
    const wrong = (text: string, kind: LineQuery['kind'] = 'regex'): string => {
      const compiled = compileQuery({ text, kind, matchCase: true });
      return typeof compiled === 'string' ? compiled : 'it can';
    };
    assert.match(wrong('(a'), /^This is no valid regular expression \(RE2\): .*\.$/);
    assert.match(wrong('a(?=b)'), /RE2/);
    assert.match(wrong('', 'text'), /nothing to search/);
    assert.match(wrong('a'.repeat(4001), 'text'), /shorten/);
  });
});

describe('the parts of a line', () => {
  it('are its columns, its name and what is behind', () => {
    const text = draw(`
   21.859304 |   0)    bash-42     |  d..1. | + 50.626 us   |  load_cr3(cr3=1); /* ret=-22 */
 0)   2.000 us    |  } /* a */
# a header
CPU:0 [LOST 5 EVENTS]
what nobody can read
`);
    const shown = (line: number): string[] => {
      const f = text.read(line);
      const own = text.slice(f, f.start, f.end);
      return lineParts(text, line).map(({ from, part, to }) => `${part}: ${own.slice(from, to)}`);
    };
    assert.deepEqual(shown(0), [
      'time: 21.859304',
      'cpu: 0',
      'task: bash-42',
      'flags: d..1.',
      'mark: +',
      'duration: 50.626 us',
      'name: load_cr3',
      'arguments: cr3=1',
      'returnValue: -22',
    ]);
    assert.deepEqual(shown(1), ['cpu: 0', 'duration: 2.000 us', 'name: a']);
    assert.deepEqual(shown(2), ['comment: # a header']);
    assert.deepEqual(shown(3), ['structure: CPU:0 [LOST 5 EVENTS]']);
    assert.deepEqual(shown(4), []);
  });

  for (const sample of samples) {
    it(`of ${sample.name} are in order, none over another, also through a window of the text`, () => {
      const bytes = readRecording(sample).subarray(0, 200_000);
      const trace = parseTrace(bytes, { keepLines: true });
      const text = new TraceText(bytes, trace);
      const { lines } = text;
      for (let line = 0; line + 1 < lines.length; line++) {
        const parts = lineParts(text, line);
        let end = 0;
        for (const { from, to } of parts) {
          assert.ok(from >= end && to > from, `line ${line + 1}`);
          end = to;
        }
        assert.ok(end <= lines.offset(line + 1) - lines.offset(line));
        if (line % 50 !== 0 || line === 0) continue;
        const first = lines.offset(line - 1);
        const window = new TraceText(bytes.slice(first, lines.offset(line + 1)), trace, first);
        assert.deepEqual(lineParts(window, line), parts, `line ${line + 1} through a window`);
      }
    });
  }
});
