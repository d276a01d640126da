import assert from 'node:assert/strict';
import { runCli, runJson, TemporaryFolder } from '../support/cli';
import { counterMissing, runCounter } from '../support/counter';
import { samples, scenarios, type Recording } from '../support/material';

interface Sides {
  readonly left: number;
  readonly right: number;
  readonly both: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
}

interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly functions: Readonly<Record<string, Sides>>;
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
  readonly changed: readonly { readonly name: string; readonly left: number; readonly right: number }[];
}

/** Calls by name, as `count.py --calls` prints them. */
function countedCalls(file: string): Map<string, number> {
  const lines = runCounter('--calls', file).split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 10)]));
}

function countedNames(file: string): Set<string> {
  return new Set(runCounter('--list', file).split('\n').slice(0, -1));
}

const LEFT = ` 0)   1.000 us    |  kfree();
 0)   1.000 us    |  kfree();
 0)   1.000 us    |  tcp_ack();
 0)   1.000 us    |  vfs_read();
`;
const RIGHT = ` 0)   1.000 us    |  kfree();
 0)   1.000 us    |  vfs_read();
 0)   1.000 us    |  tun_get();
 0)   1.000 us    |  tap_do_read();
`;

describe('ftrace-explorer compare', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());

  it('gives what only one side reached, what changed, and the numbers by category', () => {
    const left = folder.write('left.trace', LEFT);
    const right = folder.write('right.trace', RIGHT);
    // Where the numbers come from is tested in compareScenarios.test.ts.
    const { provenance: _, ...numbers } = runJson<{ provenance: unknown }>('compare', left, right);
    assert.deepEqual(numbers, {
      left,
      right,
      functions: {
        total: { left: 3, right: 4, both: 2, onlyLeft: 1, onlyRight: 2 },
        virtualization: { left: 0, right: 0, both: 0, onlyLeft: 0, onlyRight: 0 },
        network: { left: 1, right: 1, both: 0, onlyLeft: 1, onlyRight: 1 },
        other: { left: 2, right: 3, both: 2, onlyLeft: 0, onlyRight: 1 },
      },
      onlyLeft: ['tcp_ack'],
      onlyRight: ['tap_do_read', 'tun_get'],
      changed: [{ name: 'kfree', left: 2, right: 1 }],
    });
  });

  it('prints tables, the sides named by file', () => {
    const left = folder.write('left.trace', LEFT);
    const right = folder.write('right.trace', RIGHT);
    assert.equal(
      runCli('compare', left, right).stdout,
      `unique functions     total  Virtualization  Network  Other
left.trace               3               0        1      2
right.trace              4               0        1      3
on both sides            2               0        0      2
only in left.trace       1               0        1      0
only in right.trace      2               0        1      1
Jaccard similarity   0.400               –    0.000  0.667

only in left.trace: 1
  function  category  calls
  tcp_ack   network       1

only in right.trace: 2
  function     category  calls
  tap_do_read  other         1
  tun_get      network       1

other number of calls: 1
  function  category  left.trace  right.trace
  kfree     other              2            1
`,
    );
  });

  const pairs: [Recording, Recording][] = [];
  const pick = (name: string): Recording | undefined =>
    [...samples, ...scenarios].find((recording) => recording.name === name);
  for (const [left, right] of [
    [pick('samples/socket.trace'), pick('samples/tap.trace')],
    [pick('scenarios/socket.1.trace.gz'), pick('scenarios/tap.1.trace.gz')],
    [pick('scenarios/qemu.2.trace.gz'), pick('scenarios/kvm.3.trace.gz')],
  ]) {
    if (left !== undefined && right !== undefined) pairs.push([left, right]);
  }
  for (const [left, right] of pairs) {
    it(`gives the set differences of count.py --list: ${left.name} and ${right.name}`, function () {
      if (counterMissing !== undefined) {
        console.log(`      left out: comparison with count.py (${counterMissing})`);
        return this.skip();
      }
      const comparison = runJson<Comparison>('compare', left.path, right.path);
      const inLeft = countedNames(left.path);
      const inRight = countedNames(right.path);
      const onlyLeft = [...inLeft].filter((name) => !inRight.has(name)).sort();
      const onlyRight = [...inRight].filter((name) => !inLeft.has(name)).sort();
      assert.deepEqual(comparison.onlyLeft, onlyLeft);
      assert.deepEqual(comparison.onlyRight, onlyRight);
      assert.deepEqual(comparison.functions['total'], {
        left: inLeft.size,
        right: inRight.size,
        both: inLeft.size - onlyLeft.length,
        onlyLeft: onlyLeft.length,
        onlyRight: onlyRight.length,
      });
      const leftCalls = countedCalls(left.path);
      const rightCalls = countedCalls(right.path);
      assert.deepEqual(
        comparison.changed,
        [...inLeft]
          .filter((name) => inRight.has(name) && leftCalls.get(name) !== rightCalls.get(name))
          .sort()
          .map((name) => ({ name, left: leftCalls.get(name), right: rightCalls.get(name) })),
      );
    });
  }

  it('gives the numbers that were counted for the samples of socket and tap', () => {
    const [socket, tap] = ['socket', 'tap'].map((name) => pick(`samples/${name}.trace`)!.path);
    const { functions, onlyLeft, onlyRight } = runJson<Comparison>('compare', socket!, tap!);
    // comm(1) on what count.py --list prints for both.
    assert.deepEqual(functions['total'], { left: 469, right: 219, both: 137, onlyLeft: 332, onlyRight: 82 });
    assert.deepEqual([onlyLeft.length, onlyRight.length], [332, 82]);
  });

  it('finds no difference between a trace and itself', () => {
    const { path: file } = samples[0]!;
    const { functions, onlyLeft, onlyRight, changed } = runJson<Comparison>('compare', file, file);
    assert.deepEqual({ onlyLeft, onlyRight, changed }, { onlyLeft: [], onlyRight: [], changed: [] });
    for (const sides of Object.values(functions)) {
      assert.deepEqual(sides, {
        left: sides.both,
        right: sides.both,
        both: sides.both,
        onlyLeft: 0,
        onlyRight: 0,
      });
    }
  });
});
