/**
 * For bench.mjs: what a one-line edit costs in the first megabytes of a trace, against TextDocument.update of the same
 * change alone. Prints JSON.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { DocumentParse } from '../server/src/core/parse/documentParse';
import { ChunkedText } from '../server/src/core/text/chunkedText';

const BYTES = 20_000_000;
const WARM_UP = 60;
const PAIRS = 25;

/** Milliseconds. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

const [file = '', bytes = String(BYTES)] = process.argv.slice(2);
const text = readBeginning(file, Number(bytes));
let chunked = ChunkedText.of(text);
const parse = new DocumentParse({});
drain(parse.update(chunked));
let document = TextDocument.create('file:///trace', 'ftrace', 1, text);

process.stdout.write(
  `${JSON.stringify({ bytes: chunked.length, lines: chunked.lineCount, within: measure('x', 30), inserted: measure(' \n', 0), fullParses: parse.fullParses })}\n`,
);

/** Inserts and takes away again `inserted` at a column of lines all over the text; both are edits that are measured. */
function measure(inserted: string, character: number): Record<string, unknown> {
  const own: Cost[] = [];
  const theirs: Cost[] = [];
  for (let pair = 0; pair < WARM_UP + PAIRS; pair++) {
    const line = Math.floor(((0.1 + 0.8 * ((pair * 0.618) % 1)) * document.lineCount) | 0);
    const start = { line, character };
    const newLines = inserted.split('\n').length - 1;
    const end =
      newLines > 0
        ? { line: line + newLines, character: 0 }
        : { line, character: character + inserted.length };
    for (const change of [
      { range: { start, end: start }, text: inserted },
      { range: { start, end }, text: '' },
    ]) {
      const ownCost = costOf(() => {
        chunked = chunked.change(change);
        drain(parse.update(chunked));
      });
      const theirCost = costOf(() => {
        document = TextDocument.update(document, [change satisfies TextDocumentContentChangeEvent], pair + 2);
      });
      if (pair < WARM_UP) continue;
      own.push(ownCost);
      theirs.push(theirCost);
    }
  }
  return {
    pairs: own.length,
    ms: medianOf(own),
    textDocumentMs: medianOf(theirs),
    ratio: {
      wall: median(own.map(({ wall }, pair) => wall / theirs[pair]!.wall)),
      cpu: median(own.map(({ cpu }, pair) => cpu / theirs[pair]!.cpu)),
    },
  };
}

function costOf(work: () => void): Cost {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  work();
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

function medianOf(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(1000 * sorted[sorted.length >> 1]!) / 1000;
}

function drain<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Whole lines. */
function readBeginning(path: string, limit: number): string {
  const buffer = Buffer.alloc(limit);
  const handle = openSync(path, 'r');
  const read = readSync(handle, buffer, 0, limit, 0);
  closeSync(handle);
  return buffer.toString('utf8', 0, buffer.lastIndexOf(0x0a, read - 1) + 1);
}
