/** Texts as people paste them, against counts made by hand: the table of the material's README, and expectations.ts. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LineKind } from '../../../server/src/core/model/lineKind';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { callsOf } from '../../support/calls';
import { reportMissing } from '../../support/material';
import { sharedFolder } from '../../support/repository';
import { callsByTheRules, readings, reflowed } from './expectations';

const folder = path.join(sharedFolder, 'realworld');
const TEXTS = 71;

interface Row {
  readonly name: string;
  readonly entries: number;
  readonly leaves: number;
  readonly exits: number;
  /** Calls without a `;` or `{`: entries or leaves, nobody can tell. */
  readonly bare: number;
  readonly calls: number;
  readonly names: number;
  readonly exitOnly: number;
  /** How far a count may be off, as a share: what the README marks by `~` was not counted by a person. */
  readonly tolerance: number;
}

/** The rows of the README's table that have counts, those of the 71 texts. */
function readTable(): Row[] {
  const readme = path.join(folder, 'README.md');
  if (!fs.existsSync(readme)) return [];
  const rows: Row[] = [];
  for (const line of fs.readFileSync(readme, 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const kinds = /(\d+) \/ (\d+) \/ (\d+)/.exec(cells[4] ?? '');
    if (!/^\d\d-/.test(cells[1] ?? '') || kinds === null) continue;
    rows.push({
      name: cells[1]!,
      entries: Number(kinds[1]),
      leaves: Number(kinds[2]),
      exits: Number(kinds[3]),
      bare: Number(/\+(\d+) bare/.exec(cells[4]!)?.[1] ?? 0),
      calls: firstNumber(cells[5]),
      names: firstNumber(cells[6]),
      exitOnly: firstNumber(cells[7]),
      tolerance: cells[4]!.startsWith('~') ? 0.05 : 0,
    });
  }
  return rows;
}

function firstNumber(cell: string | undefined): number {
  return Number(/\d+/.exec(cell ?? '')?.[0] ?? NaN);
}

function linesOf(trace: Trace, ...kinds: number[]): number[] {
  const found: number[] = [];
  for (let line = 0; line < trace.lineCount; line++) {
    if (kinds.includes(trace.lines!.kind(line))) found.push(line + 1);
  }
  return found;
}

function sorted(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

describe('texts of the real world', () => {
  const rows = readTable();
  reportMissing('texts of the real world', rows.length === 0);
  if (rows.length === 0) return;

  it('are all in the table and all read', () => {
    const numbers = Array.from({ length: TEXTS }, (_, index) => String(index + 1).padStart(2, '0'));
    assert.deepEqual(
      rows.map(({ name }) => name.slice(0, 2)),
      numbers,
    );
    assert.deepEqual(Object.keys(readings).sort(), numbers);
  });

  for (const counted of rows) {
    const number = counted.name.slice(0, 2);
    const row = { ...counted, ...reflowed[number] };
    const bytes = fs.readFileSync(path.join(folder, `${row.name}.txt`));
    const trace = parseTrace(bytes, { keepLines: true });
    const close = (actual: number, expected: number, what: string): void => {
      const off = Math.abs(actual - expected);
      assert.ok(off <= expected * row.tolerance, `${what}: ${actual} instead of ${expected}`);
    };

    describe(row.name, () => {
      it('is function_graph', () => {
        assert.equal(trace.verdict.kind, 'graph');
      });

      it('has its entries, leaves and exits', () => {
        const entries = linesOf(trace, LineKind.Entry).length;
        const leaves = linesOf(trace, LineKind.Leaf).length;
        if (row.bare === 0) {
          close(entries, row.entries, 'entries');
          close(leaves, row.leaves, 'leaves');
        } else {
          assert.ok(entries >= row.entries && leaves >= row.leaves, `${entries} entries, ${leaves} leaves`);
          close(entries + leaves, row.entries + row.leaves + row.bare, 'entries and leaves');
        }
        close(linesOf(trace, LineKind.Exit, LineKind.OrphanExit).length, row.exits, 'exits');
      });

      it('has its calls', () => {
        const rule = callsByTheRules[number];
        const expected = rule?.calls ?? row.calls;
        const because = rule === undefined ? 'calls' : `calls (${rule.why})`;
        close(trace.calls + trace.orphanExits, expected, because);
        close(callsOf(bytes).length, expected, because);
      });

      it('has its names', () => {
        const calls = callsOf(bytes);
        const called = new Set(calls.flatMap(({ line, name }) => (line === null ? [] : [name])));
        const all = new Set(calls.map(({ name }) => name));
        called.delete(null);
        all.delete(null);
        close(all.size, row.names, 'names');
        close(all.size - called.size, row.exitOnly, 'names on exits only');
        close(trace.names.length, row.names, 'names in the table');
      });

      it('has no other unreadable lines than those a person cannot read', () => {
        const { unread, continued = [] } = readings[number]!;
        assert.deepEqual(linesOf(trace, LineKind.Unread), sorted(Object.values(unread).flat()));
        assert.deepEqual(linesOf(trace, LineKind.Piece), [...continued]);
      });
    });
  }
});
