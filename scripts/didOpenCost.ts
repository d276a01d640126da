/**
 * For bench.mjs: what the index of a document costs, from its text to all that the server keeps, against the JSON of the
 * message `didOpen` that brings it: written by the editor, read by the server. CPU seconds, interleaved, and the median of
 * their ratios.
 *
 *   node didOpenCost.js TRACE BYTES ROUNDS
 */
import { readFileSync } from 'node:fs';
import { DocumentParse } from '../server/src/core/parse/documentParse';
import { ChunkedText } from '../server/src/core/text/chunkedText';

const [, , file = '', bytes = '20000000', rounds = '7'] = process.argv;
/** Before the first round that counts: the code is compiled by then. */
const WARM_UP = 5;

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

/** As a server has it: where no document is left, V8 drops the code that was compiled for its objects, too. */
let open: DocumentParse;
const index: number[] = [];
const json: number[] = [];
const written: number[] = [];
for (let round = -WARM_UP; round < Number(rounds); round++) {
  const indexed = cpuSeconds(() => {
    const document = ChunkedText.of(text);
    open = new DocumentParse({});
    for (const parsing = open.update(document); parsing.next().done !== true;);
  });
  const parsed = cpuSeconds(() => void JSON.parse(new TextDecoder().decode(message)));
  const sent = cpuSeconds(() => void new TextEncoder().encode(JSON.stringify(didOpen)));
  if (round < 0) continue;
  index.push(indexed);
  json.push(parsed);
  written.push(sent);
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const ratio = median(index.map((seconds, round) => seconds / (json[round]! + written[round]!)));
process.stdout.write(
  JSON.stringify({ index: median(index), json: median(json), written: median(written), ratio }),
);
