/** Each filter on a small drawing; the numbers beside it are counted by hand. */
import assert from 'node:assert/strict';
import { contentOfCall } from '../../../server/src/core/analyse/callContent';
import { CallEdges } from '../../../server/src/core/analyse/callEdges';
import { callLines } from '../../../server/src/core/analyse/calls';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { summarize } from '../../../server/src/core/analyse/summary';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { applyFilter, withoutLines } from '../../../server/src/core/filter/applyFilter';
import { needsContext, needsLines, withFilterColumns } from '../../../server/src/core/filter/canonical';
import { filterWarnings } from '../../../server/src/core/filter/describe';
import { withoutSuffixes } from '../../../server/src/core/filter/suffixes';
import type { FilterSpec } from '../../../server/src/core/model/filterSpec';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { bytesOf, undraw } from '../../support/drawing';

function filtered(drawing: string, spec: FilterSpec): Trace {
  return applyFilter(
    parseTrace(bytesOf(undraw(drawing)), withFilterColumns({ keepLines: false }, spec)),
    spec,
  );
}

/** `name calls total self`, by name; `-` is unknown. */
function left(drawing: string, spec: FilterSpec): string[] {
  const show = (ns: number | undefined): string => (ns === undefined ? '-' : String(ns));
  return functionRows(filtered(drawing, spec), paperCategories())
    .map((row) => `${row.name} ${row.calls} ${show(row.totalNs)} ${show(row.selfNs)}`)
    .sort();
}

/** `id: functions, calls` that were taken away. */
function steps(drawing: string, spec: FilterSpec): string[] {
  return filtered(drawing, spec).filter!.steps.map(
    ({ id, functions, calls }) => `${id}: ${functions}, ${calls}`,
  );
}

const TWO_TASKS = `
# tracer: function_graph
#
#     TIME        CPU  TASK/PID         DURATION                  FUNCTION CALLS
    1.000000 |   0)    web-12     |               |  open() {
    1.000001 |   0)    web-12     |   1.000 us    |    lock();
    1.000002 |   1)    sh-1234    |   2.000 us    |  read();
    1.000003 |   0)    web-12     |   4.000 us    |  }
    1.000004 |   1)    web-12     |   5.000 us    |  read();
    1.000005 |   0)    <idle>-0   |   6.000 us    |  idle();
`;

