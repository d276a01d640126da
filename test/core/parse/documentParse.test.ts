/** The law of edits: what is known after any edits is what a parser says that reads the text for the first time. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { summarize } from '../../../server/src/core/analyse/summary';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { paperCategories } from '../../../server/src/core/classify/categories';
import type { Trace } from '../../../server/src/core/model/trace';
import { DocumentParse } from '../../../server/src/core/parse/documentParse';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { folds } from '../../../server/src/core/present/folding';
import { hoverAt } from '../../../server/src/core/present/hover';
import { callLens, fileLens } from '../../../server/src/core/present/lenses';
import { outline } from '../../../server/src/core/present/outline';
import { reportProblems } from '../../../server/src/core/present/problems';
import { nameTokens } from '../../../server/src/core/present/tokens';
import { ChunkedText, type TextChange } from '../../../server/src/core/text/chunkedText';
import { options, readRecording, reportMissing, samples, scenarios } from '../../support/material';
import { assertPlainTrace, plainTrace } from '../../support/plainTrace';

const RUNS = Number(process.env['FTRACE_EDIT_RUNS'] ?? 250);
const SEED = Number(process.env['FTRACE_EDIT_SEED'] ?? Date.now() % 0x7fffffff);
/** Every so many of the recordings: they are alike in groups. */
const EVERY = Number(process.env['FTRACE_EDIT_EVERY'] ?? 40);
/** Lines of a recording from which excerpts are taken. */
const MAX_LINES = 1200;

const categories = paperCategories();

/** Lines and pieces of lines that people, tools and damage put into traces. */
const PIECES = [
  ...[
    'x',
    ' ',
    '{',
    '}',
    ';',
    '|',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    'é',
    '😀',
    '\ud83d',
    '\ude00',
    '\ufeff',
    '0)',
  ],
  ...['/* foo */', 'CPU:0 [LOST 12 EVENTS]\n', 'CPU:1 [LOST 3 EVENTS]\n', '/* a comment that\n', '--\n'],
  '# tracer: function_graph\n#\n# CPU  DURATION                  FUNCTION CALLS\n',
  '# tracer: irqsoff\n',
  ' 0)   ==========> |\n',
  ' 0)   <========== |\n',
  ' 0)   0.100 us    |  asm_sysvec_apic_timer_interrupt();\n',
  ' 0)               |    asm_sysvec_apic_timer_interrupt() {\n',
  ' ------------------------------------------\n 0)  bash-11  =>  sh-22\n ------------------------------------------\n',
  ' 1)  sh-22  =>   <idle>-0   \n',
  ' 0)               |  do_x() {\n',
  ' 0)   5.000 us    |  }\n',
  ' 0)   5.000 us    |  } /* do_x */\n',
  ' 3)   0.500 us    |    }\n',
  ' 0)               |  0xffffffff81234567() {\n',
  ' 0)   1.000 us    |    ext4_x [ext4]();\n',
  ' 0) 5123456.100 us |  slow();\n',
  ' 0)   2.000 us    |                                very_deep();\n',
  'a line that says nothing\n',
  '    foo() {\n',
  '  bar();\n',
  '    foo()\n',
];

/** Numbers below a million, to be taken modulo what there is. */
const any = fc.nat(999_999);
const step = fc.record({
  how: fc.constantFrom(
    'type',
    'typeAtLine',
    'erase',
    'eraseLines',
    'paste',
    'range',
    'join',
    'rename',
    'all',
  ),
  line: any,
  column: fc.oneof(fc.nat(70), fc.constantFrom(0, 1_000_000)),
  length: fc.nat(3),
  source: any,
  piece: fc.constantFrom(...PIECES),
  // Several changes may come between two parses.
  parsed: fc.integer({ min: 0, max: 3 }),
});
type Step = ReturnType<(typeof step)['generate']>['value'];

const session = fc.record({
  material: any,
  from: any,
  lines: fc.integer({ min: 0, max: 200 }),
  ended: fc.boolean(),
  crlf: fc.integer({ min: 0, max: 5 }),
  chunk: fc.constantFrom(40, 200, 1000, 4000),
  simd: fc.constantFrom('always' as const, 'never' as const),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});

