import assert from 'node:assert/strict';
import type { Trace } from '../../../server/src/core/model/trace';
import { MAX_UNREAD_KEPT } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { bytesOf, numbersOf, rowsOf, traceOf, understood } from '../../support/drawing';

/** The tasks of a trace: `comm-pid`, `?` where none is known, and the cpu of idle and unknown ones. */
function tasksOf({ lanes }: Trace): string[] {
  return lanes.all
    .filter((lane) => lane.sameAs < 0)
    .map(({ comm, pid, cpu }) => `${pid < 0 ? '?' : `${comm}-${pid}`}${cpu >= 0 ? ` cpu ${cpu}` : ''}`);
}

describe('a trace', () => {
  it('nests calls by their depth and closes each with its exit', () => {
    assert.deepEqual(
      understood(`
 0)               |  send() {
 0)   1.000 us    |    alloc();
 0)               |    push() {
 0)   2.000 us    |      copy();
 0)   5.000 us    |    }
 0) + 10.000 us   |  }
 0)   3.000 us    |  free();
`),
      [
        '1 Entry send ..6',
        '2 Leaf alloc < send 1000',
        '3 Entry push ..5 < send',
        '4 Leaf copy < push 2000',
        '5 Exit push 5000',
        '6 Exit send 10000',
        '7 Leaf free 3000',
      ],
    );
  });

  it('gives each function calls, total, self, min and max time', () => {
    assert.deepEqual(
      numbersOf(`
 0)               |  send() {
 0)   1.000 us    |    copy();
 0)               |    push() {
 0)   2.000 us    |      copy();
 0)   5.000 us    |    }
 0) + 10.000 us   |  }
`),
      // self of send: 10 less copy 1 and push 5, not less the copy inside push.
      [
        'copy: 2, 3000, 3000, 1000..2000',
        'push: 1, 5000, 3000, 5000..5000',
        'send: 1, 10000, 4000, 10000..10000',
      ],
    );
  });

  describe('tasks', () => {
    it('keep their own nesting on one cpu, told apart by the task column', () => {
      assert.deepEqual(
        understood(`
 0)    ls-12    |               |  read() {
 0)    sh-13    |               |  write() {
 0)    ls-12    |   1.000 us    |    copy();
 0)    sh-13    |   1.000 us    |    copy();
 0)    ls-12    |   2.000 us    |  }
 0)    sh-13    |   3.000 us    |  }
`),
        [
          '1 Entry read ..5',
          '2 Entry write ..6 @1',
          '3 Leaf copy < read 1000',
          '4 Leaf copy < write 1000 @1',
          '5 Exit read 2000',
          '6 Exit write 3000 @1',
        ],
      );
    });

    it('take their open calls with them to another cpu', () => {
      assert.deepEqual(
        understood(`
 0)    ls-12    |               |  read() {
 1)    ls-12    |   1.000 us    |    copy();
 1)    ls-12    |   2.000 us    |  }
`),
        ['1 Entry read ..3', '2 Leaf copy < read 1000', '3 Exit read 2000'],
      );
    });

    it('are told by context switches where there is no column', () => {
      const drawing = `
 0)               |  read() {
 ------------------------------------------
 0)     ls-12     =>     sh-13   
 ------------------------------------------

 0)               |  write() {
 ------------------------------------------
 0)     sh-13     =>     ls-12   
 ------------------------------------------

 0)   2.000 us    |  }
`;
      assert.deepEqual(
        understood(drawing).filter((line) => / (Entry|Exit|OrphanExit) /.test(line)),
        ['1 Entry read ..11', '6 Entry write .. @1', '11 Exit read 2000'],
      );
      assert.deepEqual(tasksOf(traceOf(drawing)), ['ls-12 cpu 0', 'sh-13']);
      assert.equal(traceOf(drawing).tasks, 2);
    });

    it('are one where the first switch of a cpu names a task that is known from another', () => {
      const trace = traceOf(`
 0)    1.000 us    |  a();
 0)     ls-12     =>     sh-13   
 1)    1.000 us    |  b();
 1)     ls-12     =>     cat-14   
`);
      assert.deepEqual(tasksOf(trace), ['ls-12 cpu 0', 'sh-13', 'cat-14']);
      assert.equal(trace.tasks, 3);
    });

    it('count the idle task once for each cpu', () => {
      const trace = traceOf(`
 0)  <idle>-0   |               |  a() {
 1)  <idle>-0   |               |  b() {
 0)  <idle>-0   |   1.000 us    |  }
 1)  <idle>-0   |   2.000 us    |  }
`);
      assert.deepEqual(tasksOf(trace), ['<idle>-0 cpu 0', '<idle>-0 cpu 1']);
      assert.equal(rowsOf(trace).get('a')!.totalNs, 1000);
      assert.equal(rowsOf(trace).get('b')!.totalNs, 2000);
    });

    it('keep a name that the tracer forgets later', () => {
      const trace = traceOf(`
 0)   bash-12    |   1.000 us    |  a();
 0)     ls-13    |   1.000 us    |  a();
 0)  <...>-12    |   1.000 us    |  a();
`);
      assert.deepEqual(tasksOf(trace), ['bash-12', 'ls-13']);
    });

    it('with any name are read: a bar, nothing, a brace', () => {
      const trace = traceOf(`
 0)     |-12     |   1.000 us    |  a();
 0)     |-12     |   1.000 us    |  a();
 0)      -13     |   1.000 us    |  a();
 0)      -13     |   1.000 us    |  a();
 0)     }-14     |   1.000 us    |  a();
 0)     }-14     |   1.000 us    |  a();
`);
      assert.equal(trace.unreadLines, 0);
      assert.deepEqual(tasksOf(trace), ['|-12', '-13', '}-14']);
    });

    it('cannot be told without a task column and switches: each cpu is one', () => {
      const trace = traceOf(' 0)   1.000 us    |  a();\n 2)   1.000 us    |  a();\n');
      assert.deepEqual(tasksOf(trace), ['? cpu 0', '? cpu 2']);
      assert.deepEqual(trace.cpus, [0, 2]);
    });
  });

  describe('lost lines', () => {
    it('make the open calls of that cpu, and of no other, end unknown', () => {
      assert.deepEqual(
        understood(`
 0)               |  a() {
 1)               |  b() {
CPU:0 [LOST 12 EVENTS]
 0)   9.000 us    |  }
 1)   2.000 us    |  }
`),
        ['1 Entry a ..', '2 Entry b ..5 @1', '3 Lost', '4 OrphanExit ? 9000', '5 Exit b 2000 @1'],
      );
    });

    it('follow a task to the cpu where it goes on', () => {
      assert.deepEqual(
        understood(`
 0)    ls-12    |               |  a() {
CPU:0 [LOST EVENTS]
 1)    ls-12    |   9.000 us    |  }
`),
        ['1 Entry a ..', '2 Lost', '3 OrphanExit ? 9000'],
      );
    });

    it('of another cpu than where the task ran last do no harm', () => {
      assert.deepEqual(
        understood(`
 0)    ls-12    |               |  a() {
 1)    ls-12    |   1.000 us    |    b();
CPU:0 [LOST EVENTS]
 1)    ls-12    |   9.000 us    |  }
`),
        ['1 Entry a ..4', '2 Leaf b < a 1000', '3 Lost', '4 Exit a 9000'],
      );
    });

    it('are counted', () => {
      assert.equal(traceOf('CPU:0 [LOST 1 EVENTS]\nCPU:1 [LOST EVENTS]\n').lostLines, 2);
    });
  });

  describe('exits without an entry', () => {
    it('are calls that are known but not counted; a name makes them the function’s', () => {
      const trace = traceOf(`
 0)   1.000 us    |      leaf();
 0)   2.000 us    |    } /* inner */
 0)   3.000 us    |  }
`);
      assert.equal(trace.calls, 1);
      assert.equal(trace.orphanExits, 2);
      assert.equal(trace.stats.orphanExits[trace.names.find('inner')], 1);
      assert.deepEqual([...rowsOf(trace).keys()], ['leaf']);
    });

    it('with another name than the open call’s leave that one without an end', () => {
      assert.deepEqual(
        understood(`
 0)               |  outer() {
 0)               |    a() {
 0)   5.000 us    |    } /* b */
 0)   9.000 us    |  }
`),
        ['1 Entry outer ..4', '2 Entry a .. < outer', '3 OrphanExit b < outer 5000', '4 Exit outer 9000'],
      );
    });

    it('are the callees of the call that they are in', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  outer() {
 0)   1.000 us    |      deep();
 0)   5.000 us    |    } /* lost */
 0)   9.000 us    |  }
`),
        ['deep: 1, 1000, 1000, 1000..1000', 'outer: 1, 9000, 4000, 9000..9000'],
      );
    });

    it('are all that tracing_thresh prints: nothing counts as called', () => {
      const trace = traceOf(`
# tracer: function_graph
 3) ! 114.001 us  |    } /* child */
 3) ! 214.001 us  |  } /* parent */
