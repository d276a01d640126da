/**
 * For bench.mjs: what the index of a document costs, against what the protocol itself costs: the message `didOpen` as it
 * arrives, decoded and read by JSON.parse. CPU seconds of both, interleaved, and the median of their ratios. What the
 * editor pays to write the message is in `written`; it is no part of the ratio.
 *
 *   node didOpenCost.js TRACE BYTES ROUNDS
 */
import { readFileSync } from 'node:fs';
import { DocumentParse } from '../server/src/core/parse/documentParse';
import { ChunkedText } from '../server/src/core/text/chunkedText';

const [, , file = '', bytes = '20000000', rounds = '7'] = process.argv;
/** Before the first round that counts: the code is compiled by then. */
const WARM_UP = 2;

const part = readFileSync(file).subarray(0, Number(bytes));
const text = part.subarray(0, part.lastIndexOf(10) + 1).toString();
const didOpen = {
  jsonrpc: '2.0',
  method: 'textDocument/didOpen',
  params: { textDocument: { uri: 'file:///measured.trace', languageId: 'ftrace', version: 1, text } },
};
const message = new TextEncoder().encode(JSON.stringify(didOpen));

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const index: number[] = [];
const json: number[] = [];
const written: number[] = [];
for (let round = -WARM_UP; round < Number(rounds); round++) {
  // As the server does it: the text of the document is written to bytes first.
  const indexed = cpuSeconds(() => {
    const document = ChunkedText.of(text);
    for (const parsing = new DocumentParse({}).update(document); parsing.next().done !== true;);
  });
  const parsed = cpuSeconds(() => void JSON.parse(new TextDecoder().decode(message)));
  const sent = cpuSeconds(() => void new TextEncoder().encode(JSON.stringify(didOpen)));
  if (round < 0) continue;
  index.push(indexed);
  json.push(parsed);
  written.push(sent);
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const ratio = median(index.map((seconds, round) => seconds / json[round]!));
process.stdout.write(
  JSON.stringify({ index: median(index), json: median(json), written: median(written), ratio }),
);
