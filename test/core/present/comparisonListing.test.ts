import assert from 'node:assert/strict';
import { sideNames } from '../../../server/src/core/format/pathNames';
import fc from 'fast-check';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { compareFunctions } from '../../../server/src/core/compare/compareFunctions';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { comparisonListings, type Listing } from '../../../server/src/core/present/comparisonListing';
import { traceOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';

const categories = paperCategories();

function traceOfNames(names: readonly string[]): Trace {
  return traceOf(names.map((name) => ` 0)   1.000 us    |  ${name}();\n`).join(''));
}

function listings(left: Trace, right: Trace): { left: Listing; right: Listing } {
  return comparisonListings(compareFunctions(left, right, categories), categories, 'l.trace', 'r.trace');
}

function isAnchor(line: string): boolean {
  return !/^ {2}[-+~=] /.test(line);
}

/** The lines of functions between two titles, by the titles before them. */
function groupsOf({ text }: Listing): { anchors: string[]; groups: string[][] } {
  const anchors: string[] = [];
  const groups: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (isAnchor(line)) {
      anchors.push(line);
      groups.push([]);
    } else groups.at(-1)!.push(line);
  }
  return { anchors, groups };
}

/** What makes a diff editor align both sides: equal titles, and between them lines of one side or as many on both. */
function assertAligned(left: Listing, right: Listing): void {
  const l = groupsOf(left);
  const r = groupsOf(right);
  assert.deepEqual(l.anchors, r.anchors);
  l.groups.forEach((group, i) => {
    const other = r.groups[i]!;
    assert.ok(group.length === 0 || other.length === 0 || group.length === other.length, group.join('\n'));
    if (group.length !== other.length) return;
    const name = (line: string): string => line.split(' ').at(-1)!;
    assert.deepEqual(group.map(name), other.map(name));
  });
}

/** Each line of a function leads to its first call, and no other line leads anywhere. */
function assertTargets({ text, targets, categoryOfLine }: Listing, trace: Trace): void {
  const lines = text.split('\n').slice(0, -1);
  assert.equal(targets.length, lines.length);
  assert.equal(categoryOfLine.length, lines.length);
  let functions = 0;
  lines.forEach((line, i) => {
    if (isAnchor(line)) return assert.deepEqual([targets[i], categoryOfLine[i]], [-1, -1], line);
    const [, calls, name] = /^ {2}[-+~=] +([\d,]+) {2}(\S+)$/.exec(line)!;
    const id = trace.names.find(name!);
    assert.equal(targets[i], trace.stats.firstLine[id], line);
    assert.equal(categoryOfLine[i], categories.of(name!), line);
    assert.equal(Number(calls!.replaceAll(',', '')), trace.stats.calls[id], line);
    functions++;
  });
  const unique = Array.from({ length: trace.names.length }, (_, id) => trace.stats.calls[id]!);
  assert.equal(functions, unique.filter((calls) => calls > 0).length);
}

