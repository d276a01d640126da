/** Laws of the calls that hold for every recording. Each is read once, and every law is asked of it. */
import assert from 'node:assert/strict';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { callsOf } from '../../support/calls';
import {
  options,
  readRecording,
  reportMissing,
  samples,
  scenarios,
  type Recording,
} from '../../support/material';
import { randomNumbers } from '../../support/random';

/** Up to this many bytes of a text are cut, mended and ended otherwise: every kind of line is in the first ones. */
const MOST_BYTES = 200_000;

function firstLine({ line, exitLine }: CallRow): number {
  return (line ?? exitLine)!;
}

/** Calls are in the order of their first lines; each lies in its caller, which is another call. */
function assertNested(rows: readonly CallRow[], name: string): void {
  const byLine = new Map(rows.filter(({ line }) => line !== null).map((row) => [row.line!, row]));
  let before = 0;
  for (const row of rows) {
    const { line, exitLine, parentLine, depth, pid, irq } = row;
    const where = `${name}: ${JSON.stringify(row)}`;
    assert.ok(firstLine(row) > before, `order: ${where}`);
    before = firstLine(row);
    assert.ok(line === null || exitLine === null || exitLine >= line, where);
    if (parentLine === null) continue;
    const caller = byLine.get(parentLine);
    assert.ok(caller !== undefined && parentLine < firstLine(row), `caller: ${where}`);
    assert.ok(caller.exitLine !== parentLine, `caller is a leaf: ${where}`);
    assert.ok(
      caller.depth === depth - 1 || (irq && caller.depth >= depth - 2 && caller.depth <= depth),
      where,
    );
    assert.equal(caller.pid, pid, where);
    if (caller.exitLine === null) continue;
    assert.ok(firstLine(row) < caller.exitLine, `behind its caller: ${where}`);
    assert.ok(exitLine === null || exitLine < caller.exitLine, `longer than its caller: ${where}`);
  }
}

/** The durations of direct callees, as one sum: null where one is unknown. */
function sumOf(callees: readonly CallRow[]): number | null {
  return callees.reduce<number | null>(
    (sum, { durationNs }) => (sum === null || durationNs === null ? null : sum + durationNs),
    0,
  );
}

/**
 * The self time of a call is its duration less those of its direct callees, which the rows tell. Two things they do not:
 * an interrupt that is printed one too deep may be a part of the next callee's time; and a call that is two levels
 * deeper without a caller in the text stands in a callee that is not there, so that its time is unknown.
 */
function assertSelfTimes(rows: readonly CallRow[], name: string): void {
  const callees = new Map<number, CallRow[]>();
  const astray: CallRow[] = [];
  for (const row of rows) {
    if (row.parentLine === null) astray.push(row);
    else callees.set(row.parentLine, [...(callees.get(row.parentLine) ?? []), row]);
  }
  for (const row of rows) {
    const { line, durationNs, selfNs, exitLine, depth } = row;
    const own = (line !== null && callees.get(line)) || [];
    const selfBy = (counted: readonly CallRow[]): number | null => {
      const sum = sumOf(counted);
      return line === null || durationNs === null || sum === null ? null : Math.max(0, durationNs - sum);
    };
    const possible = [selfBy(own), selfBy(own.filter((callee) => callee.depth === depth + 1))];
    if (possible.includes(selfNs)) continue;
    const stray = astray.some(
      (other) =>
        firstLine(other) > line! &&
        firstLine(other) < exitLine! &&
        other.depth > depth + 1 &&
        (other.pid === null ? other.cpu === row.cpu : other.pid === row.pid),
    );
    assert.ok(
      stray && selfNs === null,
      `self time ${possible.join(' or ')}: ${name}: ${JSON.stringify(row)}`,
    );
  }
}

/**
 * What the beginning of a text tells of a call. Its exit, who runs, and whether an interrupt belongs to the call in which
 * it is printed, may only be known from later lines.
 */
function known({ line, depth, name, cpu, parentLine }: CallRow, place: number, rows: readonly CallRow[]) {
  return { line, depth, name, cpu, parentLine: rows[place]!.irq ? undefined : parentLine };
}

function assertPrefix(
  text: Buffer,
  rows: readonly CallRow[],
  random: (below: number) => number,
  name: string,
) {
  const cut = text.indexOf(0x0a, random(text.length)) + 1;
  let lines = 0;
  for (let at = text.indexOf(0x0a); at >= 0 && at < cut; at = text.indexOf(0x0a, at + 1)) lines++;
  // A switch that comes later may tell that an exit belongs to a call of another cpu: then it is no call of its own.
  const paired = new Set(rows.filter(({ line }) => line !== null).map(({ exitLine }) => exitLine));
  const ofPrefix = callsOf(text.subarray(0, cut)).filter(
    ({ line, exitLine }) => line !== null || !paired.has(exitLine),
  );
  const expected = rows.filter((row) => firstLine(row) <= lines);
  assert.deepEqual(ofPrefix.map(known), expected.map(known), `${name}: the first ${lines} lines`);
}

/** Without one line there are other calls, and still calls. */
function assertSurvivesDeletion(text: Buffer, random: (below: number) => number): void {
  const from = text.indexOf(0x0a, random(text.length)) + 1;
  const to = text.indexOf(0x0a, from) + 1;
  if (to > 0) callsOf(Buffer.concat([text.subarray(0, from), text.subarray(to)]));
}

function assertSameWithCarriageReturns(text: Buffer, rows: readonly CallRow[], name: string): void {
  const crlf = Buffer.from(text.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  assert.deepEqual(callsOf(crlf), rows, `${name}: with CRLF`);
}

describe('the calls of every recording', function () {
  this.timeout(240_000);
  const recordings: readonly Recording[] = [...samples, ...scenarios, ...options];

  before(() => reportMissing('calls of recordings', scenarios.length + options.length === 0));

  const groups = new Map<string, Recording[]>();
  for (const recording of recordings) {
    const group = recording.name.split('/').slice(0, -1).join('/');
    groups.set(group, [...(groups.get(group) ?? []), recording]);
  }
  for (const [group, members] of groups) {
    it(`nest, add up, and do not depend on what follows: ${group}`, () => {
      for (const [number, recording] of members.entries()) {
        const { name } = recording;
        const bytes = readRecording(recording);
        const rows = callsOf(bytes);
        assertNested(rows, name);
        assertSelfTimes(rows, name);
        const random = randomNumbers(number);
        const text = Buffer.from(bytes.subarray(0, bytes.indexOf(0x0a, MOST_BYTES) + 1 || bytes.length));
        const ofText = text.length === bytes.length ? rows : callsOf(text);
        if (text.length === 0) continue;
        assertPrefix(text, ofText, random, name);
        assertSurvivesDeletion(text, random);
        assertSameWithCarriageReturns(text, ofText, name);
      }
    });
  }
});