`);
      assert.deepEqual(trace.verdict, { kind: 'graph' });
      assert.equal(trace.calls, 0);
      assert.equal(trace.orphanExits, 2);
    });
  });

  describe('unknown times stay unknown, not 0', () => {
    it('of a call that does not end', () => {
      assert.deepEqual(numbersOf(' 0)               |  a() {\n 0)   1.000 us    |    b();\n'), [
        'a: 1, -, -, -..-',
        'b: 1, 1000, 1000, 1000..1000',
      ]);
    });

    it('in the self time of a caller with a callee that does not end', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  a() {
 0)               |    b() {
 0)   9.000 us    |  }
`),
        ['a: 1, 9000, -, 9000..9000', 'b: 1, -, -, -..-'],
      );
    });

    it('in the self time of a caller with lines missing between it and its callee', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  a() {
 0)   1.000 us    |      c();
 0)   9.000 us    |  }
`),
        ['a: 1, 9000, -, 9000..9000', 'c: 1, 1000, 1000, 1000..1000'],
      );
    });

    it('in the total of a function whose only timed call is inside one that does not end', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  a() {
 0)   1.000 us    |    a();
`),
        ['a: 2, -, 1000, 1000..1000'],
      );
    });

    it('of a clock that ran backwards', () => {
      assert.deepEqual(numbersOf(' 0) $ 18446744073709551 us |  a();\n 0)   1.000 us    |  a();\n'), [
        'a: 2, 1000, 1000, 1000..1000',
      ]);
    });

    it('where the duration column is off', () => {
      assert.deepEqual(numbersOf(' 0) a() {\n 0)   b();\n 0) }\n'), ['a: 1, -, -, -..-', 'b: 1, -, -, -..-']);
    });
  });

  describe('recursion', () => {
    it('counts once in the total, every time in calls and self', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  walk() {
 0)               |    step() {
 0)               |      walk() {
 0)   1.000 us    |        walk();
 0)   3.000 us    |      }
 0)   4.000 us    |    }
 0)   6.000 us    |  }
