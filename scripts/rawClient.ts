/** A client of the bundled language server for measurements: it sends requests and waits, and holds nothing else. */
import { spawn } from 'node:child_process';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';

/** A running server, and how to end it. */
export interface RawServer {
  readonly connection: ProtocolConnection;
  /** Process id of the server. */
  readonly pid: number;
  stop(): void;
}

/** Starts the server bundle `module` and initializes it. `settings`: what is below `ftrace`. */
export async function startServer(module: string, settings: object = {}): Promise<RawServer> {
  const child = spawn(process.execPath, [module, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const initializationOptions = { commands: true, settings };
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    pid: child.pid!,
    stop: () => {
      connection.dispose();
      child.kill();
    },
  };
}

/** Opens `text` as the trace `uri`. */
export function openText({ connection }: RawServer, uri: string, text: string): Promise<void> {
  return connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'ftrace', version: 1, text },
  });
}

/** Milliseconds that `run` took, and what it gave. */
export async function timed<T>(run: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await run();
  return { ms: performance.now() - start, value };
}

/** Some times in milliseconds: that of the first request apart, as it may fill what the others find. */
export function summaryOf(times: readonly number[]): {
  readonly first: number;
  readonly median: number;
  readonly worst: number;
} {
  const sorted = [...times].sort((a, b) => a - b);
  return { first: times[0]!, median: sorted[sorted.length >> 1]!, worst: sorted.at(-1)! };
}
