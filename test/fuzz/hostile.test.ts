/**
 * Texts that are made to cost much: each is made and read in a process of its own, whose heap is limited, once streamed
 * through a Feeder and once as a whole. Run directly, this file is that process.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { functionRows } from '../../server/src/core/analyse/functions';
import { paperCategories } from '../../server/src/core/classify/categories';
import type { Trace } from '../../server/src/core/model/trace';
import { Feeder, parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';
import { folds } from '../../server/src/core/present/folding';
import { hoverAt } from '../../server/src/core/present/hover';
import { outline } from '../../server/src/core/present/outline';
import { nameTokens } from '../../server/src/core/present/tokens';
import { callsOf } from '../support/calls';

const MEGABYTE = 1 << 20;
const MILLION = 1_000_000;
const MAX_HEAP_MEGABYTES = 2048;
/** What reading may keep per byte of the text, and what it may need for itself. */
const MEMORY_PER_BYTE = 20;
const MEMORY_FLOOR = 96 * MEGABYTE;
/** Ten times and more of what is normal on a slow machine: only what grows out of bounds is as slow. */
const FLOOR_SECONDS = 5;
const SECONDS_PER_MEGABYTE = 0.5;
/** Larger texts are streamed only. */
const MAX_WHOLE_BYTES = 160 * MEGABYTE;

/** What is counted in a hostile text; by hand, from how it is made. */
interface Counts {
  readonly lines: number;
  readonly calls?: number;
  readonly unread?: number;
  readonly lost?: number;
  readonly tasks?: number;
  readonly cpus?: number;
  readonly names?: number;
}

interface HostileText {
  readonly pieces: () => Generator<string>;
  readonly counts: Counts;
  readonly large?: boolean;
}

function* times(count: number, piece: (number: number) => string): Generator<string> {
  for (let number = 0; number < count; number++) yield piece(number);
}

/** 2^16 names with the same FNV-1a hash: 16 pairs of pieces, each of which leads to one state of the hash. */
function* namesOfOneHash(): Generator<string> {
  const pairs: [string, string][] = [];
  let state = 0x811c9dc5 | 0;
  for (let pair = 0; pair < 16; pair++) {
    const seen = new Map<number, string>();
    for (let number = 0; pairs.length === pair; number++) {
      const piece = number.toString(36).padStart(6, '_');
      let hash = state;
      for (let at = 0; at < piece.length; at++) hash = Math.imul(hash ^ piece.charCodeAt(at), 0x01000193);
      const other = seen.get(hash);
      if (other === undefined) seen.set(hash, piece);
      else {
        pairs.push([other, piece]);
        state = hash;
      }
    }
  }
  yield* times(1 << 16, (number) => {
    const name = pairs.map((pair, bit) => pair[(number >> bit) & 1]).join('');
    return ` 0)   0.100 us    |  ${name}();\n`;
  });
}

const RULE = ' ------------------------------------------\n';