`),
        // self of walk: 6-4, 3-1 and 1.
        ['step: 1, 4000, 1000, 4000..4000', 'walk: 3, 6000, 5000, 1000..6000'],
      );
    });

    it('is not what another task does at the same time', () => {
      assert.deepEqual(
        numbersOf(`
 0)    ls-12    |               |  a() {
 1)    sh-13    |   1.000 us    |    a();
 0)    ls-12    |   6.000 us    |  }
`),
        ['a: 2, 7000, 7000, 1000..6000'],
      );
    });

    it('has ended with the outer call, also where that lost its exit', () => {
      assert.deepEqual(
        numbersOf(`
 0)               |  a() {
 0)   1.000 us    |    b();
 0)   2.000 us    |  a();
`),
        ['a: 2, 2000, 2000, 2000..2000', 'b: 1, 1000, 1000, 1000..1000'],
      );
    });
  });

  it('never has a self time below nothing, though digits are cut', () => {
    // 119760.2 us were cut; the callees have more digits and come to more.
    assert.deepEqual(
      numbersOf(`
 0)               |  a() {
 0) * 59880.12 us |    b();
 0) * 59880.12 us |    b();
 0) @ 119760.2 us |  }
`),
      ['a: 1, 119760200, 0, 119760200..119760200', 'b: 2, 119760240, 119760240, 59880120..59880120'],
    );
  });

  it('keeps durations of more than 4.29 s', () => {
    assert.deepEqual(
      understood(`
 0)               |  sleep() {
 0) $ 4294967 us  |    a();
 0) $ 4294968 us  |    b();
 0) $ 123456789 us |  }
