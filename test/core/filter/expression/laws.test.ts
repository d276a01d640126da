/** What expressions mean, against a slow reading of the rows of `calls`, on random expressions and real traces. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { callRows, type CallRow } from '../../../../server/src/core/analyse/callRows';
import { paperCategories } from '../../../../server/src/core/classify/categories';
import { CallFilter } from '../../../../server/src/core/filter/expression/callFilter';
import { parseExpression } from '../../../../server/src/core/filter/expression/parse';
import { TraceFilter } from '../../../../server/src/core/filter/traceFilter';
import { isCallKind, LineKind } from '../../../../server/src/core/model/lineKind';
import type { Trace } from '../../../../server/src/core/model/trace';
import type { LineTable } from '../../../../server/src/core/model/lineTable';
import { parseTrace } from '../../../../server/src/core/parse/feeder';
import { TraceText } from '../../../../server/src/core/parse/traceText';
import { drawCase, printCase } from '../../../support/forest/cases';
import { options, readRecording, reportMissing, samples } from '../../../support/material';

const categories = paperCategories();

/** A trace that is asked again and again, and its rows. */
interface Material {
  readonly name: string;
  readonly text: TraceText;
  readonly rows: readonly CallRow[];
  /** By line from 0, as far as there is one for the line. */
  readonly byLine: ReadonlyMap<number, CallRow>;
}

/** Larger recordings are asked in part: each expression looks at all of their lines several times. */
const MOST_BYTES = 150_000;

function materialOf(name: string, whole: Uint8Array): Material {
  const end = whole.length <= MOST_BYTES ? whole.length : whole.indexOf(10, MOST_BYTES) + 1;
  const bytes = whole.subarray(0, end);
  const text = new TraceText(bytes, parseTrace(bytes, { keepLines: true, keepSelf: true }));
  const rows = [...callRows(text)];
  return { name, text, rows, byLine: new Map(rows.map((row) => [lineOf(row), row])) };
}

/** The line, from 0, by which a row is known in the tables. */
function lineOf({ line, exitLine }: CallRow): number {
  return (line ?? exitLine)! - 1;
}

const PRINTED = /* With a made-up trace, as few recordings print all of it: */ `# tracer: function_graph
 0) bash-12 | d..1.  |               |  vfs_read(file=0xffff8881, buf="a b", count=32) {
 0) bash-12 | d..1.  |   1.250 us    |    rw_verify_area(read_write=0, count=32); /* ret=0x0 */
 0) bash-12 | d.h1.  |   0.250 us    |    irq_enter();
 0) bash-12 | d..1.  |   2.000 us    |    security_check(); /* ret=-13 */
 1) sh-345  | d..1.  |               |  tcp_sendmsg(sk=0xffff8882) {
 1) sh-345  | d..1.  |   0.500 us    |    lock_sock(); /* ret=0xffff888107ab0000 */
 0) bash-12 | d..1.  | + 14.000 us   |  } /* vfs_read ret=0xffffffea */
 1) sh-345  | d..1.  |   3.000 us    |  } /* tcp_sendmsg ret=0x20 */
 1) sh-345  | d..1.  |   3.000 us    |  } /* orphan ret=-22 */
 1) sh-345  | d..1.  |               |  never_ends() {
 1) sh-345  | d..1.  |   3.000 us    |    below(count=7); /* ret=-4095 */
`;

const FORESTS = 60;
const materials: Material[] = [
  materialOf('printed', new TextEncoder().encode(PRINTED)),
  ...Array.from({ length: FORESTS }, (_, seed) =>
    printCase(drawCase(seed + 1, seed % 4 === 0 ? 'traceCmd' : 'kernel', 300)),
  )
    .filter((printed) => printed !== undefined)
    .map(({ bytes }, index) => materialOf(`forest ${index}`, bytes)),
  ...[...samples, ...options.filter((_, index) => index % 3 === 0)].map((recording) =>
    materialOf(recording.name, readRecording(recording)),
  ),
].filter(({ text, rows }) => text.trace.verdict.kind === 'graph' && rows.length > 0);

/** An expression, and what it means. */
interface Meant {
  readonly text: string;
  readonly holds: (row: CallRow) => boolean;
}

/** Whether two numbers are the same, whatever type they have. */
function same(a: number | bigint, b: number | bigint): boolean {
  return a <= b && a >= b;
}