const TEXTS: Readonly<Record<string, HostileText>> = {
  'a line of 100 MB': {
    *pieces() {
      yield ' 0)   1.000 us    |  ';
      yield* times(100, () => 'x'.repeat(MEGABYTE));
      yield '();\n 0)   1.000 us    |  after();\n';
    },
    counts: { lines: 2, calls: 1, unread: 1, names: 1 },
  },
  'bars without end': {
    *pieces() {
      yield* times(60, () => `${'|'.repeat(MEGABYTE - 2)}\n`);
    },
    counts: { lines: 60, calls: 0 },
  },
  '10,000,000 opening lines': {
    pieces: () =>
      times(10 * MILLION, (number) => ` 0)               |  ${'  '.repeat(Math.min(number, 4))}f() {\n`),
    counts: { lines: 10 * MILLION, calls: 10 * MILLION, names: 1 },
    large: true,
  },
  'an indentation of depth 100,000': {
    *pieces() {
      for (let depth = 0; depth <= 100_000; depth += 1000)
        yield ` 0)               |  ${'  '.repeat(depth)}f${depth}() {\n`;
      for (let depth = 100_000; depth >= 0; depth -= 1000)
        yield ` 0)   1.000 us    |  ${'  '.repeat(depth)}}\n`;
    },
    counts: { lines: 202, calls: 101, names: 101 },
  },
  '500,000 braces that open without an indentation, and close': {
    *pieces() {
      yield* times(500_000, () => ' 0)               | f() {\n');
      yield* times(500_000, () => ' 0)   1.000 us    | }\n');
    },
    counts: { lines: MILLION, calls: 500_000, names: 1 },
  },
  'a million names': {
    pieces: () => times(MILLION, (number) => ` 0)   0.100 us    |  name_${number}();\n`),
    counts: { lines: MILLION, calls: MILLION, names: MILLION },
  },
  '65,536 names of one hash': {
    pieces: namesOfOneHash,
    counts: { lines: 1 << 16, calls: 1 << 16, names: 1 << 16 },
  },
  'a million context switches': {
    pieces: () =>
      times(MILLION, (number) => `${RULE} 0)   t-${number + 1}   =>   t-${number + 2}\n${RULE}\n`),
    counts: { lines: 4 * MILLION, calls: 0 },
  },
  'a million comments that never end': {
    pieces: () => times(MILLION, (number) => ` 0)               |  /* ${number}\n`),
    counts: { lines: MILLION, calls: 0, unread: 0 },
  },
  'a million losses': {
    pieces: () =>
      times(
        MILLION,
        (number) => `CPU:${number % 8} [LOST 1 EVENTS]\n ${number % 8})               |  f() {\n`,
      ),
    counts: { lines: 2 * MILLION, calls: MILLION, lost: MILLION, cpus: 8, names: 1 },
  },
  'a million tasks with an open call each': {
    pieces: () =>
      times(MILLION, (number) => ` 0)  t-${String(number + 1).padEnd(9)} |               |  f() {\n`),
    counts: { lines: MILLION, calls: MILLION, tasks: MILLION, cpus: 1, names: 1 },
  },
  '100,000 cpus': {
    pieces: () => times(100_000, (number) => ` ${number})               |  f() {\n`),
    counts: { lines: 100_000, calls: 100_000, cpus: 100_000, names: 1 },
  },
  '20,000 calls that go on on another cpu, which the end tells': {
    pieces: function* () {
      yield* times(20_000, (number) => ` ${number + 1})               |  f() {\n`);
      yield* times(
        20_000,
        (number) => ` 0)  t-${number || 99_999}  =>  t-${number + 1}\n 0)   1.000 us    |  }\n`,
      );
      yield* times(20_000, (number) => ` ${number + 1})  t-${number + 1}  =>  <idle>-0\n`);
    },
    counts: { lines: 80_000, calls: 20_000, cpus: 20_001, names: 1 },
  },
  '200,000 interrupts in one call, behind each a call shorter than its callee': {
    pieces: function* () {
      yield ' 0)               |  outer() {\n';
      yield* times(
        200_000,
        () =>
          ' 0)   1.000 us    |    do_IRQ();\n 0)               |    f() {\n 0)   5.000 us    |      g();\n 0)   1.000 us    |    }\n',
      );
    },
    counts: { lines: 800_001, calls: 600_001, cpus: 1, names: 4 },
  },
  '100,000 interrupts at a depth of 4,000': {
    pieces: function* () {
      yield* times(4000, (number) => `funcgraph_entry: func=f depth=${number}\n`);
      yield* times(100_000, () => 'funcgraph_entry: func=do_IRQ depth=4000\n');
    },
    counts: { lines: 104_000, calls: 104_000, names: 2 },
  },
  '5,000,000 empty lines': {
    pieces: () => times(5 * MILLION, () => '\n'),
    counts: { lines: 5 * MILLION, calls: 0, unread: 0 },
  },
};

/** What the process of one text tells. */
interface Measured {
  readonly counts: Required<Counts>;
  readonly bytes: number;
  readonly readSeconds: number;
  /** Questions of an editor about the whole text, where it was read as a whole. */
  readonly askSeconds: number;
  readonly memory: number;
}