/** What a step does to a document; `lines` are those of the recording. */
function changeOf(drawn: Step, document: TextDocument, lines: readonly string[]): TextChange {
  const { how, column: character, length, piece } = drawn;
  const line = drawn.line % (document.lineCount + 1);
  const at = { line, character };
  const some = (count: number): string[] => {
    const from = drawn.source % lines.length;
    return lines.slice(from, from + count);
  };
  switch (how) {
    case 'type':
      return { range: { start: at, end: at }, text: piece };
    case 'typeAtLine':
      return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text: piece };
    case 'erase':
      return { range: { start: at, end: { line, character: character + 1 + length } }, text: '' };
    case 'eraseLines':
      return {
        range: { start: { line, character: 0 }, end: { line: line + 1 + length, character: 0 } },
        text: '',
      };
    case 'paste': {
      const end = { line: line + (length === 3 ? 1 : 0), character: 0 };
      return { range: { start: { line, character: 0 }, end }, text: `${some(1 + 2 * length).join('\n')}\n` };
    }
    case 'range':
      // Either end may be the first.
      return { range: { start: at, end: { line: drawn.source % (line + 3), character: 10 } }, text: piece };
    case 'join':
      return {
        range: { start: { line, character: 1_000_000 }, end: { line: line + 1, character: 0 } },
        text: '',
      };
    case 'rename': {
      const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
      const name = /[A-Za-z_]\w+(?=\()/.exec(text);
      const from = name?.index ?? 0;
      const end = { line, character: from + (name?.[0].length ?? 0) };
      const names = ['foo', 'schedule', '', '0xffffffff81000000', 'asm_common_interrupt', 'do_syscall_64'];
      return { range: { start: { line, character: from }, end }, text: names[drawn.source % names.length]! };
    }
    case 'all':
      return { text: length === 0 ? '' : some(10 * length).join('\n') };
  }
}

function drain<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** What people see of a trace. */
function rendered(trace: Trace, text: Uint8Array | ChunkedText): unknown {
  const { lines } = trace;
  const whole = new TraceText(text, trace);
  if (trace.verdict.kind !== 'graph') return trace.verdict;
  const places = Array.from({ length: 6 }, (_, index) => Math.floor((index * lines!.length) / 6));
  return {
    summary: summarize(trace, categories),
    functions: functionRows(trace, categories).map(({ id: _, ...row }) => row),
    file: fileLens(trace, categories),
    problems: reportProblems(trace),
    folds: folds(lines!, 1000),
    outline: outline(whole, 100),
    tokens: [...nameTokens(whole, categories, 0, 100)],
    hovers: places.flatMap((line) =>
      [2, 24, 30].map((column) => hoverAt(whole, categories, line, column, [])?.markdown),
    ),
    lenses: outline(whole, 5).map(({ startLine }) => callLens(whole, categories, startLine)),
  };
}

describe('a text that is edited', () => {
  const recordings = [...options, ...scenarios].filter((_, index) => index % EVERY === 0);
  reportMissing('edits of recordings', recordings.length === 0);
  const materials = [...samples, ...recordings].map((recording) =>
    Buffer.from(readRecording(recording)).toString().split('\n', MAX_LINES),
  );
  let edits = 0;
  let full = 0;

  /** Fails where anything is not as a parser says that reads the text anew. */
  function check({
    material,
    from,
    lines: count,
    ended,
    crlf,
    chunk,
    simd,
    steps,
  }: typeof session extends fc.Arbitrary<infer T> ? T : never): void {
    const lines = materials[material % materials.length]!;
    const begin = (from % 3 === 0 ? 0 : from) % Math.max(1, lines.length - count);
    const text = lines.slice(begin, begin + count).join(crlf === 0 ? '\r\n' : '\n') + (ended ? '\n' : '');
    let document = TextDocument.create('file:///a', '', 0, text);
    let chunked = ChunkedText.of(text, chunk);
    const parse = new DocumentParse({ simd });
    drain(parse.update(chunked));
    const before = parse.fullParses;
    let kept: { trace: Trace; said: unknown } | undefined;
    for (const [index, drawn] of steps.entries()) {
      const change = changeOf(drawn, document, lines);
      chunked = chunked.change(change);
      // Made anew: after `\r` its own lines are not always those of its text.
      const changed = TextDocument.update(document, [change], index + 1).getText();
      document = TextDocument.create('file:///a', '', index + 1, changed);
      assert.equal(chunked.toString(), changed);
      assert.equal(chunked.lineCount, document.lineCount);
      if (drawn.parsed === 0) continue;
      const bytes = new TextEncoder().encode(changed);
      const expected = parseTrace(bytes, { keepLines: true });
      const trace = drain(parse.update(chunked));
      edits++;
      assertPlainTrace(trace, expected);
      assert.deepEqual(rendered(trace, chunked), rendered(expected, bytes));
      if (kept !== undefined) assert.deepEqual(plainTrace(kept.trace), kept.said, 'kept');
      kept = drawn.parsed === 1 ? { trace: parse.keep()!, said: plainTrace(trace) } : undefined;
    }
    full += parse.fullParses - before;
  }

  it(`is known as if it was read anew (FTRACE_EDIT_SEED=${SEED})`, function () {
    this.timeout(Infinity);
    fc.assert(fc.property(session, check), { numRuns: RUNS, seed: SEED });
    // Most edits are parsed in part: else this would show nothing.
    assert.ok(full < edits / 2, `${full} of ${edits} edits were parsed in full`);
  });
});
