import assert from 'node:assert/strict';
import { DocumentParse } from '../../../server/src/core/parse/documentParse';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { ChunkedText, type TextChange } from '../../../server/src/core/text/chunkedText';
import { assertPlainTrace } from '../../support/plainTrace';
import { randomNumbers } from '../../support/random';

/** A call with callees, some of them of more than 4.29 s; two tasks take turns. */
const CALLS = [
  ' 0)  bash-11      |               |  outer() {',
  ' 0)  bash-11      |   0.500 us    |    inner();',
  ' 0)  bash-11      |               |    middle() {',
  ' 0)  bash-11      | $ 5123456.100 us |    }',
  ' 0)  bash-11      |   9.000 us    |  }',
  ' 1)  sh-22        |   1.250 us    |  other();',
  ' 1)  sh-22        |               |  never_ends() {',
];

describe('lines of a long text that is edited', () => {
  it('move over the borders of their blocks', () => {
    const next = randomNumbers(9);
    // More than three blocks of 32,768 lines.
    let text = ChunkedText.of(`${CALLS.join('\n')}\n`.repeat(16_000));
    const parse = new DocumentParse({});
    const update = (): void => {
      const steps = parse.update(text);
      while (steps.next().done !== true);
    };
    update();
    const some = (lines: number): string => `${CALLS[next(CALLS.length)]!}\n`.repeat(lines);
    for (let edit = 0; edit < 8; edit++) {
      // Near the border of a block, in the first lines, and anywhere.
      const line = [32_768 * (1 + next(3)) - next(40), next(20), next(text.lineCount)][edit % 3]!;
      const start = { line, character: 0 };
      const changes: TextChange[] = [
        { range: { start, end: start }, text: some(1 + next(3)) },
        { range: { start, end: start }, text: some(400) },
        { range: { start, end: { line: line + 1 + next(500), character: 0 } }, text: '' },
        { range: { start, end: { line: line + 1, character: 0 } }, text: some(1) },
      ];
      text = text.change(changes[next(changes.length)]!);
      update();
      const { bytes, at } = text.range(0, text.length);
      const expected = parseTrace(bytes.subarray(at, at + text.length), { keepLines: true });
      assertPlainTrace(parse.keep()!, expected);
    }
    assert.ok(parse.fullParses < 5, `${parse.fullParses} of 9 parses were full`);
  }).timeout(60_000);
});
