import type { LineTable } from '../../../server/src/core/model/lineTable';
import { isCallKind } from '../../../server/src/core/model/lineKind';
import { NO_LANE } from '../../../server/src/core/model/lineTable';
import { LineKind } from '../../../server/src/core/model/lineKind';
import { randomNumbers } from '../../support/random';

/**
 * A text of calls of three tasks on two cpus, deep and shallow, with leaves, comments, a loss and calls without exits.
 */
export function mixedText(lines: number, seed: number): string {
  const random = randomNumbers(seed);
  const depths = [0, 0, 0];
  const names = [[], [], []] as string[][];
  const text = [
    '# tracer: function_graph',
    '#',
    '# CPU  TASK/PID         DURATION                  FUNCTION CALLS',
  ];
  while (text.length < lines) {
    const task = random(3);
    const depth = depths[task]!;
    const columns = ` ${task % 2})  task${task}-10${task}   |`;
    const indent = '  '.repeat(depth);
    const name = `f${random(6)}`;
    const kind = random(12);
    if (kind < 4 && depth < 8) {
      text.push(`${columns}               |  ${indent}${name}() {`);
      names[task]!.push(name);
      depths[task]!++;
    } else if (kind < 7 && depth > 0) {
      depths[task]!--;
      const closed = names[task]!.pop();
      text.push(
        `${columns}   ${(1 + random(9)).toFixed(3)} us    |  ${'  '.repeat(depth - 1)}} /* ${closed} */`,
      );
    } else if (kind < 10) text.push(`${columns}   0.${100 + random(900)} us    |  ${indent}${name}();`);
    else if (kind === 10) text.push(`${columns}               |  ${indent}/* a comment */`);
    else if (random(30) === 0) text.push('CPU:0 [LOST 5 EVENTS]');
    else if (random(10) === 0) text.push('what nobody can read');
  }
  return `${text.join('\n')}\n`;
}

/** By the definition: the entry of the call that a line stands in; an exit stands in its own call; -1 for none. */
export function slowAround(lines: LineTable, line: number): number {
  if (lines.kind(line) === LineKind.Exit) return lines.callLine(line);
  if (isCallKind(lines.kind(line))) return lines.caller(line);
  for (let at = line - 1; at >= Math.max(0, line - 4096); at--) {
    if (!isCallKind(lines.kind(at))) continue;
    if (lines.lane(line) !== NO_LANE && lines.lane(at) !== lines.lane(line)) continue;
    return lines.kind(at) === LineKind.Entry ? at : lines.caller(at);
  }
  return -1;
}

/** The entries of the calls that a line stands in, innermost first. */
export function slowCallers(lines: LineTable, line: number): number[] {
  const callers: number[] = [];
  for (let call = slowAround(lines, line); call >= 0; call = lines.caller(call)) callers.push(call);
  return callers;
}
