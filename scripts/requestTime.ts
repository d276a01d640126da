/**
 * For bench.mjs: how long the server takes to answer what an editor asks of a trace of 49 MB, which is about the largest
 * that VS Code gives to extensions. Milliseconds from the request to the answer, the way through the pipe included; what
 * that costs alone is in `nothing`.
 *
 *   node requestTime.js TRACE [dist/server.js]
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CodeLens, Hover, SemanticTokens } from 'vscode-languageserver-protocol';
import { openText, startServer, summaryOf, timed } from './rawClient';

const [, , file = '', module = path.join(__dirname, '..', '..', 'dist', 'server.js')] = process.argv;
const MOST_BYTES = 49 << 20;
/** How long somebody looks at a trace before the first hover. */
const LOOK_MS = 1000;
/** Lines of one screen and what an editor asks beyond it. */
const SCREEN = 200;
/** Places that are asked about, at equal distances from the first line to the last. */
const PLACES = 200;
const URI = 'file:///measured.trace';
const NAME = /([A-Za-z_][\w.]*)(?: \[\w+\])?\(/;
const DURATION = /\d us(?= +\|  +\})/;

async function main(): Promise<void> {
  const bytes = readFileSync(file).subarray(0, MOST_BYTES);
  const text = bytes.subarray(0, bytes.lastIndexOf(10) + 1).toString();
  const lines = text.split('\n');
  const server = await startServer(module);
  const { connection } = server;
  const textDocument = { uri: URI };

  const ask = async <T>(method: string, params: readonly object[]): Promise<number[]> => {
    const times: number[] = [];
    for (const param of params) {
      const { ms, value } = await timed(() => connection.sendRequest<T | null>(method, param));
      if (value === null) throw new Error(`${method} answers nothing to ${JSON.stringify(param)}`);
      times.push(ms);
    }
    return times;
  };
  const nothing: number[] = [];
  for (let time = 0; time < PLACES; time++) {
    const position = { line: 0, character: 0 };
    const params = { textDocument: { uri: 'file:///none' }, position };
    nothing.push((await timed(() => connection.sendRequest('textDocument/hover', params))).ms);
  }

  await openText(server, URI, text);
  // The first answer waits for the parse, which is measured elsewhere. Nobody points at a name in the same moment.
  const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
  await setTimeout(LOOK_MS);
  const firstHover = await ask<Hover>('textDocument/hover', positions(lines, NAME).slice(0, 1));
  const result = {
    bytes: text.length,
    lines: lines.length,
    nothing: summaryOf(nothing),
    hoverName: summaryOf([
      ...firstHover,
      ...(await ask<Hover>('textDocument/hover', positions(lines, NAME))),
    ]),
    hoverDuration: summaryOf(await ask<Hover>('textDocument/hover', positions(lines, DURATION))),
    lensResolve: summaryOf(await ask<CodeLens>('codeLens/resolve', lenses)),
    tokens: summaryOf(await ask<SemanticTokens>('textDocument/semanticTokens/range', screens(lines.length))),
  };
  server.stop();
  process.stdout.write(JSON.stringify(result));
}

/** Places all over the text at which the pattern matches. */
function positions(lines: readonly string[], pattern: RegExp): object[] {
  const found: object[] = [];
  for (let place = 0; place < PLACES; place++) {
    const begin = Math.floor((place * lines.length) / PLACES);
    const line = lines.findIndex((text, index) => index >= begin && pattern.test(text));
    if (line < 0) continue;
    const character = pattern.exec(lines[line]!)!.index;
    found.push({ textDocument: { uri: URI }, position: { line, character } });
  }
  return found;
}

/** Ranges of one screen all over the text. */
function screens(lines: number): object[] {
  return Array.from({ length: PLACES }, (_, place) => {
    const line = Math.floor((place * (lines - SCREEN)) / PLACES);
    const start = { line, character: 0 };
    return { textDocument: { uri: URI }, range: { start, end: { line: line + SCREEN - 1, character: 0 } } };
  });
}

void main();