/** How a number is asked for, and what of it holds. */
function numbers(
  key: string,
  unit: string,
  of: (row: CallRow) => number | bigint | null,
  about: readonly (number | bigint)[],
): fc.Arbitrary<Meant> {
  const value = fc.constantFrom(...(about.length > 0 ? about : [1]));
  const asked = (text: string, is: (number: number | bigint) => boolean): Meant => ({
    text: `${key}${text}`,
    holds: (row) => {
      const number = of(row);
      return number !== null && is(number);
    },
  });
  return fc.oneof(
    value.map((v) => asked(`:${v}${unit}`, (n) => same(n, v))),
    value.map((v) => ({
      ...asked(`!=${v}${unit}`, () => true),
      holds: (row: CallRow) => !(of(row) !== null && same(of(row)!, v)),
    })),
    value.map((v) => asked(` > ${v}${unit}`, (n) => n > v)),
    value.map((v) => asked(`:>=${v}${unit}`, (n) => n >= v)),
    value.map((v) => asked(`<${v}${unit}`, (n) => n < v)),
    value.map((v) => asked(`<=${v}${unit}`, (n) => n <= v)),
    value.map((v) => asked(`:..${v}${unit}`, (n) => n <= v)),
    fc.tuple(value, value).map(([a, b]) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      return asked(`:${low}${unit}..${high}${unit}`, (n) => n >= low && n <= high);
    }),
    fc
      .tuple(value, value)
      .map(([a, b]) => asked(`:${a}${unit}, ${b}${unit}`, (n) => same(n, a) || same(n, b))),
  );
}

/** How a text is asked for. Places to cut it come from the numbers. */
function texts(
  key: string,
  of: (row: CallRow) => readonly string[],
  about: readonly string[],
): fc.Arbitrary<Meant> {
  const value = fc.constantFrom(...(about.length > 0 ? about : ['nothing']));
  const inQuotes = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const asked = (text: string, is: (found: string) => boolean): Meant => ({
    text: `${key}${text}`,
    holds: (row) => of(row).some(is),
  });
  return fc.oneof(
    fc.tuple(value, fc.nat(5), fc.integer({ min: 1, max: 6 })).map(([v, from, length]) => {
      const part = v.slice(Math.min(from, v.length - 1)).slice(0, length);
      return asked(`:${inQuotes(part.toUpperCase())}`, (found) =>
        found.toLowerCase().includes(part.toLowerCase()),
      );
    }),
    value.map((v) => asked(`=${inQuotes(v)}`, (found) => found === v)),
    fc
      .tuple(value, value)
      .map(([a, b]) => asked(`=${inQuotes(a)},${inQuotes(b)}`, (found) => found === a || found === b)),
    value.map((v) =>
      asked(`~${inQuotes(`${v.slice(0, 3).replace(/[*?]/g, '?')}*`)}`, (found) => {
        const begin = v.slice(0, 3);
        return (
          found.length >= begin.length &&
          [...begin].every((c, at) => c === '?' || c === '*' || found[at] === c)
        );
      }),
    ),
    value.map((v) => {
      const escaped = v.slice(-4).replace(/[^A-Za-z0-9_ ]/g, '.');
      return asked(`:/${escaped}$/`, (found) => new RegExp(`${escaped}$`).test(found));
    }),
  );
}

/** As the kernel means it: errors are negative, whatever way they are printed. */
function returned({ ret }: CallRow): bigint | null {
  if (ret === null || !/^(?:-?\d+|0x[0-9a-f]{1,16})$/.test(ret)) return null;
  const value = BigInt(ret);
  const signed = [BigInt.asIntN(64, value), ...(value < 1n << 32n ? [BigInt.asIntN(32, value)] : [])];
  return signed.find((number) => number < 0n && number >= -4095n) ?? value;
}

function distinct<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value) => value !== null))].slice(0, 40);
}

