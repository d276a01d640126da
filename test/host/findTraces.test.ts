import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findTraces } from '../../server/src/host/findTraces';
import { TemporaryFolder } from '../support/cli';

describe('traces in folders', () => {
  let folder: TemporaryFolder;
  beforeEach(() => (folder = new TemporaryFolder()));
  afterEach(() => folder.remove());

  function write(...names: readonly string[]): string {
    const file = path.join(folder.path, ...names);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    return file;
  }

  it('are found by their names, those of subfolders among them', async () => {
    const found = [write('a.trace'), write('kvm', '1.trace.gz')];
    write('notes.txt');
    const { traces, notes } = await findTraces([folder.path]);
    assert.deepEqual(traces, [
      { path: found[0], below: 'a.trace' },
      { path: found[1], below: path.join('kvm', '1.trace.gz') },
    ]);
    assert.deepEqual(notes, []);
  });

  it('that are not there are said in words', async () => {
    const gone = path.join(folder.path, 'gone');
    assert.deepEqual(await findTraces([gone]), { traces: [], notes: [`${gone}: there is no such file`] });
  });

  it('are found beside a subfolder that cannot be read', async function () {
    const seen = write('a.trace');
    const locked = path.dirname(write('locked', 'b.trace'));
    // Root may read it all the same.
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    chmodSync(locked, 0);
    try {
      const { traces, notes } = await findTraces([folder.path]);
      assert.deepEqual(traces, [{ path: seen, below: 'a.trace' }]);
      assert.deepEqual(notes, [`${locked}: permission denied`]);
    } finally {
      chmodSync(locked, 0o700);
    }
  });
});
