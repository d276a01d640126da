/** What is read by windows is what the whole text says. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { LineKind } from '../../server/src/core/model/lineKind';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';
import { lineParts } from '../../server/src/core/view/lineParts';
import { LinesInOrder } from '../../server/src/worker/linesInOrder';
import { LineWindows } from '../../server/src/worker/lineWindows';
import { TextFile } from '../../server/src/worker/textFile';
import type { LinedTrace } from '../../server/src/worker/traceIndexer';
import { viewRow } from '../../server/src/worker/viewRows';
import { suiteFolder } from '../protocol/support';
import { bytesOf } from '../support/drawing';
import { randomNumbers } from '../support/random';
import { repositoryRoot } from '../support/repository';
import { mixedText } from '../core/view/support';

const goldenFolder = path.join(repositoryRoot, 'test', 'golden');
const texts: [string, Uint8Array][] = fs
  .readdirSync(goldenFolder)
  .filter((name) => name.endsWith('.trace'))
  .map((name) => [name, fs.readFileSync(path.join(goldenFolder, name))]);
/** Lines that a mail program has cut in two, CRLF, a long line, no line break at the end. */
const wrapped = mixedText(12_000, 8)
  .split('\n')
  .map((line, at) => (at % 5 === 0 ? line.replace(/us +\|.*;| \{$/, '\n$&') : line))
  .map((line, at) => (at % 11 === 0 ? `${line}\r` : at === 500 ? 'x'.repeat(50_000) : line))
  .join('\n');
texts.push(['wrapped lines', bytesOf(`${wrapped} 0)   1.000 us    |  last();`)]);

describe('windows of lines', () => {
  const folder = suiteFolder();
  const look = { tokenType: () => 0, query: undefined, isHit: () => false };

  it('are tested with lines that were cut in two', () => {
    const { kinds } = parseTrace(texts.at(-1)![1], { keepLines: true });
    assert.ok(kinds[LineKind.Piece]! > 100, String(kinds[LineKind.Piece]));
  });

  for (const [name, bytes] of texts) {
    it(`of ${name} say what the whole text says`, () => {
      const file = TextFile.open(folder.write('a.trace', bytes));
      const trace = parseTrace(bytes, { keepLines: true }) as LinedTrace;
      const whole = new TraceText(bytes, trace);
      const windows = new LineWindows(file, trace);
      const inOrder = new LinesInOrder(file, trace);
      const random = randomNumbers(1);
      const isShort = (line: number): boolean =>
        line + 1 >= trace.lines.length || trace.lines.offset(line + 1) - trace.lines.offset(line) < 10_000;
      for (const share of [1, 3, 200]) {
        const lines = [...Array(trace.lines.length).keys()].filter(
          (line) => random(share) === 0 && isShort(line),
        );
        const seen: number[] = [];
        windows.each(lines, (text, line) => {
          seen.push(line);
          assert.deepEqual(viewRow(text, line, look), viewRow(whole, line, look), `line ${line + 1}`);
          assert.deepEqual(lineParts(text, line), lineParts(whole, line), `line ${line + 1}`);
        });
        assert.deepEqual(seen, lines);
        for (const line of lines) {
          const { cpu, depth, durationNs, kind, pid } = inOrder.read(line);
          const expected = whole.read(line);
          assert.deepEqual(
            [kind, cpu, pid, depth, durationNs],
            [expected.kind, expected.cpu, expected.pid, expected.depth, expected.durationNs],
            `line ${line + 1} in order`,
          );
        }
      }
      file.close();
    });
  }
});

describe('a file that is read by windows', () => {
  const folder = suiteFolder();

  it('is refused where it has no positions, without waiting for it', function () {
    const pipe = folder.path('pipe');
    if (process.platform === 'win32' || spawnSync('mkfifo', [pipe]).status !== 0) this.skip();
    assert.throws(() => TextFile.open(pipe), /no file with positions; save its text/);
  });

  it('is not read any more when it is closed: its number may be another file’s', () => {
    const file = TextFile.open(folder.write('a.trace', 'text'));
    assert.equal(Buffer.from(file.read(1, 3)).toString(), 'ex');
    assert.equal(file.read(2, 100).length, 2, 'what there is');
    file.close();
    assert.throws(() => file.read(0, 1), /closed/);
  });
});
