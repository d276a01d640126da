import assert from 'node:assert';
import { isCallKind } from '../../server/src/core/model/lineKind';
import type { LineTable } from '../../server/src/core/model/lineTable';
import type { Trace } from '../../server/src/core/model/trace';

/** Everything that a trace says, without NameIds, which two parses of the same text may give in another order. */
export function plainTrace(trace: Trace): Record<string, unknown> {
  const { names, stats, lanes, source } = trace;
  const functions = Array.from({ length: names.length }, (_, id) => ({
    name: names.text(id),
    module: names.module(id),
    calls: stats.calls[id],
    topLevel: stats.topLevel[id],
    orphanExits: stats.orphanExits[id],
    timed: stats.timed[id],
    sumNs: stats.sumNs[id],
    outermost: stats.outermost[id],
    totalNs: stats.totalNs[id],
    selfTimed: stats.selfTimed[id],
    selfNs: stats.selfNs[id],
    minNs: stats.minNs[id],
    maxNs: stats.maxNs[id],
    firstLine: stats.firstLine[id],
    isInterrupt: trace.interruptFunctions[id] === 1,
  }));
  return {
    verdict: trace.verdict,
    lineCount: trace.lineCount,
    calls: trace.calls,
    orphanExits: trace.orphanExits,
    unreadLines: trace.unreadLines,
    unread: [...trace.unread],
    lostLines: trace.lostLines,
    tasks: trace.tasks,
    cpus: [...trace.cpus],
    kinds: [...trace.kinds],
    tracer: source.tracer,
    kernel: source.kernel,
    producer: source.producer,
    columns: [...source.columns].sort(),
    problems: trace.problems,
    interruptCalls: trace.interruptCalls,
    wideIndentation: trace.wideIndentation,
    unnamed: sorted(trace.unnamedInterrupts),
    moved: sorted(trace.movedInterrupts),
    strays: sorted(trace.strayInterrupts),
    lanes: lanes.all.map(({ pid, comm, cpu, sameAs, lastLine, earlierComms }) => {
      return { pid, comm, cpu, sameAs, hasLines: lastLine >= 0, earlier: [...(earlierComms ?? [])].sort() };
    }),
    functions: functions
      .filter(({ calls, orphanExits }) => calls! > 0 || orphanExits! > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    lines: trace.lines === undefined ? undefined : plainLines(trace, trace.lines),
  };
}

function sorted(lines: ReadonlySet<number>): number[] {
  return [...lines].sort((a, b) => a - b);
}

function plainLines(trace: Trace, lines: LineTable): string[] {
  return Array.from({ length: lines.length }, (_, line) => {
    const kind = lines.kind(line);
    const plain = [line, lines.offset(line), kind, lines.depth(line), lines.lane(line)];
    if (!isCallKind(kind)) return plain.join(' ');
    const name = trace.names.text(lines.name(line));
    return [
      ...plain,
      name,
      lines.caller(line),
      lines.callLine(line),
      lines.exitLine(line),
      lines.durationNs(line),
    ].join(' ');
  });
}

/** Fails where the traces say anything else of their text. */
export function assertPlainTrace(actual: Trace, expected: Trace): void {
  const [a, b] = [plainTrace(actual), plainTrace(expected)];
  for (const key of Object.keys(b)) assert.deepEqual(a[key], b[key], key);
}