describe('a filter', () => {
  describe('by pid', () => {
    it('counts the calls of those threads alone: 12 is not 1234', () => {
      assert.deepEqual(left(TWO_TASKS, { pids: [12] }), [
        'lock 1 1000 1000',
        'open 1 4000 3000',
        'read 1 5000 5000',
      ]);
      assert.deepEqual(steps(TWO_TASKS, { pids: [12] }), ['pids: 1, 2']);
      assert.deepEqual(left(TWO_TASKS, { pids: [1234] }), ['read 1 2000 2000']);
    });

    it('knows idle tasks by the pid 0', () => {
      assert.deepEqual(left(TWO_TASKS, { pids: [0] }), ['idle 1 6000 6000']);
    });

    it('counts the tasks and cpus that are left', () => {
      const { tasks, cpus, calls } = filtered(TWO_TASKS, { pids: [12] });
      assert.deepEqual({ tasks, cpus, calls }, { tasks: 1, cpus: [0, 1], calls: 3 });
      const idle = filtered(TWO_TASKS, { pids: [0] });
      assert.deepEqual([idle.tasks, idle.cpus], [1, [0]]);
    });

    const SWITCH = `
# tracer: function_graph
 0)   1.000 us    |  before();
 ------------------------------------------
 0)   sh-7     =>   web-12
 ------------------------------------------

 0)   2.000 us    |  behind();
`;
    it('knows a task that only a later switch names', () => {
      assert.deepEqual(left(SWITCH, { pids: [7] }), ['before 1 1000 1000']);
      assert.deepEqual(left(SWITCH, { comms: ['web'] }), ['behind 1 2000 2000']);
    });
  });

  describe('by comm', () => {
    it('takes the whole name, as printed', () => {
      assert.deepEqual(left(TWO_TASKS, { comms: ['sh'] }), ['read 1 2000 2000']);
      assert.deepEqual(left(TWO_TASKS, { comms: ['we', 's', 'web '] }), []);
      assert.deepEqual(left(TWO_TASKS, { comms: ['<idle>'] }), ['idle 1 6000 6000']);
    });

    it('takes a task that has had another name before', () => {
      const drawing = `
 0)    sh-7        |   1.000 us    |  fork();
 0)    wget-7      |   2.000 us    |  exec();
 0)    ls-8        |   4.000 us    |  read();
`;
      for (const name of ['sh', 'wget'])
        assert.deepEqual(left(drawing, { comms: [name] }), ['exec 1 2000 2000', 'fork 1 1000 1000']);
    });
  });

  describe('by cpu', () => {
    it('counts calls by where they began', () => {
      assert.deepEqual(left(TWO_TASKS, { cpus: [1] }), ['read 2 7000 7000']);
      assert.deepEqual(left(TWO_TASKS, { cpus: [0] }), [
        'idle 1 6000 6000',
        'lock 1 1000 1000',
        'open 1 4000 3000',
      ]);
    });
  });

  describe('by time', () => {
    it('takes a call that began at the first moment, and not one that began at the last', () => {
      const spec = { fromNs: 1_000_001_000, toNs: 1_000_004_000 };
      assert.deepEqual(left(TWO_TASKS, spec), ['lock 1 1000 1000', 'read 1 2000 2000']);
      assert.deepEqual(steps(TWO_TASKS, spec), ['fromNs: 1, 1', 'toNs: 1, 2']);
    });
  });

  describe('by depth', () => {
    it('leaves out what is above', () => {
      assert.deepEqual(left(TWO_TASKS, { minDepth: 1 }), ['lock 1 1000 1000']);
      assert.deepEqual(left(TWO_TASKS, { minDepth: 2 }), []);
    });

    it('counts a level as one where people have indented by four', () => {
      const drawing = `
 0)               |  a() {
 0)               |      b() {
 0)   1.000 us    |          c();
 0)   2.000 us    |      }
 0)   3.000 us    |  }
`;
      assert.deepEqual(left(drawing, { minDepth: 2 }), ['c 1 1000 1000']);
    });
  });

  describe('of interrupts', () => {
    it('leaves out what an arrow, a name or a flag begins, and all that it calls', () => {
      const drawing = `
 0)               |  read() {
 0)   ==========> |
 0)               |    entry_of_irq() {
 0)   1.000 us    |      tick();
 0)   2.000 us    |    }
 0)   <========== |
 0)               |    sysvec_timer() {
 0)   3.000 us    |      tick();
 0)   4.000 us    |    }
 0)   1.000 us    |    lock();
 0)   9.000 us    |  }
`;
      assert.deepEqual(left(drawing, { withoutInterrupts: true }), ['lock 1 1000 1000', 'read 1 9000 2000']);
      assert.deepEqual(steps(drawing, { withoutInterrupts: true }), ['withoutInterrupts: 3, 4']);
    });

    const FLAGS = `
# tracer: function_graph
#
# CPU  TASK/PID  ||||  DURATION                  FUNCTION CALLS
 0)    web-12    |  d..1. |               |  read() {
 0)    web-12    |  d.h1. |   1.000 us    |    tick();
 0)    web-12    |  d.H1. |   1.000 us    |    tock();
 0)    web-12    |  d.s1. |   1.000 us    |    softirq();
 0)    web-12    |  d..1. |   5.000 us    |  }
`;
    it('goes by the flags of the latency format', () => {
      assert.deepEqual(left(FLAGS, { withoutInterrupts: true }), ['read 1 5000 2000', 'softirq 1 1000 1000']);
    });

    it('takes names of its own in place of the built-in ones', () => {
      const drawing = `
 0)   1.000 us    |  irq_enter();
 0)               |  my_irq() {
 0)   1.000 us    |    tick();
 0)   2.000 us    |  }
`;
      const own = { withoutInterrupts: true, interruptFunctions: ['my_*'] };
      assert.deepEqual(left(drawing, own), ['irq_enter 1 1000 1000']);
    });
  });

  describe('of the beginning', () => {
    const drawing = `
 0)    web-12     |   1.000 us    |  before();
 0)    sh-13      |   1.000 us    |  before();
 0)    web-12     |               |  __x64_sys_read() {
 0)    web-12     |   1.000 us    |    lock();
 0)    web-12     |   2.000 us    |  }
 0)    web-12     |   1.000 us    |  before();
 0)    sh-13      |   1.000 us    |  behind();
`;
    it('counts each task from its own first entry function on', () => {
      assert.deepEqual(left(drawing, { fromFirstEntry: true }), [
        '__x64_sys_read 1 2000 1000',
        'before 1 1000 1000',
        'lock 1 1000 1000',
      ]);
      assert.deepEqual(steps(drawing, { fromFirstEntry: true }), ['fromFirstEntry: 1, 3']);
    });

    it('takes beginnings of its own', () => {
      assert.deepEqual(left(drawing, { fromFirstEntry: true, entryFunctions: ['behi'] }), [
        'behind 1 1000 1000',
      ]);
    });

    for (const entry of [
      '__arm64_sys_read',
      'SyS_read',
      'do_syscall_64',
      'x64_sys_call',
      'vcpu_enter_guest',
      'kthread_should_stop',
    ])
      it(`knows ${entry}`, () => {
        assert.deepEqual(
          left(` 0)   1.000 us    |  a();\n 0)   1.000 us    |  ${entry}();\n`, { fromFirstEntry: true }),
          [`${entry} 1 1000 1000`],
        );
      });
  });

  describe('of nesting', () => {
    it('leaves out lines that are not as deep as the braces before them say', () => {
      const drawing = `
 0)               |  a() {
 0)   1.000 us    |    b();
 0)   1.000 us    |      stray();
 0)   1.000 us    |  stray();
 0)   3.000 us    |  }
 0)   1.000 us    |  c();
`;
      assert.deepEqual(steps(drawing, { strictNesting: true }), ['strictNesting: 1, 2']);
      assert.deepEqual(
        left(drawing, { strictNesting: true }).map((row) => row.split(' ')[0]),
        ['a', 'b', 'c'],
      );
    });
  });

  describe('of compiler suffixes', () => {
    it('counts copies and parts as the function, recursion over both once', () => {
      const drawing = `
 0)               |  foo.isra.0() {
 0)   2.000 us    |    foo();
 0)   5.000 us    |  }
 0)   1.000 us    |  bar.constprop.0.isra.1();
 0)   1.000 us    |  bar.part.3.cold();
`;
      const rows = ['bar 2 2000 2000', 'foo 2 5000 5000'];
      assert.deepEqual(left(drawing, { foldSuffixes: true }), rows);
      assert.deepEqual(steps(drawing, { foldSuffixes: true }), ['foldSuffixes: 2, 0']);
    });

    for (const [name, short] of [
      ['foo.isra.0', 'foo'],
      ['foo.isra.0.cold', 'foo'],
      ['foo.constprop.12.isra.0', 'foo'],
      ['foo.part.0', 'foo'],
      ['foo.cold', 'foo'],
      ['foo.cold.7', 'foo'],
      ['foo.llvm.1234567890', 'foo'],
      ['foo.lto_priv.0', 'foo'],
      ['foo.isra', 'foo.isra'],
      ['foo.coldest', 'foo.coldest'],
      ['foo.0', 'foo.0'],
      ['foo_cold', 'foo_cold'],
      ['.cold', '.cold'],
      ['.ppc_dot.isra.0', '.ppc_dot'],
    ] as const) {
      it(`makes ${short} of ${name}`, () => assert.equal(withoutSuffixes(name), short));
    }

    it('leaves the whole trace as it was for others', () => {
      const bytes = bytesOf(' 0)   1.000 us    |  foo.isra.0();\n 0)   1.000 us    |  foo.part.0();\n');
      const trace = parseTrace(bytes, { keepLines: true, keepSelf: true });
      const before = summarize(trace, paperCategories());
      assert.equal(
        summarize(applyFilter(trace, { foldSuffixes: true }), paperCategories()).functions.total,
        1,
      );
      assert.deepEqual(summarize(trace, paperCategories()), before);
      assert.equal(before.functions.total, 2);
    });
  });

  describe('together with others', () => {
    const drawing = `
 0)    web-12     |               |  read() {
 0)    web-12     |   1.000 us    |    irq_enter();
 1)    sh-13      |   1.000 us    |  irq_enter();
 1)    sh-13      |   1.000 us    |  write();
 0)    web-12     |   3.000 us    |  }
`;
    it('takes each call away once: by the first that leaves it out', () => {
      assert.deepEqual(steps(drawing, { pids: [12], withoutInterrupts: true, cpus: [0] }), [
        'withoutInterrupts: 1, 2',
        'pids: 1, 1',
        'cpus: 0, 0',
      ]);
    });
  });

  it('counts total time over callers that are not counted', () => {
    const drawing = `
 0)               |  a() {
 1)   9.000 us    |  other();
 0)               |    b() {
 0)   2.000 us    |      a();
 0)   4.000 us    |    }
 0)   6.000 us    |  }
`;
    // Without b, the inner a is still within a; without the outer a, it is outermost.
    assert.deepEqual(left(drawing, { cpus: [0] }), ['a 2 6000 4000', 'b 1 4000 2000']);
    assert.deepEqual(left(drawing, { minDepth: 1 }), ['a 1 2000 2000', 'b 1 4000 2000']);
  });

  it('counts ends without a beginning as its calls', () => {
    const drawing = `
 0)    web-12     |   1.000 us    |  } /* old */
 0)    sh-13      |   1.000 us    |  } /* older */
 0)    sh-13      |   1.000 us    |  read();
`;
    const { orphanExits, calls } = filtered(drawing, { pids: [12] });
    assert.deepEqual({ orphanExits, calls }, { orphanExits: 1, calls: 0 });
    // Nobody knows when they began.
    const timed = drawing.replaceAll(' 0)', ' 1.000001 |  0)');
    assert.equal(filtered(timed, { toNs: 2e9 }).orphanExits, 0);
  });

  it('is seen by what is asked of single calls', () => {
    const view = applyFilter(
      parseTrace(bytesOf(undraw(TWO_TASKS)), { keepLines: true, keepSelf: true, keepContext: true }),
      { minDepth: 1 },
    );
    const lines = view.lines!;
    const [open, lock] = [view.names.find('open'), view.names.find('lock')];
    assert.deepEqual(callLines(lines, open, 9, view), []);
    assert.deepEqual(callLines(lines, lock, 9, view), [4]);
    assert.deepEqual(new CallEdges(lines, view).of(lock).callers, [{ id: open, count: 1 }]);
    assert.equal(contentOfCall(view, lines, paperCategories().column(view.names), 3, 3).calls, 1);
  });

  describe('that the trace cannot answer', () => {
    const BARE = '   1.000 us    |  read();\n'.repeat(4);
    for (const [spec, message] of [
      [{ cpus: [0] }, /^a filter by cpu leaves nothing: no line of this trace tells its cpu$/],
      [{ fromNs: 0 }, /^a filter by time leaves nothing/],
      [{ pids: [1] }, /^filters by pid or comm leave nothing/],
      [{ comms: ['a'] }, /^filters by pid or comm leave nothing/],
    ] as const) {
      it(`says so: ${JSON.stringify(spec)}`, () => {
        const view = filtered(BARE, spec);
        assert.equal(view.verdict.kind, 'graph');
        assert.equal(view.calls, 0);
        const warnings = filterWarnings(view);
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, message);
      });
    }

    it('says it where it can, and nothing is left', () => {
      assert.deepEqual(filterWarnings(filtered(TWO_TASKS, { cpus: [5] })), [
        'the filters leave nothing of this trace: cpu 5',
      ]);
      assert.deepEqual(filterWarnings(filtered(TWO_TASKS, { cpus: [1] })), []);
      assert.deepEqual(filterWarnings(filtered(TWO_TASKS, {})), []);
    });
  });

  it('says what it needs of a trace', () => {
    const needs = (spec: FilterSpec): boolean[] => [needsLines(spec), needsContext(spec)];
    assert.deepEqual(needs({}), [false, false]);
    assert.deepEqual(needs({ foldSuffixes: true }), [true, false]);
    assert.deepEqual(needs({ cpus: [0] }), [true, true]);
    assert.throws(() =>
      applyFilter(parseTrace(bytesOf(' 0)   1.000 us    |  a();\n'), { keepLines: true }), { cpus: [0] }),
    );
  });

  it('is not applied twice', () => {
    const view = filtered(TWO_TASKS, { cpus: [0] });
    assert.throws(() => applyFilter(view, { pids: [12] }), /filtered already/);
  });

  it('leaves its numbers where the lines are let go of', () => {
    const view = withoutLines(filtered(TWO_TASKS, { cpus: [0] }));
    assert.deepEqual([view.lines, view.counted, view.calls], [undefined, undefined, 3]);
  });
});