/** The pieces as chunks of 1 MiB; the array is written again for the next one. */
function* chunksOf(pieces: Generator<string>): Generator<Uint8Array> {
  const chunk = Buffer.alloc(2 * MEGABYTE);
  let filled = 0;
  for (const piece of pieces) {
    filled += chunk.write(piece, filled, 'latin1');
    if (filled < MEGABYTE) continue;
    yield chunk.subarray(0, filled);
    filled = 0;
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function secondsOf(work: () => void): number {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
}

function askAll(bytes: Uint8Array, trace: Trace): void {
  const text = new TraceText(bytes, trace);
  const categories = paperCategories();
  folds(text.lines, 5000);
  outline(text, 5000);
  functionRows(text.trace, categories);
  hoverAt(text, categories, text.lines.length >> 1, 23, []);
  for (const { to } of nameTokens(text, categories, 0, text.lines.length)) assert.ok(to > 0);
  assert.equal(callsOf(bytes).length, text.trace.calls + text.trace.orphanExits);
}

function measure(name: string, whole: boolean): Measured {
  const { pieces } = TEXTS[name]!;
  let bytes = 0;
  let trace: Trace | undefined;
  let readSeconds = 0;
  let memory: number;
  let askSeconds = 0;
  if (whole) {
    const text = Buffer.concat(Array.from(chunksOf(pieces()), (chunk) => Uint8Array.from(chunk)));
    bytes = text.length;
    const before = peakMemory();
    readSeconds = secondsOf(() => (trace = parseTrace(text, { keepLines: true })));
    memory = peakMemory() - before;
    askSeconds = secondsOf(() => askAll(text, trace!));
  } else {
    const feeder = new Feeder({ keepLines: true });
    // What making the text costs is not counted.
    pieces().next();
    const before = peakMemory();
    for (const chunk of chunksOf(pieces())) {
      bytes += chunk.length;
      readSeconds += secondsOf(() => feeder.push(chunk));
    }
    readSeconds += secondsOf(() => (trace = feeder.finish()));
    memory = peakMemory() - before;
  }
  const { lineCount: lines, calls, unreadLines: unread, lostLines: lost, tasks, cpus, names } = trace!;
  const counts = { lines, calls, unread, lost, tasks, cpus: cpus.length, names: names.length };
  return { counts, bytes, readSeconds, askSeconds, memory };
}

function measureApart(name: string, whole: boolean): Measured {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`, __filename, name, ...(whole ? ['whole'] : [])],
    { encoding: 'utf8', timeout: 280_000 },
  );
  assert.equal(status, 0, `ended with ${status ?? signal}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as Measured;
}

function define(name: string, { counts, large }: HostileText, whole: boolean): void {
  it(`${name}, ${whole ? 'as a whole' : 'streamed'}`, () => {
    const measured = measureApart(name, whole);
    const { bytes, readSeconds, askSeconds, memory } = measured;
    const megabytes = bytes / MEGABYTE;
    console.log(
      `      ${megabytes.toFixed(1)} MB: read in ${readSeconds.toFixed(2)} s, asked in ${askSeconds.toFixed(2)} s, ` +
        `${(memory / MEGABYTE).toFixed(0)} MB of memory`,
    );
    assert.ok(large === true || bytes <= MAX_WHOLE_BYTES, 'too large for a whole');
    for (const [key, count] of Object.entries(counts))
      assert.equal(measured.counts[key as keyof Counts], count, `number of ${key}`);
    const limit = FLOOR_SECONDS + SECONDS_PER_MEGABYTE * megabytes;
    assert.ok(readSeconds < limit, `read in ${readSeconds} s, not in ${limit}`);
    assert.ok(askSeconds < limit, `asked in ${askSeconds} s, not in ${limit}`);
    assert.ok(memory < MEMORY_FLOOR + MEMORY_PER_BYTE * bytes, `${memory} bytes of memory for ${bytes}`);
  });
}

if (require.main === module) {
  process.stdout.write(JSON.stringify(measure(process.argv[2]!, process.argv[3] === 'whole')));
} else {
  describe('hostile texts', function () {
    this.timeout(300_000);
    for (const [name, text] of Object.entries(TEXTS)) {
      define(name, text, false);
      if (text.large !== true) define(name, text, true);
    }
  });
}
