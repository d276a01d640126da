/**
 * For bench.mjs: how long a hover in an open document takes while the view indexes a large file. Prints JSON: median and
 * worst in milliseconds.
 */
import { readFileSync } from 'node:fs';
import { DidOpenTextDocumentNotification, HoverRequest } from 'vscode-languageserver-protocol/node';
import { medianAndWorst, ViewClient } from './viewClient';

/** A hover begins so long after the one before. */
const PAUSE_MS = 20;

async function measure(large: string, open: string): Promise<object> {
  const client = new ViewClient();
  await client.initialize();
  const uri = 'file:///open.trace';
  const text = readFileSync(open, 'utf8');
  await client.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'ftrace', version: 1, text },
  });
  const line = text.split('\n').findIndex((each) => each.includes('();'));
  const position = { line, character: text.split('\n')[line]!.indexOf('();') - 2 };
  const hover = async (): Promise<number> => {
    const begun = performance.now();
    const answer = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position,
    });
    if (answer === null) throw new Error('there is no hover');
    return performance.now() - begun;
  };
  const idle: number[] = [];
  await hover();
  for (let count = 0; count < 50; count++) idle.push(await hover());
  const id = await client.open(large);
  const times: number[] = [];
  let over = false;
  void client.until(id, ({ phase }) => phase !== 'indexing').then(() => (over = true));
  while (!over) {
    times.push(await hover());
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  client.end();
  return { hovers: times.length, indexing: medianAndWorst(times), idle: medianAndWorst(idle) };
}

void measure(process.argv[2] ?? '', process.argv[3] ?? '').then((figures) =>
  process.stdout.write(`${JSON.stringify(figures)}\n`),
);
