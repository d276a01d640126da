/** Threads of views: they end, whatever they do, and leave nothing behind. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { VIEW_ROWS_REQUEST, type ViewRowsResult } from '../../server/src/protocol/traceView';
import { DEFAULT_SETTINGS } from '../../server/src/lsp/settings';
import { threadSettings } from '../../server/src/lsp/threadSettings';
import { ViewThread } from '../../server/src/lsp/viewThread';
import { bigTrace, PATIENCE_MS, suiteFolder, THREAD_FILE, until } from '../protocol/support';

const NOBODY_WAITS = (): void => undefined;

/** Threads and open files of this process; Linux tells them. */
function held(): { threads: number; files: number } {
  const count = (what: string): number => readdirSync(`/proc/self/${what}`).length;
  return { threads: count('task'), files: count('fd') };
}

describe('the thread of a view', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();
  const ends: string[] = [];
  function start(file: string, threadFile = THREAD_FILE): ViewThread {
    const settings = threadSettings(DEFAULT_SETTINGS, {});
    return new ViewThread(
      threadFile,
      { job: 'view', id: 1, path: file, follow: false, settings },
      { onState: () => undefined, onEnd: (reason) => ends.push(reason) },
      64,
    );
  }

  const rows = (thread: ViewThread) =>
    thread.request(VIEW_ROWS_REQUEST, { from: 0, count: 1 }, NOBODY_WAITS) as Promise<ViewRowsResult>;

  it('ends with its view, at any moment, fifty times', async function () {
    if (!existsSync('/proc/self/task')) this.skip();
    const file = folder.write('big.trace', bigTrace(4));
    // The first one loads what stays.
    const first = start(file);
    await first.opened;
    await first.close();
    const before = held();
    for (let time = 0; time < 50; time++) {
      const thread = start(file);
      if (time % 3 > 0) await thread.opened;
      if (time % 3 > 1) assert.equal((await rows(thread)).items.length, 1);
      await thread.close();
      assert.equal(thread.isOver, true);
    }
    assert.deepEqual(held(), before);
    assert.deepEqual(ends, [], 'whoever closes it is not told that it ended');
  });

  it('answers nothing any more when it is closed', async () => {
    const thread = start(folder.write('big.trace', bigTrace(4)));
    await thread.opened;
    const asked = rows(thread);
    const closing = thread.close();
    await assert.rejects(asked, /closed/);
    await assert.rejects(rows(thread), /closed/);
    await closing;
  });

  it('says why a file cannot be opened', async () => {
    const thread = start(folder.path('missing.trace'));
    await assert.rejects(thread.opened, /there is no such file/);
    await thread.close();
  });

  it('says in a sentence when it is killed or fails', async () => {
    // It ends by itself with its first request.
    const killed = folder.write(
      'killed.js',
      "const { parentPort } = require('worker_threads'); parentPort.on('message', () => process.exit(1)); parentPort.postMessage({ type: 'opened' });",
    );
    const thread = start('a.trace', killed);
    await thread.opened;
    await assert.rejects(rows(thread), /has ended: reload the view/);
    assert.match(ends.at(-1)!, /has ended: reload the view/);
    await assert.rejects(rows(thread), /has ended/, 'later requests, too');

    const failing = folder.write('failing.js', "throw new Error('it is broken');");
    await assert.rejects(start('a.trace', failing).opened, /has failed \(it is broken\): reload/);
  });

  it('says so when there is not enough memory, and the process goes on', async () => {
    const greedy = folder.write(
      'greedy.js',
      "require('worker_threads').parentPort.postMessage({ type: 'opened' }); const all = []; for (;;) all.push(new Array(100000).fill({}).map((_, i) => ({ i })));",
    );
    const thread = start('a.trace', greedy);
    const count = ends.length;
    await until(() => ends.length > count);
    assert.match(ends.at(-1)!, /not enough memory.*reload/);
    await thread.close();
  });
});