/** Random expressions about a trace. Without context columns not every name of a task is noted: those of `lanes` are. */
function expressions(material: Material, lanes?: Trace['lanes']): fc.Arbitrary<Meant> {
  const { rows, byLine } = material;
  const { lines, trace } = material.text;
  const names = distinct(rows.map(({ name }) => name));
  const commsOfTask = new Map<number, Set<string>>();
  const taskOf = (row: CallRow): number => trace.lanes.byId(lines.lane(lineOf(row)))?.id ?? -1;
  for (const row of rows) {
    if (row.comm === null) continue;
    const task = taskOf(row);
    const { comm, earlierComms } = lanes?.byId(task) ?? { comm: row.comm, earlierComms: undefined };
    const named = [comm, ...(earlierComms ?? [])].map((name) => name.trim());
    commsOfTask.set(task, new Set([...(commsOfTask.get(task) ?? []), ...named]));
  }
  const nameAt = (line: number): readonly string[] => {
    const name = byLine.get(line)?.name ?? null;
    return name === null ? [] : [name];
  };
  const above = (row: CallRow): readonly string[] => {
    const found: string[] = [];
    for (let up = lines.caller(lineOf(row)); up >= 0; up = lines.caller(up)) found.push(...nameAt(up));
    return found;
  };
  const test: fc.Arbitrary<Meant> = fc.oneof(
    texts('name', ({ name }) => (name === null ? [] : [name]), names),
    fc
      .constantFrom(
        ...names.filter((name) => /^[a-z]\w{2,}$/.test(name) && !/^(and|or|not)$/.test(name)),
        'nothing',
      )
      .map((name) => ({
        text: name,
        holds: (row: CallRow) => row.name?.toLowerCase().includes(name.toLowerCase()) ?? false,
      })),
    texts('under', above, names),
    texts('caller', ({ parentLine }) => (parentLine === null ? [] : nameAt(parentLine - 1)), names),
    texts(
      'comm',
      (row) => (row.pid === null ? [] : [...(commsOfTask.get(taskOf(row)) ?? [])]),
      distinct(rows.map(({ comm }) => comm)).filter((comm) => comm !== ''),
    ),
    texts(
      'args',
      ({ args }) => (args === null || args === '' ? [] : [args]),
      distinct(rows.map(({ args }) => args)).filter((args) => args !== ''),
    ),
    numbers('pid', '', ({ pid }) => pid, distinct(rows.map(({ pid }) => pid))),
    numbers('cpu', '', ({ cpu }) => cpu, distinct(rows.map(({ cpu }) => cpu))),
    numbers('depth', '', ({ depth }) => depth, distinct(rows.map(({ depth }) => depth))),
    numbers(
      'duration',
      'ns',
      ({ durationNs }) => durationNs,
      distinct(rows.map(({ durationNs }) => durationNs)),
    ),
    numbers('self', 'ns', ({ selfNs }) => selfNs, distinct(rows.map(({ selfNs }) => selfNs))),
    numbers('time', 'ns', ({ startNs }) => startNs, distinct(rows.map(({ startNs }) => startNs))),
    numbers('ret', '', returned, [...distinct(rows.map(returned)), -22n, 0n]),
    fc.constantFrom(...categories.list.keys()).map((number) => ({
      text: `category:${categories.list[number]!.id}`,
      holds: ({ name }: CallRow) => name !== null && categories.of(name) === number,
    })),
    fc.constantFrom<Meant[]>(
      { text: 'interrupts', holds: ({ irq }) => irq },
      { text: 'hide:interrupts', holds: ({ irq }) => !irq },
      { text: 'is:leaf', holds: ({ line, exitLine }) => line !== null && line === exitLine },
      { text: 'is:open', holds: ({ exitLine }) => exitLine === null },
    ),
  );
  const { one } = fc.letrec<{ one: Meant }>((tie) => ({
    one: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      test,
      fc.tuple(fc.constantFrom('not ', '!', '-'), tie('one')).map(([sign, { text, holds }]) => ({
        text: `${sign}(${text})`,
        holds: (row: CallRow) => !holds(row),
      })),
      fc
        .tuple(tie('one'), tie('one'), fc.constantFrom(' ', ' and ', ' && ', ' AND '))
        .map(([a, b, sign]) => ({
          text: `(${a.text})${sign}(${b.text})`,
          holds: (row: CallRow) => a.holds(row) && b.holds(row),
        })),
      fc.tuple(tie('one'), tie('one'), fc.constantFrom(' or ', ' || ', '|')).map(([a, b, sign]) => ({
        text: `(${a.text})${sign}(${b.text})`,
        holds: (row: CallRow) => a.holds(row) || b.holds(row),
      })),
      // "and" binds closer than "or".
      fc.tuple(test, test, test).map(([a, b, c]) => ({
        text: `${a.text} or ${b.text} ${c.text}`,
        holds: (row: CallRow) => a.holds(row) || (b.holds(row) && c.holds(row)),
      })),
    ),
  }));
  return one;
}

/** The lines, from 0, of all calls that are meant: entries, exits, leaves. */
function meantLines({ rows }: Material, { holds }: Meant): number[] {
  return rows
    .filter((row) => holds(row))
    .flatMap(({ line, exitLine }) => [line, exitLine].filter((each) => each !== null).map((each) => each - 1))
    .filter((line, index, all) => all[index - 1] !== line)
    .sort((a, b) => a - b);
}

