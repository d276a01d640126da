import assert from 'node:assert/strict';
import { callLines, topLevelCalls, unclosedExtents } from '../../../server/src/core/analyse/calls';
import { contentOfCall } from '../../../server/src/core/analyse/callContent';
import { CallEdges } from '../../../server/src/core/analyse/callEdges';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { summarize } from '../../../server/src/core/analyse/summary';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { draw, traceOf } from '../../support/drawing';

const TRACE = `
# tracer: function_graph
 0)               |  tcp_sendmsg() {
 0)   1.000 us    |    alloc();
 0)               |    push() {
 0)   1.000 us    |      alloc();
 0)   3.000 us    |    }
 0)   5.000 us    |  }
 1)   1.000 us    |  alloc();
 0)               |  vfs_read() {
 0)   2.000 us    |    push();
`;

/** The content of the call on a line, from 1, as text: unique functions by category, calls, ns. */
function content(drawing: string, line: number): string {
  const text = draw(drawing);
  const categories = paperCategories();
  const { byCategory, calls, durationNs } = contentOfCall(
    text.trace,
    text.lines,
    categories.column(text.trace.names),
    line - 1,
    categories.list.length,
  );
  return `${byCategory.join(' ')}, ${calls} calls, ${durationNs}`;
}

describe('the summary', () => {
  it('counts unique functions in all and by category, calls, lines, tasks and cpus', () => {
    assert.deepEqual(summarize(traceOf(`${TRACE}nonsense\n`), paperCategories()), {
      lines: 11,
      calls: 7,
      unreadLines: 1,
      functions: { total: 4, byCategory: [0, 1, 3] },
      functionsOnExitOnly: 0,
      tasks: 2,
      cpus: 2,
    });
  });

  it('has functions that are seen on exits only beside the count, not in it', () => {
    const { functions, functionsOnExitOnly } = summarize(
      traceOf(`
 0)   1.000 us    |    } /* lost */
 0)   1.000 us    |  } /* both */
 0)   1.000 us    |  both();
`),
      paperCategories(),
    );
    assert.deepEqual(
      { functions, functionsOnExitOnly },
      {
        functions: { total: 1, byCategory: [0, 0, 1] },
        functionsOnExitOnly: 1,
      },
    );
  });

  it('follows the rules of the user', () => {
    const { categories } = compileCategories(
      [
        { id: 'memory', label: 'Memory', patterns: ['alloc'] },
        { id: 'files', label: 'Files', patterns: ['/^vfs_/'] },
      ],
      '',
    );
    assert.deepEqual(summarize(traceOf(TRACE), categories).functions, { total: 4, byCategory: [1, 1, 2] });
  });
});

describe('the functions of a trace', () => {
  it('are those called, most called first, then by name', () => {
    const rows = functionRows(traceOf(TRACE), paperCategories());
    assert.deepEqual(
      rows.map(({ name, calls, category, firstLine }) => [name, calls, category, firstLine]),
      [
        ['alloc', 3, 2, 2],
        ['push', 2, 2, 3],
        ['tcp_sendmsg', 1, 1, 1],
        ['vfs_read', 1, 2, 8],
      ],
    );
  });

  it('have a mean over the calls whose duration is known', () => {
    const rows = functionRows(
      traceOf(' 0)   1.000 us    |  a();\n 0)   2.000 us    |  a();\n 0)               |  a() {\n'),
      paperCategories(),
    );
    assert.deepEqual(
      rows.map(({ calls, meanNs }) => [calls, meanNs]),
      [[3, 1500]],
    );
  });
});

describe('callers and callees', () => {
  it('are those of direct calls, most often first', () => {
    const { trace, lines } = draw(TRACE);
    const of = (name: string): object => {
      const { callers, callees, topLevel } = new CallEdges(lines).of(trace.names.find(name));
      const show = (list: readonly { id: number; count: number }[]): string[] =>
        list.map(({ id, count }) => `${trace.names.text(id)} ${count}`);
      return { callers: show(callers), callees: show(callees), topLevel };
    };
    assert.deepEqual(of('alloc'), { callers: ['tcp_sendmsg 1', 'push 1'], callees: [], topLevel: 1 });
    assert.deepEqual(of('push'), {
      callers: ['tcp_sendmsg 1', 'vfs_read 1'],
      callees: ['alloc 1'],
      topLevel: 0,
    });
    assert.deepEqual(of('tcp_sendmsg'), { callers: [], callees: ['alloc 1', 'push 1'], topLevel: 1 });
  });
});

