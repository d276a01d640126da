import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupTraces, type TracePath } from '../../../server/src/core/compare/grouping';

/** Groups as `name: run run`, of files as somebody selects them one by one. */
function selected(...paths: readonly string[]): string[] {
  return shown(paths.map((path) => ({ path })));
}

/** Of all files in a folder that somebody selects. */
function folder(root: string, ...below: readonly string[]): string[] {
  return shown(below.map((one) => ({ path: `${root}/${one}`, below: one })));
}

function shown(paths: readonly TracePath[]): string[] {
  return groupTraces(paths).map(({ name, runs }) => `${name}: ${runs.join(' ')}`);
}

/** The order of groups is that of their files, which is not what most of these tests are about. */
function same(groups: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...groups].sort(), [...expected].sort());
}

describe('the grouping of files into scenarios', () => {
  it('takes name.N.trace for run N of name', () => {
    same(
      selected('/t/tap.2.trace', '/t/kvm.1.trace', '/t/tap.1.trace', '/t/kvm.3.trace.gz', '/t/kvm.2.trace'),
      ['kvm: /t/kvm.1.trace /t/kvm.2.trace /t/kvm.3.trace.gz', 'tap: /t/tap.1.trace /t/tap.2.trace'],
    );
    same(selected('/t/tap.1.trace'), ['tap: /t/tap.1.trace']);
  });

  it('takes each name for a scenario where there are no numbers', () => {
    same(selected('/t/socket.trace', '/t/tap.txt', '/t/kvm.trace.xz', '/t/x'), [
      'kvm: /t/kvm.trace.xz',
      'socket: /t/socket.trace',
      'tap: /t/tap.txt',
      'x: /t/x',
    ]);
  });

  it('takes other numbers for those of runs only where there are two', () => {
    same(selected('a-1.trace', 'a-2.trace', 'b_1.trace', 'b_2.trace', 'c 1.trace', 'c 2.trace'), [
      'a: a-1.trace a-2.trace',
      'b: b_1.trace b_2.trace',
      'c: c 1.trace c 2.trace',
    ]);
    same(selected('/t/linux-6.trace', '/t/bsd-7.trace'), [
      'bsd-7: /t/bsd-7.trace',
      'linux-6: /t/linux-6.trace',
    ]);
  });

  it('takes versions for no runs', () => {
    same(selected('/t/linux-6.1.trace', '/t/linux-6.10.trace', '/t/linux-6.9.trace'), [
      'linux-6.1: /t/linux-6.1.trace',
      'linux-6.9: /t/linux-6.9.trace',
      'linux-6.10: /t/linux-6.10.trace',
    ]);
    same(selected('/t/v6.1.trace', '/t/v7.3.trace'), ['v6.1: /t/v6.1.trace', 'v7.3: /t/v7.3.trace']);
    // The last number of three is that of a run, and a name may end in a number.
    same(
      selected('/t/linux-6.1.run1.trace', '/t/linux-6.1.run2.trace', '/t/node2.1.trace', '/t/node2.2.trace'),
      [
        'linux-6.1: /t/linux-6.1.run1.trace /t/linux-6.1.run2.trace',
        'node2: /t/node2.1.trace /t/node2.2.trace',
      ],
    );
  });

  it('reads run in front of the number', () => {
    same(
      selected('a.run1.trace', 'a.run2.trace', 'b-run1.txt', 'b-run2.txt', 'c_run_01.log', 'c_Run_2.log'),
      ['a: a.run1.trace a.run2.trace', 'b: b-run1.txt b-run2.txt', 'c: c_run_01.log c_Run_2.log'],
    );
  });

  it('puts runs in order of their numbers: 10 after 9, 01 before 2', () => {
    const numbers = ['10', '9', '1', '02', '011'];
    same(selected(...numbers.map((number) => `/t/a.${number}.trace`)), [
      'a: /t/a.1.trace /t/a.02.trace /t/a.9.trace /t/a.10.trace /t/a.011.trace',
    ]);
    same(folder('/t', ...numbers.map((number) => `tap/${number}.trace`)), [
      'tap: /t/tap/1.trace /t/tap/02.trace /t/tap/9.trace /t/tap/10.trace /t/tap/011.trace',
    ]);
    same(folder('/t', ...numbers.map((number) => `tap/at ${number} o'clock.trace`)), [
      "tap: /t/tap/at 1 o'clock.trace /t/tap/at 02 o'clock.trace /t/tap/at 9 o'clock.trace /t/tap/at 10 o'clock.trace /t/tap/at 011 o'clock.trace",
    ]);
  });

  it('takes each subfolder of a selected folder for a scenario', () => {
    same(folder('/t', 'socket/x.trace', 'socket/y.trace', 'tap/1.trace', 'alone.1.trace', 'alone.2.trace'), [
      'alone: /t/alone.1.trace /t/alone.2.trace',
      'socket: /t/socket/x.trace /t/socket/y.trace',
      'tap: /t/tap/1.trace',
    ]);
  });

  it('takes folders that are called runs for runs of the files in them', () => {
    same(
      folder('/t', 'run1/tap.trace', 'run1/kvm.trace', 'run2/kvm.trace', 'run2/tap.trace', 'run10/tap.trace'),
      [
        'kvm: /t/run1/kvm.trace /t/run2/kvm.trace',
        'tap: /t/run1/tap.trace /t/run2/tap.trace /t/run10/tap.trace',
      ],
    );
    same(selected('/t/1/tap.trace', '/t/2/tap.trace'), ['tap: /t/1/tap.trace /t/2/tap.trace']);
    same(folder('/t', 'tap/run1/x.trace', 'tap/run2/x.trace', 'kvm/run1/x.trace'), [
      'kvm: /t/kvm/run1/x.trace',
      'tap: /t/tap/run1/x.trace /t/tap/run2/x.trace',
    ]);
    // One alone is a folder like any other.
    same(folder('/t', 'run1/tap.trace', 'run1/kvm.trace'), ['run1: /t/run1/kvm.trace /t/run1/tap.trace']);
  });

  it('takes files that are only numbers for runs of their folder', () => {
    same(folder('/t/tap', '1.trace', '2.trace', '10.trace'), [
      'tap: /t/tap/1.trace /t/tap/2.trace /t/tap/10.trace',
    ]);
    same(selected('/t/tap/1.trace', '/t/tap/2.trace', '/t/kvm/run1.trace', '/t/kvm/run2.trace'), [
      'kvm: /t/kvm/run1.trace /t/kvm/run2.trace',
      'tap: /t/tap/1.trace /t/tap/2.trace',
    ]);
    same(selected('/t/1.trace', '/t/tap.trace'), ['1: /t/1.trace', 'tap: /t/tap.trace']);
  });

  it('tells files of one name in two folders apart by their folders', () => {
    same(selected('/t/old/tap.1.trace', '/t/new/tap.1.trace', '/t/new/tap.2.trace', '/t/new/kvm.trace'), [
      'kvm: /t/new/kvm.trace',
      'new/tap: /t/new/tap.1.trace /t/new/tap.2.trace',
      'old/tap: /t/old/tap.1.trace',
    ]);
    same(selected('/a/x/tap.trace', '/b/x/tap.trace'), [
      'a/x/tap: /a/x/tap.trace',
      'b/x/tap: /b/x/tap.trace',
    ]);
  });

  it('tells subfolders of one name in two selected folders apart', () => {
    const below = 'tap/1.trace';
    same(
      shown([
        { path: `/t/before/${below}`, below },
        { path: `/t/after/${below}`, below },
        { path: '/t/after/tap/2.trace', below: 'tap/2.trace' },
      ]),
      ['after/tap: /t/after/tap/1.trace /t/after/tap/2.trace', 'before/tap: /t/before/tap/1.trace'],
    );
  });

  it('reads paths of Windows, and URIs', () => {
    same(selected('C:\\t\\tap.1.trace', 'C:\\t\\tap.2.trace', 'D:\\t\\tap.1.trace'), [
      'C:/t/tap: C:\\t\\tap.1.trace C:\\t\\tap.2.trace',
      'D:/t/tap: D:\\t\\tap.1.trace',
    ]);
    same(
      shown([
        { path: 'C:\\t\\kvm\\2.trace', below: 'kvm\\2.trace' },
        { path: 'C:\\t\\kvm\\1.trace', below: 'kvm\\1.trace' },
      ]),
      ['kvm: C:\\t\\kvm\\1.trace C:\\t\\kvm\\2.trace'],
    );
    same(
      selected(
        'file:///t/my%20server.1.trace',
        'file:///t/my%20server.2.trace',
        'vscode-remote://x/t/100%.trace',
      ),
      [
        '100%: vscode-remote://x/t/100%.trace',
        'my server: file:///t/my%20server.1.trace file:///t/my%20server.2.trace',
      ],
    );
  });

  it('takes a path that is there twice once', () => {
    same(shown([{ path: '/t/tap.1.trace' }, { path: '/t/tap.1.trace', below: 'tap.1.trace' }]), [
      'tap: /t/tap.1.trace',
    ]);
  });

  it('is of nothing nothing', () => {
    assert.deepEqual(groupTraces([]), []);
  });

  it('loses nothing, doubles nothing, keeps the order, and gives each scenario a name of its own', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        'run1',
        'run2',
        '1',
        '2',
        '02',
        'a.1',
        'a.2',
        'a-1',
        'a-2',
        '',
        '.',
        ' ',
        '.trace',
        '%2F',
      ),
      fc.string({ maxLength: 4 }),
    );
    const file = fc
      .tuple(
        fc.array(part, { maxLength: 3 }),
        part,
        fc.constantFrom('', '.trace', '.txt.gz'),
        fc.nat({ max: 4 }),
      )
      .map(([folders, base, extension, depth]): TracePath => {
        const parts = [...folders, `${base}${extension}` || 'x'].map((one) => one.replaceAll('/', '_'));
        const below = parts.slice(-depth - 1).join('/');
        return { path: `/${parts.join('/')}`, below: depth === 0 ? undefined : below };
      });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 12 }), (files) => {
        const groups = groupTraces(files);
        const runs = groups.flatMap((group) => group.runs);
        assert.deepEqual([...runs].sort(), [...new Set(files.map(({ path }) => path))].sort());
        assert.equal(new Set(groups.map(({ name }) => name)).size, groups.length);
        // A group stands where the first of its files stood.
        const paths = files.map(({ path }) => path);
        const firsts = groups.map((group) => Math.min(...group.runs.map((run) => paths.indexOf(run))));
        assert.deepEqual(
          firsts,
          [...firsts].sort((a, b) => a - b),
        );
        assert.ok(groups.every((group) => group.runs.length > 0 && group.name !== ''));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});
