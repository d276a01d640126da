/** Compressed files and other encodings give the same numbers as the text inside. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { CLI, runCli, runJson, TemporaryFolder } from '../support/cli';
import { readRecording, samples } from '../support/material';
import { PACKED, PLAIN } from '../support/packed';

/** What summary prints of a file, but for its name. */
function summaryOf(file: string): object {
  const [{ file: _, ...summary } = {}] = runJson<Record<string, unknown>[]>('summary', file);
  return summary;
}

describe('ftrace-explorer, compressed files', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;
  let plain: string;
  before(() => {
    folder = new TemporaryFolder();
    plain = folder.write('plain.trace', PLAIN);
  });
  after(() => folder.remove());

  it('have a plain text of 150 calls of 8 functions', () => {
    const { calls, functions } = summaryOf(plain) as { calls: number; functions: { total: number } };
    assert.deepEqual([calls, functions.total], [150, 8]);
  });

  for (const [name, bytes] of Object.entries(PACKED)) {
    it(`${name} says what the plain text says, from a file and from standard input`, () => {
      const file = folder.write('packed', bytes);
      assert.deepEqual(summaryOf(file), summaryOf(plain));
      assert.equal(runCli('functions', file).stdout, runCli('functions', plain).stdout);
      const { status, stdout } = spawnSync(process.execPath, [CLI, 'functions', '-', '--json'], {
        input: bytes,
        encoding: 'utf8',
      });
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(stdout), runJson('functions', plain));
    });
  }

  for (const [name, encode] of Object.entries({
    'little endian': (text: string) => Buffer.from(text, 'utf16le'),
    'big endian': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  })) {
    it(`UTF-16, ${name}, says what the plain text says`, () => {
      for (const text of [PLAIN, `\ufeff${PLAIN}`])
        assert.deepEqual(summaryOf(folder.write('utf16.trace', encode(text))), summaryOf(plain));
    });
  }

  it('can be compared with each other', () => {
    const [zst, xz] = [folder.write('a.zst', PACKED.zst), folder.write('b.xz', PACKED.xz)];
    const { code, stdout } = runCli('compare', zst, xz, '--json');
    assert.equal(code, 0);
    const { onlyLeft, onlyRight } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([onlyLeft, onlyRight].flat().filter(Boolean), []);
  });

  for (const program of ['gzip', 'zstd', 'xz']) {
    it(`made of the samples by the program ${program} say what the samples say`, function () {
      if (spawnSync(program, ['--version']).status !== 0) {
        console.log(`      left out: no program ${program}`);
        return this.skip();
      }
      for (const sample of samples) {
        const { stdout } = spawnSync(program, ['-c'], { input: readRecording(sample), maxBuffer: 1 << 28 });
        assert.deepEqual(summaryOf(folder.write('packed', stdout)), summaryOf(sample.path), sample.name);
      }
    });
  }
});