describe('the listings of a comparison', () => {
  it('have the summary and, by category, what is on one side, on both, and how often', () => {
    const left = traceOfNames(['kfree', 'tcp_ack', 'kfree', 'schedule', 'tcp_in']);
    const right = traceOfNames(['kfree', 'tun_get', 'schedule', 'tap_read']);
    const head = `Kernel functions reached: l.trace and r.trace

unique functions    total  Virtualization  Network  Other
l.trace                 4               0        2      2
r.trace                 4               0        1      3
on both sides           2               0        0      2
only in l.trace         2               0        2      0
only in r.trace         2               0        1      1
Jaccard similarity  0.333               –    0.000  0.667

== Virtualization: 0 functions

== Network: 3 functions

-- only in l.trace: 2
`;
    const both = listings(left, right);
    assert.equal(
      both.left.text,
      `${head}  - 1  tcp_ack
  - 1  tcp_in

-- only in r.trace: 1

== Other: 3 functions

-- only in r.trace: 1

-- on both sides, different number of calls: 1
  ~ 2  kfree

-- on both sides, same number of calls: 1
  = 1  schedule
`,
    );
    assert.equal(
      both.right.text,
      `${head}
-- only in r.trace: 1
  + 1  tun_get

== Other: 3 functions

-- only in r.trace: 1
  + 1  tap_read

-- on both sides, different number of calls: 1
  ~ 1  kfree

-- on both sides, same number of calls: 1
  = 1  schedule
`,
    );
  });

  it('say so where both sides are the same', () => {
    const trace = traceOfNames(['kfree', 'tcp_ack', 'kfree']);
    const both = listings(trace, trace);
    assert.equal(both.left.text, both.right.text);
    assert.equal(
      both.left.text,
      `Kernel functions reached: l.trace and r.trace

unique functions    total  Virtualization  Network  Other
l.trace                 2               0        1      1
r.trace                 2               0        1      1
on both sides           2               0        1      1
only in l.trace         0               0        0      0
only in r.trace         0               0        0      0
Jaccard similarity  1.000               –    1.000  1.000

No difference: the same functions, each called the same number of times.

== Virtualization: 0 functions

== Network: 1 function

-- on both sides, same number of calls: 1
  = 1  tcp_ack

== Other: 1 function

-- on both sides, same number of calls: 1
  = 2  kfree
`,
    );
    const otherwise = listings(trace, traceOfNames(['kfree', 'tcp_ack']));
    assert.doesNotMatch(otherwise.left.text, /No difference/);
  });

  it('align line by line, and lead to the first call, whatever the sides', () => {
    const names = fc.array(fc.constantFrom('kvm_a', 'kvm_b', 'tcp_b', 'ip_c', 'c', 'd', 'e', 'f'), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(names, names, (a, b) => {
        const [left, right] = [traceOfNames(a), traceOfNames(b)];
        const both = listings(left, right);
        assertAligned(both.left, both.right);
        assertTargets(both.left, left);
        assertTargets(both.right, right);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('align for every pair of samples, and are equal for a trace and itself', () => {
    const traces = samples.map((sample) => parseTrace(readRecording(sample), { keepLines: false }));
    for (const left of traces) {
      for (const right of traces) {
        const both = listings(left, right);
        assertAligned(both.left, both.right);
        assertTargets(both.left, left);
        assertTargets(both.right, right);
        if (left === right) assert.equal(both.left.text, both.right.text);
      }
    }
  });

  it('show the invisible of names, labels and files, one function on a line', () => {
    const { categories: odd } = compileCategories([{ id: 'x', label: 'a\nb', patterns: ['k'] }], '');
    const trace = traceOfNames(['k\u202ea', 'k\u0085b']);
    const { left } = comparisonListings(compareFunctions(trace, traceOf(''), odd), odd, 'l\n.trace', 'r');
    assert.doesNotMatch(left.text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(left.text, /\n {2}- 1 {2}k\\u\{202e\}a\n/);
    assert.match(left.text, /\n== a\\u\{a\}b: 2 functions\n/);
    assert.match(left.text, /^Kernel functions reached: l\\u\{a\}\.trace and r\n/);
  });
});

describe('the names of two sides', () => {
  for (const [left, right, names] of [
    ['/a/socket.trace', '/b/tap.trace', ['socket.trace', 'tap.trace']],
    ['/runs/1/x.trace', '/runs/2/x.trace', ['1/x.trace', '2/x.trace']],
    ['C:\\a\\x.trace', 'C:\\b\\x.trace', ['a/x.trace', 'b/x.trace']],
    ['/a/b/x.trace', 'x.trace', ['b/x.trace', 'x.trace']],
    ['/a/x.trace', '/a/x.trace', ['x.trace (left)', 'x.trace (right)']],
  ] as const) {
    it(`${left} and ${right} are ${names.join(' and ')}`, () =>
      assert.deepEqual(sideNames(left, right), names));
  }
});
