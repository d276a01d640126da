import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { fieldAt } from '../../../server/src/core/present/fieldAt';
import { folds, type Fold } from '../../../server/src/core/present/folding';
import { callLens, categoryLens, fileLens } from '../../../server/src/core/present/lenses';
import { outline } from '../../../server/src/core/present/outline';
import { nameTokens } from '../../../server/src/core/present/tokens';
import { describeVerdict } from '../../../server/src/core/present/verdict';
import { draw, traceOf } from '../../support/drawing';
import { options, readRecording, reportMissing, samples } from '../../support/material';

const TRACE = `
# tracer: function_graph
 0)               |  tcp_sendmsg() {
 0)   1.000 us    |    kfree();
 0)               |    kvm_kick() {
 0)   1.000 us    |      kfree();
 0)   3.000 us    |    }
 0)   5.000 us    |  }
 1)   1.000 us    |  kfree();
 0)               |  vfs_read() {
`;

describe('lenses', () => {
  const text = draw(TRACE);

  it('of the file have its numbers', () => {
    assert.deepEqual(fileLens(text.trace, paperCategories()), {
      title: '4 functions, 6 calls, 2 tasks, 2 CPUs',
      tooltip: 'Compare this trace with another',
    });
  });

  it('of the file name what was not read, and what is seen on exits only', () => {
    const trace = traceOf(`
 0)   1.000 us    |  a();
 0)   1.000 us    |  } /* lost */
what
`);
    assert.deepEqual(fileLens(trace, paperCategories()), {
      title: '1 function, 1 call, 1 task, 1 CPU, 1 line not read, + 1 function seen only on exit',
      tooltip: 'Compare this trace with another',
    });
  });

  it('of the categories have their numbers of functions', () => {
    assert.deepEqual(
      [0, 1, 2].map((category) => categoryLens(text.trace, paperCategories(), category).title),
      ['1 Virtualization', '1 Network', '2 Other'],
    );
  });

  it('of a top-level call have what is inside it', () => {
    assert.deepEqual(
      [1, 7, 8].map((line) => callLens(text, paperCategories(), line).title),
      [
        '3 functions (1 Virtualization, 1 Network, 1 Other) · 4 calls · 5.000 µs',
        '1 function (1 Other) · 1 call · 1.000 µs',
        '1 function (1 Other) · 1 call · not ended',
      ],
    );
  });

  it('show the invisible of a label', () => {
    const { categories } = compileCategories([{ id: 'x', label: 'a\u202eb', patterns: ['k'] }], '');
    assert.match(callLens(text, categories, 7).title, /\(1 a\\u\{202e\}b\)/);
    assert.equal(categoryLens(text.trace, categories, 0).title, '2 a\\u{202e}b');
  });
});

describe('name tokens', () => {
  const tokens = (drawing: string, from = 0, to = 1000): string[] => {
    const text = draw(drawing);
    const lines = drawing.replace(/^\n/, '').split('\n');
    return [...nameTokens(text, paperCategories(), from, to)].map(
      (token) => `${token.line} ${lines[token.line]!.slice(token.from, token.to)} ${token.category}`,
    );
  };

  it('stand on entries, leaves and named exits, with their category', () => {
    assert.deepEqual(
      tokens(`
 0)               |  tcp_ack [tcp]() {
 0)               |    /* kvm_exit: */
 0)   1.000 us    |    kvm_kick();
 0)   3.000 us    |    } /* lost [ext4] */
 0)   3.000 us    |  }
`),
      ['0 tcp_ack 1', '2 kvm_kick 0', '3 lost 2'],
    );
  });

  it('are given for the lines asked for', () => {
    assert.deepEqual(tokens(TRACE, 2, 4), ['2 kfree 2', '3 kvm_kick 0']);
    assert.deepEqual(tokens(TRACE, -5, 2), ['1 tcp_sendmsg 1']);
  });

  it('count columns in UTF-16, as editors do', () => {
    assert.deepEqual(tokens(' 0)  🐧ü-12   |   1.000 us    |  naïve_🐧();\n'), ['0 naïve_🐧 2']);
  });
});

describe('the field at a place', () => {
  const field = (line: string, column: number): string | undefined => {
    const found = fieldAt(draw(`${line}\n`), 0, column);
    return found && `${found.kind} ${line.slice(found.range.from, found.range.to)}`;
  };

  it('is each column, from its first character to behind its last', () => {
    const line = '  123.456789 |   0)   bash-939    |  d..1. | + 12.345 us   |  a();';
    const seen = Array.from({ length: line.length + 1 }, (_, column) => field(line, column));
    assert.deepEqual(
      [...new Set(seen)],
      [
        undefined,
        'time 123.456789',
        'cpu 0',
        'task bash-939',
        'flags d..1.',
        'mark +',
        'duration 12.345 us',
        'name a',
      ],
    );
    for (const text of ['123.456789', 'bash-939', 'd..1.', '12.345 us']) {
      const from = line.indexOf(text);
      for (let column = from; column <= from + text.length; column++)
        assert.ok(seen[column]?.endsWith(` ${text}`), `${text} at ${column}: ${seen[column]}`);
      assert.ok(!seen[from - 1]?.endsWith(` ${text}`));
    }
  });

  it('is both tasks of a context switch', () => {
    const line = ' 0)   bash-3173    =>    <idle>-0   ';
    assert.equal(field(line, 8), 'task bash-3173');
    assert.equal(field(line, 27), 'nextTask <idle>-0');
  });

  it('is the brace of an exit, with and without a name', () => {
    assert.equal(field(' 0)   1.000 us    |  }', 21), 'brace }');
    assert.equal(field(' 0)   1.000 us    |  } /* foo */', 21), 'brace }');
    assert.equal(field(' 0)   1.000 us    |  } /* foo */', 27), 'name foo');
  });
});