`),
      [
        '1 Entry sleep ..4',
        '2 Leaf a < sleep 4294967000',
        '3 Leaf b < sleep 4294968000',
        '4 Exit sleep 123456789000',
      ],
    );
  });

  it('reads a comment of several lines as one, whatever they hold', () => {
    assert.deepEqual(
      understood(`
 0)               |  a() {
 0)               |    /* first
second

 third */
 0)   1.000 us    |  }
nonsense
`),
      ['1 Entry a ..6', '2 Comment', '3 Comment', '4 Comment', '5 Comment', '6 Exit a 1000', '7 Unread'],
    );
  });

  it('ends a comment that has no end with the next call', () => {
    assert.deepEqual(
      understood(`
 0)               |    /* cut
 0)   1.000 us    |  a();
nonsense
`),
      ['1 Comment', '2 Leaf a 1000', '3 Unread'],
    );
  });

  it('reads lines that end in CR LF as those that end in LF', () => {
    const drawing = `
# tracer: function_graph
 0)               |  a() {
 0)   1.000 us    |    b [ext4]();
 0)   3.000 us    |  } /* a */
`;
    assert.deepEqual(understood(drawing.replaceAll('\n', '\r\n').slice(2)), understood(drawing));
    assert.deepEqual(numbersOf(drawing.replaceAll('\n', '\r\n').slice(2)), [
      'a: 1, 3000, 2000, 3000..3000',
      'b: 1, 1000, 1000, 1000..1000',
    ]);
  });

  it('passes over a byte order mark', () => {
    const trace = traceOf('\ufeff 0)   1.000 us    |  a();\n 0)   1.000 us    |  a();\n');
    assert.equal(trace.calls, 2);
    assert.equal(trace.unreadLines, 0);
    assert.equal(trace.lines!.offset(0), 3);
  });

  it('reads a last line without a line break', () => {
    assert.equal(traceOf(' 0)   1.000 us    |  a();\n 0)   1.000 us    |  a();').calls, 2);
  });

  it('begins anew at each header: nothing stays open, no cpu keeps its task', () => {
    const drawing = `
# tracer: function_graph
 0)               |  a() {
 0)     ls-12     =>     sh-13   
# tracer: function_graph
 0)   1.000 us    |    b();
 0)   9.000 us    |  }
 0)     cat-14     =>     sh-13   
`;
    assert.deepEqual(understood(drawing), [
      '1 Header',
      '2 Entry a ..',
      '3 Banner',
      '4 Header',
      '5 Leaf b 1000 @2',
      '6 OrphanExit ? 9000 @2',
      '7 Banner',
    ]);
    assert.deepEqual(tasksOf(traceOf(drawing)), ['ls-12 cpu 0', 'sh-13', 'cat-14 cpu 0']);
  });

  it('nests by braces where the indentation does not tell the depth', () => {
    assert.deepEqual(
      understood(`
 0) | a() {
 0) 1.000 us | b();
 0) | c() {
 0) 2.000 us | }
 0) 5.000 us | }
`),
      ['1 Entry a ..5', '2 Leaf b < a 1000', '3 Entry c ..4 < a', '4 Exit c 2000', '5 Exit a 5000'],
    );
  });

  it('goes on with other columns when options are toggled in the middle', () => {
    assert.deepEqual(
      numbersOf(`
 0)   1.000 us    |  a();
 0)   1.000 us    |  a();
 0)    ls-12    |   1.000 us    |  a();
 0)    ls-12    |   1.000 us    |  a();
  123.456789 |   0)   1.000 us    |  a();
  123.456790 |   0)   1.000 us    |  a();
 0)   1.000 us    |  a();
