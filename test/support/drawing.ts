/** Traces as small drawings, and what was understood of them as text. */
import { functionRows, type FunctionRow } from '../../server/src/core/analyse/functions';
import { paperCategories } from '../../server/src/core/classify/categories';
import type { Trace } from '../../server/src/core/model/trace';
import { TraceText } from '../../server/src/core/parse/traceText';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { isCallKind, LineKind } from '../../server/src/core/model/lineKind';

const KIND_NAMES = new Map(Object.entries(LineKind).map(([name, kind]) => [kind, name]));

export function kindName(kind: LineKind): string {
  return KIND_NAMES.get(kind)!;
}

/** The text without the empty line that a template literal begins with. */
export function undraw(drawing: string): string {
  return drawing.replace(/^\n/, '');
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Parses a drawing as an editor does. */
export function draw(drawing: string): TraceText {
  const bytes = bytesOf(undraw(drawing));
  return new TraceText(bytes, parseTrace(bytes, { keepLines: true }));
}

/** Parses a drawing for its numbers. */
export function traceOf(drawing: string): Trace {
  return parseTrace(bytesOf(undraw(drawing)), { keepLines: true });
}

/**
 * Each line as it was understood, numbers from 1: `3 Leaf free < send 1500`, its caller behind `<`, its duration in ns;
 * `Entry send ..5` ends on line 5, `..` never. `@1` is the lane, shown from the second lane on.
 */
export function understood(drawing: string): string[] {
  const { lines, trace } = draw(drawing);
  return Array.from({ length: lines.length }, (_, line) => {
    const kind = lines.kind(line);
    const lane = lines.lane(line);
    const words = [line + 1, kindName(kind)];
    if (isCallKind(kind)) {
      const name = lines.name(line);
      words.push(name < 0 ? '?' : trace.names.text(name));
      const exit = lines.exitLine(line);
      if (kind === LineKind.Entry) words.push(exit < 0 ? '..' : `..${exit + 1}`);
      const caller = lines.caller(line);
      if (kind !== LineKind.Exit && caller >= 0) words.push('<', trace.names.text(lines.name(caller)));
      const ns = lines.durationNs(line);
      if (kind !== LineKind.Entry) words.push(Number.isNaN(ns) ? '-' : ns);
      if (lane > 0) words.push(`@${lane}`);
    }
    return words.join(' ');
  });
}

/** The rows of functionRows by name. */
export function rowsOf(trace: Trace): ReadonlyMap<string, FunctionRow> {
  return new Map(functionRows(trace, paperCategories()).map((row) => [row.name, row]));
}

/** Each function's numbers as `name: calls, total, self, min..max`, by name; `-` is unknown. */
export function numbersOf(drawing: string): string[] {
  const show = (ns: number | undefined): string => (ns === undefined ? '-' : String(ns));
  return [...rowsOf(traceOf(drawing)).values()]
    .map(
      (row) =>
        `${row.name}: ${row.calls}, ${show(row.totalNs)}, ${show(row.selfNs)}, ${show(row.minNs)}..${show(row.maxNs)}`,
    )
    .sort();
}
