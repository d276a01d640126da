/** The preset `nabla` against the published pipeline, as text filters: the same functions. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyFilter } from '../../../server/src/core/filter/applyFilter';
import { withFilterColumns } from '../../../server/src/core/filter/canonical';
import { FILTER_PRESETS } from '../../../server/src/core/filter/presets';
import type { FilterSpec } from '../../../server/src/core/model/filterSpec';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { readRecording, reportMissing, samples, scenarios } from '../../support/material';
import { nablaFunctions } from './nablaPipeline';

function functionsOf(bytes: Uint8Array, spec: FilterSpec): string[] {
  const trace = parseTrace(bytes, withFilterColumns({ keepLines: true }, spec));
  const { names, stats } = applyFilter(trace, spec);
  return Array.from({ length: names.length }, (_, id) => id)
    .filter((id) => stats.calls[id]! > 0)
    .map((id) => names.text(id))
    .sort();
}

/** Bars behind time, task and duration; undefined where there is no column of tasks. */
function barsOf(text: string): number | undefined {
  const header = text.split('\n', 10).find((line) => line.includes('FUNCTION CALLS')) ?? '';
  if (!header.includes('TASK/PID')) return undefined;
  return header.includes('TIME') ? 3 : 2;
}

describe('the preset nabla', () => {
  reportMissing('the recordings of scenarios', scenarios.length === 0);
  for (const recording of [...samples, ...scenarios]) {
    const bytes = readRecording(recording);
    const text = Buffer.from(bytes).toString('utf8');
    const bars = barsOf(text);
    if (bars === undefined) continue;
    it(`lists the functions that the published pipeline lists of ${recording.name}`, () => {
      const expected = nablaFunctions(text, bars);
      assert.ok(expected.length > 20, 'the pipeline lists functions');
      assert.deepEqual(functionsOf(bytes, FILTER_PRESETS.nabla), expected);
    });
  }

  it('lists the same of one task', () => {
    const recording = samples.find(({ name }) => name.endsWith('socket.trace'))!;
    const bytes = readRecording(recording);
    const text = Buffer.from(bytes).toString('utf8');
    const pids = [...new Set([...text.matchAll(/-(\d+) +\|/g)].map((match) => Number(match[1])))];
    for (const pid of pids.filter((each) => each !== 0)) {
      const expected = nablaFunctions(text, 3, [pid]);
      assert.deepEqual(functionsOf(bytes, { ...FILTER_PRESETS.nabla, pids: [pid] }), expected);
    }
  });

  const NAMES = [
    'sys_read',
    'SyS_poll',
    'do_syscall_64',
    'kthread_should_stop',
    '__do_softirq',
    'do_softirq.part.0',
    'smp_apic_timer_interrupt',
    'irq_enter',
    ...Array.from({ length: 12 }, (_, index) => `work_${index}`),
  ];
  // Another task, which shows that a level is two blanks: a text indented by four is read as such, by us alone.
  const HEAD = `# tracer: function_graph
#
# CPU  TASK/PID         DURATION                  FUNCTION CALLS
 0)   app-1        |               |  one() {
 0)   app-1        |   1.000 us    |    two();
 0)   app-1        |   1.000 us    |  }
`;
  const aLine = fc.record({
    pid: fc.constantFrom(7, 12, 120),
    step: fc.constantFrom(-2, -1, 1, ...new Array<number>(40).fill(0)),
    kind: fc.constantFrom('entry', 'entry', 'leaf', 'leaf', 'exit', 'exit', 'exit'),
    name: fc.constantFrom(...NAMES),
    tail: fc.boolean(),
  });

  /** Lines that nest for the most part: depths follow the braces of each task, but for some steps. */
  function draw(lines: readonly (typeof aLine extends fc.Arbitrary<infer T> ? T : never)[]): string {
    const depths = new Map<number, string[]>();
    const drawn = lines.map(({ pid, step, kind, name, tail }) => {
      const open = depths.get(pid) ?? [];
      depths.set(pid, open);
      const leaving = kind === 'exit' ? open.pop() : undefined;
      const depth = Math.max(0, open.length + step);
      if (kind === 'entry') open.push(name);
      const body =
        kind === 'entry'
          ? `${name}() {`
          : kind === 'leaf'
            ? `${name}();`
            : `}${tail ? ` /* ${leaving ?? name} */` : ''}`;
      const duration = kind === 'entry' ? '            ' : '  1.000 us  ';
      return ` 0)   app-${String(pid).padEnd(6)}  | ${duration}  |  ${'  '.repeat(depth)}${body}`;
    });
    return `${HEAD}${drawn.join('\n')}\n`;
  }

  it('lists the same of drawings in which much is wrong', () => {
    let listed = 0;
    fc.assert(
      fc.property(fc.array(aLine, { minLength: 20, maxLength: 80 }), (lines) => {
        const text = draw(lines);
        const expected = nablaFunctions(text, 2);
        listed += expected.length;
        assert.deepEqual(functionsOf(new TextEncoder().encode(text), FILTER_PRESETS.nabla), expected);
      }),
      { numRuns: 3000, seed: 9 },
    );
    assert.ok(listed > 9000, `drawings with functions: ${listed}`);
  });
});
