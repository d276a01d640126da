/** Files that are read in a thread come back as they would be read in place. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { compileCategories } from '../../server/src/core/classify/categories';
import { arrived, stripLanes, transferables } from '../../server/src/core/model/tracesBetweenThreads';
import { InterruptNames } from '../../server/src/core/parse/interruptNames';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { readTraceFile, type ReadOptions } from '../../server/src/host/readTrace';
import { ThreadedReader } from '../../server/src/lsp/readInThread';
import { bigTrace, suiteFolder, THREAD_FILE } from '../protocol/support';
import { options, readRecording, samples } from '../support/material';
import { assertSameTrace, assertSameNumbers } from '../support/sameTrace';
import { mixedText } from '../core/view/support';

describe('a trace that is given to another thread', () => {
  for (const recording of [...samples, ...options.slice(0, 6)]) {
    it(`is the same there: ${recording.name}`, () => {
      const bytes = readRecording(recording);
      const read = { keepLines: true, keepSelf: true, keepContext: true };
      const expected = parseTrace(bytes, read);
      const trace = parseTrace(bytes, read);
      stripLanes(trace);
      const given = transferables(trace);
      assert.ok(given.length > 20);
      const there = arrived(structuredClone(trace, { transfer: given }));
      assertSameTrace(there, expected, recording.name);
      for (const buffer of given) assert.equal(buffer.byteLength, 0, 'given, not copied');
      for (let id = 0; id < expected.names.length; id++) {
        assert.equal(there.names.find(expected.names.text(id)), id);
        assert.equal(there.names.findIn(expected.names, id), id);
      }
      for (const { id } of expected.lanes.all)
        assert.equal(there.lanes.byId(id)?.id, expected.lanes.byId(id)?.id);
      const { lines } = there;
      for (let line = 0; line < lines!.length; line += 101) {
        assert.ok(Object.is(lines!.selfNs(line), expected.lines!.selfNs(line)));
        if (lines!.kind(line) < 2 || lines!.kind(line) > 5) continue;
        assert.equal(lines!.cpu(line), expected.lines!.cpu(line));
      }
    });
  }
});

describe('reading in a thread', () => {
  const folder = suiteFolder();
  const logs: string[] = [];
  const reader = new ThreadedReader(THREAD_FILE, (message) => logs.push(message), 1);

  const { categories } = compileCategories(
    [{ id: 'mine', label: 'Mine', patterns: ['f1', '/f[23]/'] }],
    'rules',
  );
  const cases: [string, ReadOptions][] = [
    ['numbers', { keepLines: false }],
    ['lines', { keepLines: true }],
    ['lines and self times', { keepLines: true, keepSelf: true }],
    ['filters', { keepLines: true, filter: { cpus: [0], where: 'category:mine' }, categories }],
    ['other interrupts', { keepLines: true, interruptNames: new InterruptNames(['f4']) }],
  ];
  for (const [what, read] of cases) {
    it(`gives what reading in place gives: ${what}`, async () => {
      const file = folder.write('mixed.trace', mixedText(9000, 77));
      let told = 0;
      const there = await reader.read(file, { ...read, onProgress: (bytes) => (told = bytes) });
      const here = await readTraceFile(file, read);
      if (read.keepLines) assertSameTrace(there, here, what);
      else assertSameNumbers(there, here, what);
      assert.equal(there.calls, here.calls);
      assert.ok(here.calls > 1000 && told > 256_000);
      assert.equal(reader.threads, 0);
    });
  }

  it('reads several files one after the other where one may run', async () => {
    const files = [1, 2, 3].map((seed) => folder.write(`${seed}.trace`, mixedText(9000, seed)));
    const traces = await Promise.all(files.map((file) => reader.read(file, { keepLines: false })));
    for (const [index, file] of files.entries())
      assertSameNumbers(traces[index]!, await readTraceFile(file, { keepLines: false }), file);
  });

  it('can be given up', async () => {
    const file = folder.write('big.trace', bigTrace(40));
    const control = new AbortController();
    const reading = reader.read(file, {
      keepLines: true,
      signal: control.signal,
      onProgress: () => control.abort(),
    });
    await assert.rejects(reading, { name: 'AbortError' });
    assert.equal(reader.threads, 0);
  });

  it('says why a file cannot be read', async () => {
    await assert.rejects(reader.read(folder.path('none'), { keepLines: false }), /there is no such file/);
    const damaged = new Uint8Array(300_000).fill(0x41);
    damaged.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const file = folder.write('damaged.gz', damaged);
    await assert.rejects(reader.read(file, { keepLines: false }), /gzip data is damaged/);
  });

  it('says that a disk gives an error', async function () {
    if (!existsSync('/proc/self/mem')) return this.skip();
    await assert.rejects(reader.read('/proc/self/mem', { keepLines: false }), /EIO/);
    assert.equal(reader.threads, 0);
  });

  it('is done in place where no thread can start, which is said once', async () => {
    const none = new ThreadedReader(folder.path('no-such-bundle.js'), (message) => logs.push(message));
    const file = folder.write('mixed.trace', mixedText(9000, 5));
    for (let time = 0; time < 2; time++) {
      const trace = await none.read(file, { keepLines: false });
      assertSameNumbers(trace, await readTraceFile(file, { keepLines: false }), 'in place');
    }
    assert.equal(logs.length, 1);
    assert.match(logs[0]!, /without threads/);
  });
});
