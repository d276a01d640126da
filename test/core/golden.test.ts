import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { functionRows } from '../../server/src/core/analyse/functions';
import { paperCategories } from '../../server/src/core/classify/categories';
import { formatTable } from '../../server/src/core/format/table';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { isCallKind, LineKind } from '../../server/src/core/model/lineKind';
import type { Trace } from '../../server/src/core/model/trace';
import { repositoryRoot } from '../support/repository';

const folder = path.join(repositoryRoot, 'test', 'golden');

const KINDS = Object.fromEntries(Object.entries(LineKind).map(([name, kind]) => [kind, name.toLowerCase()]));

/** A line number or a number of nanoseconds for people; unknown is a dash. */
function number(value: number | undefined, plus = 0): string {
  return value === undefined || Number.isNaN(value) || value < 0 ? '-' : String(value + plus);
}

function laneName(trace: Trace, lane: number): string {
  const { pid, comm, cpu } = trace.lanes.all[lane] ?? { pid: -1, comm: '', cpu: -1 };
  return pid >= 0 ? `${comm}-${pid}` : cpu >= 0 ? `cpu${cpu}` : '-';
}

function dump(trace: Trace): string {
  const lines = trace.lines!;
  const rows = [['line', 'kind', 'depth', 'lane', 'caller', 'end', 'duration', 'function']];
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    const row = [String(line + 1), KINDS[kind] ?? '?'];
    if (isCallKind(kind)) {
      const end =
        kind === LineKind.Exit ? lines.callLine(line) : kind === LineKind.Entry ? lines.exitLine(line) : -1;
      row.push(
        String(lines.depth(line)),
        laneName(trace, lines.lane(line)),
        number(lines.caller(line), 1),
        number(end, 1),
        number(lines.durationNs(line)),
        lines.name(line) < 0 ? '-' : trace.names.text(lines.name(line)),
      );
    }
    rows.push(row);
  }
  const functions = functionRows(trace, paperCategories()).map((f) => [
    f.name,
    String(f.calls),
    number(f.totalNs),
    number(f.selfNs),
  ]);
  return [
    ...formatTable(rows, ['right', 'left', 'right', 'left', 'right', 'right', 'right', 'left']),
    '',
    ...formatTable(
      [['function', 'calls', 'total', 'self'], ...functions],
      ['left', 'right', 'right', 'right'],
    ),
    '',
  ].join('\n');
}

describe('golden dumps', () => {
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.trace'))) {
    it(file, () => {
      const actual = dump(parseTrace(fs.readFileSync(path.join(folder, file)), { keepLines: true }));
      const golden = path.join(folder, file.replace(/\.trace$/, '.txt'));
      if (process.env['UPDATE_GOLDEN'] !== undefined) fs.writeFileSync(golden, actual);
      assert.equal(actual, fs.readFileSync(golden, 'utf8'));
    });
  }
});