describe('calls', () => {
  it('do not count as callers, callees or top-level calls where only their exit is in the text', () => {
    const { trace, lines } = draw(`
 0)               |  a() {
 0)   1.000 us    |    } /* lost */
 0)   1.000 us    |    b();
 0)   5.000 us    |  }
 0)   1.000 us    |  } /* lost */
`);
    const b = trace.names.find('b');
    const of = (name: string): object => new CallEdges(lines).of(trace.names.find(name));
    assert.deepEqual(of('a'), { callers: [], callees: [{ id: b, count: 1 }], topLevel: 1 });
    assert.deepEqual(of('lost'), { callers: [], callees: [], topLevel: 0 });
  });

  it('of a function are its entries and leaves, up to a limit', () => {
    const { trace, lines } = draw(TRACE);
    const alloc = trace.names.find('alloc');
    assert.deepEqual(callLines(lines, alloc, 100), [2, 4, 7]);
    assert.deepEqual(callLines(lines, alloc, 2), [2, 4]);
  });

  it('on the top level have no caller in the text; as many are given as asked for', () => {
    const { lines } = draw(TRACE);
    assert.deepEqual(topLevelCalls(lines, 100), [1, 7, 8]);
    assert.deepEqual(topLevelCalls(lines, 1), [1]);
  });

  it('that do not end reach to the last line of what they called', () => {
    const { lines } = draw(`
 0)               |  a() {
 1)               |  other() {
 0)               |    b() {
 0)               |      c() {
 0)   2.000 us    |      }
 1)   9.000 us    |  }
`);
    assert.deepEqual(
      [...unclosedExtents(lines)].sort(([a], [b]) => a - b),
      [
        [0, 4],
        [2, 4],
      ],
    );
  });
});

describe('the content of a call', () => {
  it('is its own and what it called, until it ends', () => {
    assert.equal(content(TRACE, 2), '0 1 2, 4 calls, 5000');
    assert.equal(content(TRACE, 4), '0 0 2, 2 calls, 3000');
    assert.equal(content(TRACE, 8), '0 0 1, 1 calls, 1000');
  });

  it('is not what other tasks did meanwhile', () => {
    const drawing = `
 0)               |  a() {
 1)   1.000 us    |    tcp_ack();
 0)   1.000 us    |    b();
 0)   5.000 us    |  }
`;
    assert.equal(content(drawing, 1), '0 0 2, 2 calls, 5000');
  });

  it('of one that does not end is what it called until the next call of its task shows that it is over', () => {
    const drawing = `
 0)               |  a() {
 0)   1.000 us    |    b();
 1)   1.000 us    |  other();
 0)   1.000 us    |    c();
 0)   1.000 us    |  d();
 0)   1.000 us    |    e();
`;
    assert.equal(content(drawing, 1), '0 0 3, 3 calls, NaN');
  });

  it('of one that does not end stops at the exit of a call that is not in the text, too', () => {
    const drawing = `
 0)               |  a() {
 0)   1.000 us    |    b();
 0)   9.000 us    |  } /* lost */
 0)   1.000 us    |    c();
`;
    assert.equal(content(drawing, 1), '0 0 2, 2 calls, NaN');
  });

  it('of one that does not end is not what follows lost events, however deep it stands', () => {
    const drawing = `
 0)               |  a() {
 0)   1.000 us    |    b();
CPU:0 [LOST 12 EVENTS]
 0)   1.000 us    |    stray();
 0)               |      other() {
 0)   1.000 us    |        tcp_ack();
 0)   3.000 us    |      }
`;
    assert.equal(content(drawing, 1), '0 0 2, 2 calls, NaN');
  });

  it('of one that does not end is not what stands in a second text', () => {
    const drawing = `
# tracer: function_graph
 0)    ls-12    |               |  a() {
 0)    ls-12    |   1.000 us    |    b();
# tracer: function_graph
 0)    ls-12    |   1.000 us    |    stray();
 0)    ls-12    |   1.000 us    |  c();
`;
    assert.equal(content(drawing, 2), '0 0 2, 2 calls, NaN');
  });
});
