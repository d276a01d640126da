import assert from 'node:assert/strict';
import type { LineTable } from '../../server/src/core/model/lineTable';
import type { Trace } from '../../server/src/core/model/trace';
import { isCallKind } from '../../server/src/core/model/lineKind';

/** Everything of a trace but its lines, as a value that can be compared and printed. */
function numbersOf(trace: Trace): object {
  const { stats, names, lines: _, lanes, ...counters } = trace;
  const functions: Record<string, object> = {};
  for (let id = 0; id < names.length; id++) {
    functions[`${id} ${names.text(id)}`] = {
      module: names.module(id),
      calls: stats.calls[id],
      orphanExits: stats.orphanExits[id],
      timed: stats.timed[id],
      sumNs: stats.sumNs[id],
      totalNs: stats.totalNs[id],
      selfTimed: stats.selfTimed[id],
      selfNs: stats.selfNs[id],
      minNs: stats.minNs[id],
      maxNs: stats.maxNs[id],
      firstLine: stats.firstLine[id],
      topLevel: stats.topLevel[id],
      open: stats.open[id],
    };
  }
  const tasks = lanes.all.map(({ id, pid, comm, cpu, sameAs }) => ({ id, pid, comm, cpu, sameAs }));
  return { ...counters, functions, tasks };
}

/** The first difference of two numbers that are compared for every line of every recording: built only when wrong. */
function columnsOf(lines: LineTable, line: number): object {
  const kind = lines.kind(line);
  const call = isCallKind(kind);
  return {
    line,
    offset: lines.offset(line),
    kind,
    depth: lines.depth(line),
    lane: lines.lane(line),
    callLine: call ? lines.callLine(line) : undefined,
    name: call ? lines.name(line) : undefined,
    caller: call ? lines.caller(line) : undefined,
    exitLine: call ? lines.exitLine(line) : undefined,
    durationNs: call ? lines.durationNs(line) : undefined,
  };
}

function sameColumns(a: LineTable, b: LineTable, line: number): boolean {
  const kind = a.kind(line);
  return (
    kind === b.kind(line) &&
    a.offset(line) === b.offset(line) &&
    a.depth(line) === b.depth(line) &&
    a.lane(line) === b.lane(line) &&
    (!isCallKind(kind) ||
      (a.callLine(line) === b.callLine(line) &&
        a.name(line) === b.name(line) &&
        a.caller(line) === b.caller(line) &&
        a.exitLine(line) === b.exitLine(line) &&
        Object.is(a.durationNs(line), b.durationNs(line))))
  );
}

/** Both are the same trace: every counter, every function's numbers, every task. */
export function assertSameNumbers(actual: Trace, expected: Trace, message: string): void {
  assert.deepEqual(numbersOf(actual), numbersOf(expected), message);
}

/** Both are the same trace: the numbers, and every column of every line. */
export function assertSameTrace(actual: Trace, expected: Trace, message: string): void {
  const a = actual.lines;
  const b = expected.lines;
  assert.ok(a !== undefined && b !== undefined);
  for (let line = 0; line < Math.min(a.length, b.length); line++) {
    if (sameColumns(a, b, line)) continue;
    assert.deepEqual(columnsOf(a, line), columnsOf(b, line), message);
    assert.fail(`${message}: line ${line + 1}`);
  }
  assertSameNumbers(actual, expected, message);
  assert.equal(a.length, b.length, message);
}
