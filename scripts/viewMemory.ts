/**
 * For bench.mjs: what a trace takes in the view. Prints JSON: memory of the server beyond an idle one, after opening and
 * after closing, and how long answers took.
 */
import {
  VIEW_CLOSE_NOTIFICATION,
  VIEW_ROWS_REQUEST,
  type ViewRowsResult,
} from '../server/src/protocol/traceView';
import { medianAndWorst, ViewClient } from './viewClient';

/** Random places that are scrolled to. */
const PLACES = 200;
/** Memory settles for so long. */
const SETTLE_MS = 1500;

async function measure(file: string): Promise<object> {
  const client = new ViewClient();
  await client.initialize();
  await pause(SETTLE_MS);
  const idle = client.memory();
  const start = performance.now();
  const id = await client.open(file);
  const rows = (from: number): Promise<ViewRowsResult> =>
    client.connection.sendRequest(VIEW_ROWS_REQUEST, { id, from, count: 60 });
  await rows(0);
  const firstRowsMs = performance.now() - start;
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, client.memory())), 50);
  const { lines } = await client.until(id, ({ phase }) => phase !== 'indexing');
  const completeMs = performance.now() - start;
  clearInterval(watch);
  await pause(SETTLE_MS);
  const opened = client.memory();
  const times: number[] = [];
  // The same places each time.
  for (let place = 0, seed = 1; place < PLACES; place++) {
    seed = (seed * 48271) % 0x7fffffff;
    const begun = performance.now();
    await rows(Math.floor((seed / 0x7fffffff) * lines));
    times.push(performance.now() - begun);
  }
  await client.connection.sendNotification(VIEW_CLOSE_NOTIFICATION, { id });
  await pause(SETTLE_MS);
  const closed = client.memory();
  client.end();
  return {
    lines,
    firstRowsMs,
    completeMs,
    beyondIdleBytes: opened - idle,
    peakBeyondIdleBytes: peak - idle,
    allowedBytes: 60e6 + 20 * lines,
    afterCloseBytes: closed - idle,
    rows: medianAndWorst(times),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

void measure(process.argv[2] ?? '').then((figures) => process.stdout.write(`${JSON.stringify(figures)}\n`));
