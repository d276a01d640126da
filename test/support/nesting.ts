import assert from 'node:assert/strict';
import type { Trace } from '../../server/src/core/model/trace';
import { LineKind } from '../../server/src/core/model/lineKind';

/** A caller is an earlier entry of the same lane with a smaller depth that is still open; an exit follows its entry. */
export function assertNesting(trace: Trace, name: string): void {
  const lines = trace.lines!;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    const where = `${name}, line ${line + 1}`;
    if (kind === LineKind.Exit) {
      const entry = lines.callLine(line);
      assert.ok(entry < line && lines.kind(entry) === LineKind.Entry, where);
      assert.equal(lines.exitLine(entry), line, where);
      assert.equal(lines.depth(entry), lines.depth(line), where);
    } else if (kind === LineKind.Entry || kind === LineKind.Leaf || kind === LineKind.OrphanExit) {
      const caller = lines.caller(line);
      if (caller < 0) continue;
      assert.ok(caller < line && lines.kind(caller) === LineKind.Entry, where);
      assert.ok(lines.depth(caller) < lines.depth(line), where);
      assert.equal(trace.lanes.byId(lines.lane(caller)), trace.lanes.byId(lines.lane(line)), where);
      const callerExit = lines.exitLine(caller);
      assert.ok(callerExit < 0 || callerExit > line, where);
      const exit = lines.exitLine(line);
      assert.ok(callerExit < 0 || exit < callerExit, where);
    }
  }
}
