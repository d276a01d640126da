/**
 * Damaged text: excerpts, most of them real, with bytes and lines deleted, doubled, inserted, swapped. Whatever the text, nothing throws,
 * and the fast reader reads what the plain one reads.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentOfCall } from '../../../server/src/core/analyse/callContent';
import { CallEdges } from '../../../server/src/core/analyse/callEdges';
import { topLevelCalls } from '../../../server/src/core/analyse/calls';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { summarize } from '../../../server/src/core/analyse/summary';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { compareFunctions } from '../../../server/src/core/compare/compareFunctions';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { folds } from '../../../server/src/core/present/folding';
import { hoverAt } from '../../../server/src/core/present/hover';
import { outline } from '../../../server/src/core/present/outline';
import { nameTokens } from '../../../server/src/core/present/tokens';
import { options, readRecording, reportMissing, samples } from '../../support/material';
import { assertNesting } from '../../support/nesting';
import { assertSameNumbers, assertSameTrace } from '../../support/sameTrace';

const RUNS = Number(process.env['FTRACE_FUZZ_RUNS'] ?? 8000);
const SEED = Number(process.env['FTRACE_FUZZ_SEED'] ?? 20181);
const EXCERPT_BYTES = 1600;

/** Bytes that mean something to the reader, and some that never should. */
const PIECES = [
  '\n', '\r\n', '\r', ' ', '  ', '\t', '|', '| ', ' | ', '|  ', '}', '{', ';', ' {', '();', '() {', '(', ')', '/*', '*/',
  ' */', '/* ', '\n */\n', '#', '# ', '+', '+ ', '! ', '$', '@', '*', '.', '..', '-', '--1', '-0', '-12', '0', '7', '42',
  '123456789', '0)', ' 1) ', '12345) ', '123456) ', 'us', ' us', ' us |', '0.123 us', '1.5 us    |', '99999999999999 us |',
  'd..1.', 'd_.1', '....', ' [ext4]', '[', ']', '=>', ' => ', '==========>', '<==========', 'a', 'Z', '_', 'foo();\n',
  ' 0)               |  foo() {\n', ' 0)               |  }\n', ' 1)   0.123 us    |    bar [m]();\n',
  ' 0)    ls-12276    |               |  foo() {\n', '  123.456789 |   0)   1.000 us    |  }\n', '   ls-12    |   1.000 us    |  }\n',
  '  } /* foo */\n', ' ------------------------------------------\n', ' 0)   bash-3173    =>    <idle>-0   \n',
  'CPU:0 [LOST 12 EVENTS]\n', 'CPU:1 [LOST EVENTS]\n', '# tracer: function_graph\n', '# tracer: function\n',
  '            bash-939   [003]  1234.567890: funcgraph_entry:        0.123 us   |    foo();\n', ' (Overruns: 0)\n',
  '\u0000', '\u001b[31m', '\u00a0', '\ufeff', 'ünïc', '\u{1f427}',
].map((piece) => new TextEncoder().encode(piece)); // prettier-ignore

/** A mutation: what, where and how far, as numbers below 2^16 that are scaled to the text. */
type Mutation = readonly [kind: number, at: number, length: number, choice: number];

function splice(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - remove + insert.length);
  result.set(bytes.subarray(0, at));
  result.set(insert, at);
  result.set(bytes.subarray(at + remove), at + insert.length);
  return result;
}

/** [from, to) of the line that holds `at`, with its newline. */
function lineAround(bytes: Uint8Array, at: number): [number, number] {
  const from = bytes.lastIndexOf(0x0a, at - 1) + 1;
  const newline = bytes.indexOf(0x0a, at);
  return [at === 0 ? 0 : from, newline < 0 ? bytes.length : newline + 1];
}

function mutate(bytes: Uint8Array, [kind, where, length, choice]: Mutation): Uint8Array {
  const at = Math.floor((where / 0x10000) * (bytes.length + 1));
  const few = Math.min(1 + (length % 24), bytes.length - at);
  const [from, to] = lineAround(bytes, at);
  const none = new Uint8Array(0);
  switch (kind) {
    case 0:
      return splice(bytes, at, few, none);
    case 1:
      return splice(bytes, at, 0, bytes.slice(at, at + few));
    case 2:
      return splice(bytes, at, 0, PIECES[choice % PIECES.length]!);
    case 3:
      return splice(bytes, at, Math.min(1, bytes.length - at), Uint8Array.of(choice & 0xff));
    case 4:
      return splice(bytes, from, to - from, none);
    case 5:
      return splice(bytes, to, 0, bytes.slice(from, to));
    case 6: {
      const other = Math.floor((choice / 0x10000) * bytes.length);
      return splice(bytes, from, 0, bytes.slice(...lineAround(bytes, other)));
    }
    case 7: {
      const piece = PIECES[choice % PIECES.length]!;
      return splice(bytes, at, Math.min(piece.length, bytes.length - at), piece);
    }
    default:
      return bytes.subarray(0, at);
  }
}