function linesWhere(length: number, is: (line: number) => boolean): number[] {
  return Array.from({ length }, (_, line) => line).filter(is);
}

/** The table as it was when only the lines before `limit` had been read. */
function growing(lines: LineTable): { readonly lines: LineTable; limit: number } {
  const known = Object.create(lines) as LineTable;
  const table = { lines: known, limit: 0 };
  const until = (line: number): boolean => lines.exitLine(line) < table.limit;
  known.exitLine = (line) => (until(line) ? lines.exitLine(line) : -1);
  known.durationNs = (line) => (until(line) ? lines.durationNs(line) : NaN);
  return table;
}

/** Runs for a trace: each asks for all its lines. */
const runsOf = ({ rows }: Material): number => (rows.length > 1000 ? 3 : 6);

describe('filter expressions', () => {
  before(() => reportMissing('recordings of the options', options.length === 0));

  it('mean the calls that a slow reading of all rows finds, in one pass over the file', () => {
    for (const material of materials) {
      const bytes = material.text.text as Uint8Array;
      fc.assert(
        fc.property(expressions(material), (meant) => {
          const filter = new TraceFilter({ where: meant.text }, categories);
          const { counted } = filter.apply(parseTrace(bytes, filter.options({ keepLines: true })));
          const lines = linesWhere(counted!.length, (line) => counted![line] === 1);
          assert.deepEqual(lines, meantLines(material, meant), `${material.name}: ${meant.text}`);
        }),
        { numRuns: runsOf(material) },
      );
    }
  });

  it('mean the same on a table without further columns, reading lines where that is needed', () => {
    for (const material of materials) {
      const bytes = material.text.text as Uint8Array;
      const text = new TraceText(bytes, parseTrace(bytes, { keepLines: true }));
      const { lines } = text;
      fc.assert(
        fc.property(expressions(material, text.trace.lanes), (meant) => {
          const filter = new CallFilter(parseExpression(meant.text), {
            trace: { ...text.trace, lines },
            categories,
            read: (line) => text.read(line),
          });
          const found = linesWhere(lines.length, (line) => filter.test(line));
          assert.deepEqual(found, meantLines(material, meant), `${material.name}: ${meant.text}`);
        }),
        { numRuns: runsOf(material) },
      );
    }
  });

  it('mean the same while the table grows: the answer of the exit holds', () => {
    for (const material of materials) {
      const bytes = material.text.text as Uint8Array;
      const text = new TraceText(bytes, parseTrace(bytes, { keepLines: true }));
      fc.assert(
        fc.property(
          expressions(material, text.trace.lanes),
          fc.integer({ min: 1, max: 500 }),
          (meant, step) => {
            const table = growing(text.lines);
            const { lines } = table;
            const filter = new CallFilter(parseExpression(meant.text), {
              trace: { ...text.trace, lines },
              categories,
              read: (line) => text.read(line),
            });
            const found = new Set<number>();
            for (let line = 0; line < text.lines.length; line++) {
              if (line >= table.limit) table.limit = Math.min(line + step, text.lines.length);
              const is = filter.test(line);
              const call = text.lines.callLine(line);
              for (const each of [line, ...(text.lines.kind(line) === LineKind.Exit ? [call] : [])]) {
                if (is) found.add(each);
                else found.delete(each);
              }
            }
            assert.deepEqual(
              [...found].sort((a, b) => a - b),
              meantLines(material, meant),
              `${material.name}: ${meant.text} by ${step}`,
            );
          },
        ),
        { numRuns: runsOf(material) },
      );
    }
  });

  it('know self times that the table does not keep: those of the parser, unknown where it knows none', () => {
    const all = [
      ...[...samples, ...options].map((recording) => readRecording(recording)),
      ...materials.map(({ text }) => text.text as Uint8Array),
    ];
    for (const bytes of all) {
      const kept = parseTrace(bytes, { keepLines: true, keepSelf: true }).lines!;
      const trace = parseTrace(bytes, { keepLines: true });
      for (const [text, holds] of [
        ['self>=0ns', (ns: number) => ns >= 0],
        ['self>3us', (ns: number) => ns > 3000],
      ] as const) {
        const filter = new CallFilter(parseExpression(text), { trace: { ...trace, lines: trace.lines! } });
        const found = linesWhere(kept.length, (line) => filter.test(line));
        const expected = linesWhere(
          kept.length,
          (line) => isCallKind(kept.kind(line)) && holds(kept.selfNs(kept.callLine(line))),
        );
        assert.deepEqual(found, expected);
      }
    }
  });
});