`),
      ['a: 7, 7000, 7000, 1000..1000'],
    );
  });

  it('does not take columns from the next line where one is short', () => {
    const trace = traceOf(`
 0)   1.000 us    |  a();
 0)
 0)   1.0
 0)   1.000 us    |  b();
`);
    assert.equal(trace.calls, 2);
    assert.equal(trace.unreadLines, 2);
  });

  it('names the module that a function was first seen in', () => {
    const { names } = traceOf(
      ' 0)   1.000 us    |  a [kvm]();\n 0)   1.000 us    |  b();\n 0)   1.000 us    |  c [kvm_amd]();\n',
    );
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => names.module(names.find(name))),
      ['kvm', undefined, 'kvm_amd'],
    );
  });

  it('counts lines that it cannot read, and keeps the first of them', () => {
    const trace = traceOf(`what\n${' 0)   1.000 us    |  a();\n'.repeat(3)}${'is this\n'.repeat(1500)}`);
    assert.equal(trace.lineCount, 1504);
    assert.equal(trace.unreadLines, 1501);
    assert.equal(trace.unread.length, MAX_UNREAD_KEPT);
    assert.deepEqual(trace.unread.slice(0, 3), [0, 4, 5]);
  });

  it('guesses no deeper than 255, and does not become slow', () => {
    const deep = ` 0)               |  ${'  '.repeat(400_000)}deep() {\n`;
    const odd = ' 0)               | odd() {\n'.repeat(20_000);
    const { calls, lines } = parseTrace(bytesOf(deep + odd), { keepLines: true });
    assert.equal(calls, 20_001);
    assert.equal(lines!.depth(20_000), 255);
  });

  it('is none where a header stands before what nobody can read, and one where nothing follows it', () => {
    const kindOf = (text: string): string => parseTrace(bytesOf(text), { keepLines: false }).verdict.kind;
    assert.equal(kindOf('# tracer: function_graph\nwhat\nis this\n'), 'notGraph');
    assert.equal(kindOf('# tracer: function_graph\n#\n'), 'graph');
    assert.equal(kindOf('# tracer: function_graph\nwhat\n 0)   1.000 us    |  a();\n'), 'graph');
  });

  describe('is worth showing', () => {
    const verdict = (text: string | Uint8Array): string => {
      const { verdict: found } = parseTrace(typeof text === 'string' ? bytesOf(text) : text, {
        keepLines: false,
      });
      return found.kind === 'otherTracer' ? `${found.kind} ${found.tracer}` : found.kind;
    };

    for (const [title, text, expected] of [
      [
        'with two call lines and a cpu',
        ' 0)               |  a() {\n 0)               |    b() {\n',
        'graph',
      ],
      ['with a single call on its own', ' 0)   1.000 us    |  a();\n', 'graph'],
      ['with nothing but the header', '# tracer: function_graph\n#\n', 'graph'],
      [
        'under irqsoff’s header, where lines are of the graph',
        `# tracer: irqsoff\n${' 0)   1.000 us    |  a();\n'.repeat(2)}`,
        'graph',
      ],
      ['not when it is empty', '', 'empty'],
      [
        'not as another tracer’s text',
        '# tracer: function\n bash-1 [003] d..2.  1.5: a <-b\n',
        'otherTracer function',
      ],
      ['not as C code', 'int main() {\n  foo();\n  bar();\n}\n', 'lookalike'],
      ['not as bars without a cpu or a time', '   |  a() {\n   |    b();\n   |  }\n   |  c();\n', 'notGraph'],
      ['not as prose', 'hello\nworld\n', 'notGraph'],
      ['not as bytes with zeros', '\u0000\u0001\u0002\n\u0000', 'binary'],
      ['not as a megabyte of zeros', '\u0000'.repeat(1 << 20), 'binary'],
    ] as const) {
      it(title, () => assert.equal(verdict(text), expected));
    }
  });
});
