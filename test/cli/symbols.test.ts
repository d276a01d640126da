/** `--symbols`: functions that stand in a trace as addresses. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCli, TemporaryFolder, type CliResult } from '../support/cli';
import { options, readRecording, reportMissing } from '../support/material';
import { sharedFolder } from '../support/repository';

const KALLSYMS = `0000000000000000 A fixed_percpu_data
ffffffff81234560 T vfs_read
ffffffff81234560 t __alias_of_vfs_read
ffffffff81234600 D some_data
ffffffff81234680 t fsnotify
ffffffffc0123000 t ext4_sync_file\t[ext4]
`;
const TRACE = ` 0)               |  0xffffffff81234560() {
 0)   1.000 us    |    0xffffffff81234684();
 0)   2.000 us    |    0xffffffffc0123010();
 0)   1.000 us    |    0xffffffff70000000();
 0)   1.000 us    |    fput();
 0)   9.000 us    |  }
`;
/** trace-cmd 3.4 prints name and address of each function: the names are the truth. */
const RAW = options.filter(({ name }) => /trace-cmd-3\.4\.report\.\w+\.R-raw/.test(name));

function namesOf({ code, stdout }: CliResult): unknown[] {
  assert.equal(code, 0);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { name: string; module: string | null })
    .map(({ name, module }) => (module === null ? name : `${name} [${module}]`));
}

describe('ftrace-explorer --symbols', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let trace: string;
  before(() => {
    folder = new TemporaryFolder();
    trace = folder.write('addresses.trace', TRACE);
    reportMissing('recordings of trace-cmd report -R', RAW.length === 0);
  });
  after(() => folder.remove());

  it('names addresses, also such that lie behind the beginning of a function', () => {
    const expected = ['vfs_read', 'fsnotify', 'ext4_sync_file [ext4]', '0xffffffff70000000', 'fput'];
    for (const bytes of [KALLSYMS, gzipSync(KALLSYMS)]) {
      const symbols = folder.write('kallsyms', bytes);
      assert.deepEqual(namesOf(runCli('calls', trace, '--json', '--symbols', symbols)), expected);
    }
  });

  it('without it says that there are addresses', () => {
    const { code, stderr } = runCli('calls', trace, '--json');
    assert.equal(code, 0);
    assert.match(stderr, /4 functions stand in this trace as addresses: a symbol file tells the names\./);
  });

  it('names them in functions and compare, too', () => {
    const symbols = folder.write('kallsyms', KALLSYMS);
    const other = folder.write('other.trace', TRACE.replaceAll('0xffffffff81234560', 'vfs_read'));
    const { stdout } = runCli('compare', trace, other, '--json', '--symbols', symbols);
    const { onlyLeft, onlyRight } = JSON.parse(stdout) as { onlyLeft: string[]; onlyRight: string[] };
    assert.deepEqual([onlyLeft, onlyRight], [[], []]);
    const functions = runCli('functions', trace, '--json', '--symbols', symbols);
    assert.ok(functions.stdout.includes('"ext4_sync_file"'));
  });

  it('refuses a file in which all addresses are 0, and says what to do', () => {
    const symbols = folder.write('zeros', KALLSYMS.replaceAll(/^[0-9a-f]+/gm, '0'.repeat(16)));
    assert.deepEqual(runCli('calls', trace, '--symbols', symbols), {
      code: 2,
      stdout: '',
      stderr: `ftrace-explorer: ${symbols}: there are no addresses of functions in it; give a System.map, or /proc/kallsyms as root reads it\n`,
    });
  });

  it('refuses a file of symbols that is not there', () => {
    const { code, stderr } = runCli('calls', trace, '--symbols', path.join(folder.path, 'missing'));
    assert.deepEqual([code, stderr.includes('missing: there is no such file')], [2, true]);
  });

  for (const recording of RAW) {
    it(`names ${recording.name} as trace-cmd did`, function () {
      const [, kernel] = recording.name.split('/');
      const symbols = path.join(sharedFolder, 'traces', 'options', kernel!, 'kallsyms-for-R-raw.txt.gz');
      const text = Buffer.from(readRecording(recording)).toString('latin1');
      const bare = text.replaceAll(/func=\S+ \((0x[0-9a-f]+)\)/g, 'func=$1');
      assert.notEqual(bare, text);
      const printed = [...text.matchAll(/funcgraph_entry: +func=(\S+)|retaddr_entry: +func=(\S+)/g)].map(
        ([, name, other]) => name ?? other!,
      );
      const rows = runCli('calls', folder.write('bare.trace', bare), '--json', '--symbols', symbols);
      const entered = { ...rows, stdout: rows.stdout.replaceAll(/^\{"line":null.*\n/gm, '') };
      assert.deepEqual(namesOf(entered), printed);
    });
  }
});