describe('folds', () => {
  const drawn = (drawing: string, limit = 1000): string[] =>
    folds(draw(drawing).lines, limit).map(({ start, end }) => `${start + 1}-${end + 1}`);

  it('hold what a call called; its exit stays visible', () => {
    assert.deepEqual(drawn(TRACE), ['2-6', '4-5']);
  });

  it('are none for a call without callees', () => {
    assert.deepEqual(drawn(' 0)               |  a() {\n 0)   1.000 us    |  }\n'), []);
  });

  it('of a call without an exit end with what it called', () => {
    assert.deepEqual(
      drawn(`
 0)               |  a() {
 0)   1.000 us    |    b();
 1)   1.000 us    |  other();
 0)   1.000 us    |  c();
`),
      ['1-2'],
    );
  });

  it('that cross in the text end with the one they begin in', () => {
    assert.deepEqual(
      drawn(`
 0)               |  a() {
 1)               |  b() {
 0)   1.000 us    |    c();
 0)   5.000 us    |  }
 1)   1.000 us    |    d();
 1)   5.000 us    |  }
`),
      ['1-3', '2-3'],
    );
  });

  it('above a limit are those of the outer calls', () => {
    assert.deepEqual(drawn(TRACE, 1), ['2-6']);
    assert.equal(drawn(TRACE, 2).length, 2);
  });

  /** Of two folds one holds the other, or they have no line in common. */
  function assertNested(all: readonly Fold[], name: string): void {
    const open: number[] = [];
    let last = -1;
    for (const { start, end } of all) {
      assert.ok(start > last && end > start, `${name}: ${start}-${end} after ${last}`);
      last = start;
      while (open.length > 0 && open.at(-1)! < start) open.pop();
      assert.ok(open.length === 0 || end <= open.at(-1)!, `${name}: ${start}-${end} crosses`);
      open.push(end);
    }
  }

  it('nest in every sample and recording', function () {
    this.timeout(60_000);
    reportMissing('folds of option recordings', options.length === 0);
    for (const recording of [...samples, ...options.filter((_, i) => i % 4 === 0)]) {
      const { lines } = parseTrace(readRecording(recording), { keepLines: true });
      for (const limit of [50, 5000, Infinity]) {
        const all = folds(lines!, limit);
        assert.ok(all.length <= limit);
        assertNested(all, recording.name);
      }
    }
  });

  it('nest in texts of several tasks in any order', () => {
    const line = fc.tuple(fc.nat(2), fc.nat(3), fc.constantFrom('a() {', 'b() {', '}', 'c();', '} /* a */'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const text = lines.map(
          ([cpu, depth, body]) => ` ${cpu})   1.000 us    |  ${'  '.repeat(depth)}${body}\n`,
        );
        assertNested(folds(draw(text.join('')).lines, Infinity), text.join(''));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});

describe('the outline', () => {
  it('has the top-level calls with their durations, tasks and extents', () => {
    const text = draw(`
 0)    ls-12    |               |  vfs_read() {
 0)    ls-12    |   1.000 us    |    copy();
 0)    ls-12    |   3.000 us    |  }
 1)    sh-13    |               |  wait() {
 1)    sh-13    |   1.000 us    |    schedule();
 0)    ls-12    |   2.000 us    |  kfree();
`);
    assert.deepEqual(
      outline(text, 100).map(
        ({ name, detail, startLine, endLine, nameRange: { from, to } }) =>
          `${startLine + 1}-${endLine + 1} ${name}, ${detail}, ${from}-${to}`,
      ),
      [
        '1-3 vfs_read, 3.000 µs · ls-12, 35-43',
        '4-5 wait, – · sh-13, 35-39',
        '6-6 kfree, 2.000 µs · ls-12, 35-40',
      ],
    );
    assert.equal(outline(text, 2).length, 2);
  });

  it('shows the invisible of names and tasks', () => {
    const [item] = outline(draw(' 0)  l\u202es-12   |   1.000 us    |  a\u2066();\n'), 10);
    assert.equal(item!.name, 'a\\u{2066}');
    assert.equal(item!.detail, '1.000 µs · l\\u{202e}s-12');
  });

  it('knows the task of a call before the first context switch of its cpu', () => {
    const items = outline(
      draw(`
 0)   1.000 us    |  a();
 0)     ls-12     =>     sh-13   
 1)   1.000 us    |  b();
 1)     ls-12     =>     cat-14   
`),
      10,
    );
    assert.deepEqual(
      items.map(({ detail }) => detail),
      ['1.000 µs · ls-12', '1.000 µs · ls-12'],
    );
  });
});

describe('a verdict', () => {
  it('is one sentence or two for people, and nothing for a trace', () => {
    assert.equal(describeVerdict({ kind: 'graph' }), undefined);
    assert.match(describeVerdict({ kind: 'empty' })!, /^The file is empty/);
    assert.match(describeVerdict({ kind: 'binary' })!, /^The file is binary/);
    assert.match(describeVerdict({ kind: 'notGraph' })!, /^This is no function_graph trace/);
  });

  it('names another tracer, however long and odd its name', () => {
    assert.match(
      describeVerdict({ kind: 'otherTracer', tracer: 'nop' })!,
      /^This is text of the tracer "nop", not/,
    );
    const odd = describeVerdict({ kind: 'otherTracer', tracer: `\u001b\n${'x'.repeat(1000)}` })!;
    assert.ok(odd.length < 200);
    assert.doesNotMatch(odd, /[\u0000-\u001f]/);
  });
});