/** The same few calls in every combination of columns, as the kernel prints them. */
function drawnExcerpts(): Uint8Array[] {
  const columns = [
    ['', '   12.345678 |  '],
    ['', ' 3) '],
    ['', '   bash-939    | ', '     |-17      | '],
    ['', ' d..1. | '],
  ];
  const prefixes = columns.reduce(
    (all, column) => all.flatMap((prefix) => column.map((more) => prefix + more)),
    [''],
  );
  const body = (entry: string, leaf: string, exit: string): string[] => [
    `${entry}do_sys_open() {`,
    `${leaf}  getname_flags [vfs](a=0x1, b=2 [B_TWO]); /* ret=0x0 */`,
    `${entry}  vfs_read() {`,
    `${leaf}    kfree();`,
    `${leaf}    ext4_sync_file [ext4]();`,
    `${entry}    /* sched_switch: prev_comm=bash */`,
    `${exit}  } /* vfs_read */`,
    `${exit}}`,
  ];
  const blank = '              |  ';
  return prefixes.flatMap((prefix) =>
    [body(blank, '  0.123 us    |  ', '* 25039.11 us |  '), body('', '', '')].map((lines) =>
      new TextEncoder().encode(
        lines
          .map((line) => `${prefix}${line}\n`)
          .join('')
          .repeat(4),
      ),
    ),
  );
}

function excerpts(): Uint8Array[] {
  const recordings = [...samples, ...options.filter(({ name }) => /fulltrace|6\.1-arm64/.test(name))];
  const real = recordings.flatMap((recording) => {
    const bytes = readRecording(recording);
    const middle = bytes.indexOf(0x0a, bytes.length >> 1) + 1;
    return [bytes.subarray(0, EXCERPT_BYTES), bytes.subarray(middle, middle + EXCERPT_BYTES)];
  });
  return [...drawnExcerpts(), ...real].filter(({ length }) => length > 0);
}

describe('damaged text', function () {
  this.timeout(120_000);
  const categories = paperCategories();
  let material: Uint8Array[];

  before(() => {
    reportMissing('damaged option recordings', options.length === 0);
    material = excerpts();
  });

  const word = fc.nat(0xffff);
  const damage = fc.tuple(
    word,
    word,
    fc.array(fc.tuple(fc.nat(8), word, word, word), { minLength: 1, maxLength: 8 }),
  );
  /** The text that a case stands for: an excerpt, sometimes with another one behind, damaged. */
  const textOf = ([first, second, mutations]: [number, number, Mutation[]]): Uint8Array => {
    const begin = material[first % material.length]!;
    const text =
      second % 3 === 0 ? splice(begin, begin.length, 0, material[second % material.length]!) : begin;
    return mutations.reduce(mutate, text);
  };

  it('is read the same by the fast and the plain reader, whole and in chunks, and nests', () => {
    fc.assert(
      fc.property(damage, fc.integer({ min: 1, max: 200 }), (drawn, chunk) => {
        const bytes = textOf(drawn);
        const text = JSON.stringify(Buffer.from(bytes).toString('latin1'));
        const trace = parseTrace(bytes, { keepLines: true });
        assertSameTrace(trace, parseTrace(bytes, { keepLines: true, plain: true }), `fast, plain: ${text}`);
        assertSameTrace(
          trace,
          parseTrace(bytes, { keepLines: true, simd: 'always' }),
          `WebAssembly: ${text}`,
        );
        assertNesting(trace, text);
        const feeder = new Feeder({ keepLines: false });
        for (let at = 0; at < bytes.length; at += chunk) feeder.push(bytes.subarray(at, at + chunk));
        assertSameNumbers(feeder.finish(), trace, `chunks of ${chunk}: ${text}`);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('makes nothing throw', () => {
    fc.assert(
      fc.property(damage, word, word, (drawn, line, column) => {
        const bytes = textOf(drawn);
        const trace = parseTrace(bytes, { keepLines: true });
        const text = new TraceText(bytes, trace);
        const lines = text.lines;
        const at = line % (lines.length + 1);
        hoverAt(text, categories, at, column % 90, [{ label: 'other', trace }]);
        summarize(trace, categories);
        functionRows(trace, categories);
        compareFunctions(trace, trace, categories);
        folds(lines, 50);
        outline(text, 50);
        for (const token of nameTokens(text, categories, 0, lines.length)) assert.ok(token.to > token.from);
        const column_ = categories.column(trace.names);
        for (const call of topLevelCalls(lines, 5)) contentOfCall(trace, lines, column_, call, 3);
        if (trace.names.length > 0) new CallEdges(lines).of(line % trace.names.length);
      }),
      { numRuns: Math.ceil(RUNS / 3), seed: SEED },
    );
  });
});
