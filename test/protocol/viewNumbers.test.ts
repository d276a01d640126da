/** Numbers of a file that a view shows come from the view's thread: only where reading it would give the same. */
import assert from 'node:assert/strict';
import { appendFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INTERRUPT_FUNCTIONS, InterruptNames } from '../../server/src/core/parse/interruptNames';
import { SymbolTable } from '../../server/src/core/symbols/symbolTable';
import { compileCategories } from '../../server/src/core/classify/categories';
import { arrived, type SentTrace } from '../../server/src/core/model/tracesBetweenThreads';
import { readTraceFile } from '../../server/src/host/readTrace';
import { readsTheSame } from '../../server/src/lsp/sameReading';
import { DEFAULT_SETTINGS } from '../../server/src/lsp/settings';
import { threadSettings } from '../../server/src/lsp/threadSettings';
import { ViewThread } from '../../server/src/lsp/viewThread';
import { FUNCTIONS_REQUEST, type FunctionsResult } from '../../server/src/protocol/requests';
import { NUMBERS_REQUEST } from '../../server/src/worker/messages';
import { mixedText } from '../core/view/support';
import { assertSameNumbers } from '../support/sameTrace';
import { CALLS, openServer, PATIENCE_MS, suiteFolder, THREAD_FILE, until, type Client } from './support';
import { TestView } from './viewSupport';

describe('numbers of a file that a view shows', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();
  let client: Client;

  beforeEach(async () => (client = await openServer()));

  async function names(uri: string): Promise<string[]> {
    const { functions } = await client.connection.sendRequest<FunctionsResult>(FUNCTIONS_REQUEST, { uri });
    return functions.map(({ name }) => name).sort();
  }

  /** Another text in the same file, which looks as if nothing had happened. */
  function swap(uri: string, from: string, to: string): void {
    const file = fileURLToPath(uri);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, CALLS.replaceAll(from, to));
    utimesSync(file, atime, mtime);
  }

  /** A file whose time is whole, so that it can be given again. */
  function calls(name: string): string {
    const uri = folder.writeUri(name, CALLS);
    utimesSync(fileURLToPath(uri), 1e9, 1e9);
    return uri;
  }

  it('are those that its thread has, as long as it is open', async () => {
    const uri = calls('held.trace');
    const view = await TestView.complete(client, uri);
    swap(uri, 'tcp_recv', 'tcp_send');
    assert.deepEqual(await names(uri), ['kvm_exit', 'sock_read', 'sys_read', 'tcp_recv']);
    await view.close();
    assert.deepEqual(await names(uri), ['kvm_exit', 'sock_read', 'sys_read', 'tcp_send']);
  });

  it('are read anew where the file has changed', async () => {
    const uri = calls('changed.trace');
    const view = await TestView.complete(client, uri);
    appendFileSync(fileURLToPath(uri), ' 1)   1.000 us    |  kvm_entry();\n');
    assert.deepEqual(await names(uri), ['kvm_entry', 'kvm_exit', 'sock_read', 'sys_read', 'tcp_recv']);
    await view.close();
  });

  it('follow the settings', async () => {
    const uri = calls('settings.trace');
    const view = await TestView.complete(client, uri);
    const before = view.states.length;
    client.change({ filter: { cpus: [1] } });
    await view.until(({ phase }) => phase === 'complete', before);
    swap(uri, 'kvm_exit', 'kvm_halt');
    assert.deepEqual(await names(uri), ['kvm_exit']);
    await view.close();
  });

  it('are read anew where the file is followed', async () => {
    const uri = calls('followed.trace');
    const view = await TestView.open(client, uri, true);
    await view.until(({ phase }) => phase === 'following');
    swap(uri, 'tcp_recv', 'tcp_send');
    assert.deepEqual(await names(uri), ['kvm_exit', 'sock_read', 'sys_read', 'tcp_send']);
    await view.close();
  });

  for (const filter of [{}, { cpus: [0], hideInterrupts: true }]) {
    it(`are what reading it gives: ${JSON.stringify(filter)}`, async () => {
      const file = folder.write('mixed.trace', mixedText(9000, 5));
      const settings = threadSettings({ ...DEFAULT_SETTINGS, filter }, {});
      let isComplete = false;
      const thread = new ViewThread(
        THREAD_FILE,
        { job: 'view', id: 1, path: file, follow: false, settings },
        { onState: ({ phase }) => (isComplete = phase === 'complete'), onEnd: () => undefined },
      );
      await thread.opened;
      const ask = (): Promise<unknown> => thread.request(NUMBERS_REQUEST, undefined, () => undefined);
      await until(() => isComplete);
      const expected = await readTraceFile(file, { keepLines: false, filter });
      assert.ok(expected.calls > 1000);
      // Giving them away takes nothing from the view.
      for (let time = 0; time < 2; time++) {
        const trace = arrived((await ask()) as SentTrace);
        assertSameNumbers(trace, expected, file);
        assert.deepEqual([trace.calls, trace.lines, trace.counted], [expected.calls, undefined, undefined]);
        for (const { id } of expected.lanes.all) assert.equal(trace.lanes.byId(id)?.id, id);
      }
      appendFileSync(file, '\n');
      assert.equal(await ask(), null);
      await thread.close();
    });
  }
});

describe('what the thread of a view reads is the same as what is asked for', () => {
  const symbols = SymbolTable.parse(Buffer.from('ffffffff81000000 T one\n'));
  const settings = threadSettings(DEFAULT_SETTINGS, {});

  it('where nothing is said, or the same', () => {
    assert.equal(readsTheSame(settings, { keepLines: false }), true);
    const interruptNames = new InterruptNames(INTERRUPT_FUNCTIONS);
    assert.equal(readsTheSame(settings, { keepLines: false, filter: {}, interruptNames }), true);
    const { categories } = DEFAULT_SETTINGS;
    assert.equal(readsTheSame(settings, { keepLines: false, categories }), true);
    const told = threadSettings({ ...DEFAULT_SETTINGS, filter: { cpus: [1] } }, { symbols });
    assert.equal(readsTheSame(told, { keepLines: false, filter: { cpus: [1] }, symbols }), true);
  });

  it('not with lines, or with another filter, symbols, interrupts or rules', () => {
    const { categories } = compileCategories([], 'rules');
    const others = {
      lines: { keepLines: true },
      filter: { filter: { cpus: [1] } },
      symbols: { symbols },
      interrupts: { interruptNames: new InterruptNames(['mine']) },
      rules: { categories },
    };
    for (const [what, other] of Object.entries(others))
      assert.equal(readsTheSame(settings, { keepLines: false, ...other }), false, what);
  });
});
