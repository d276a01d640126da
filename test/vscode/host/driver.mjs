// The way from a test, which runs in the extension host, to the page.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/**
 * Answers a POST of `{ command, args }` with `{ ok: true, value }` or `{ ok: false, error }`.
 * @param {Record<string, (args: any) => unknown>} commands
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startDriver(commands) {
  const server = createServer(async (request, response) => {
    const reply = await answer(commands, request);
    response.end(JSON.stringify(reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}

/**
 * @param {Record<string, (args: any) => unknown>} commands
 * @param {import('node:http').IncomingMessage} request
 */
async function answer(commands, request) {
  try {
    const { command, args } = /** @type {{ command: string, args: unknown }} */ (await json(request));
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!run) throw new Error('no such command');
    return { ok: true, value: await run(args) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
