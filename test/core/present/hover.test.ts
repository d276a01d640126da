import assert from 'node:assert/strict';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { hoverAt, type OtherTrace } from '../../../server/src/core/present/hover';
import { draw, traceOf } from '../../support/drawing';

/** The hover at the `^` of a marker line, which stands below the line that it means. */
function hover(
  drawing: string,
  { categories = paperCategories(), others = [] as OtherTrace[] } = {},
): { markdown: string; at: string } | undefined {
  const lines = drawing.replace(/^\n/, '').split('\n');
  const marker = lines.findIndex((line) => /^ *\^$/.test(line));
  const column = lines[marker]!.indexOf('^');
  lines.splice(marker, 1);
  const result = hoverAt(draw(lines.join('\n')), categories, marker - 1, column, others);
  if (result === undefined) return undefined;
  const { line, from, to } = result.range;
  return { markdown: result.markdown, at: lines[line]!.slice(from, to) };
}

describe('the hover of a function', () => {
  const TRACE = (where: string): string =>
    `
 0)               |  tcp_sendmsg() {
${where === 'entry' ? '                      ^\n' : ''} 0)               |    skb_push [ipv6]() {
${where === 'inner' ? '                         ^\n' : ''} 0)   1.000 us    |      kfree();
${where === 'leaf' ? '                         ^\n' : ''} 0)   3.000 us    |    }
${where === 'brace' ? '                       ^\n' : ''} 0)   9.000 us    |  } /* tcp_sendmsg */
${where === 'exit' ? '                          ^\n' : ''} 0)   2.000 us    |  kfree();
`;

  it('has its category and rule, this call, its numbers, callers and callees', () => {
    assert.deepEqual(hover(TRACE('leaf')), {
      at: 'kfree',
      markdown: `**\`kfree\`** — Other (no rule matches)

This call took 1.000 µs.

| | |
| :-- | :-- |
| calls | 2, 50.0 % of all 4 |
| total time | 3.000 µs |
| self time | 3.000 µs |
| mean · min · max | 1.500 µs · 1.000 µs · 2.000 µs |

Called by: \`skb_push\` 1, no one in this trace 1`,
    });
  });

  it('has the rules that would have matched, too, and the module', () => {
    assert.deepEqual(hover(TRACE('inner')), {
      at: 'skb_push',
      markdown: `**\`skb_push\`** in module \`ipv6\` — **Network**, by the rule \`skb\`

This call took 3.000 µs, from line 2 to 4.

| | |
| :-- | :-- |
| calls | 1, 25.0 % of all 4 |
| total time | 3.000 µs |
| self time | 2.000 µs |
| mean · min · max | 3.000 µs · 3.000 µs · 3.000 µs |

Called by: \`tcp_sendmsg\` 1  
Calls: \`kfree\` 1`,
    });
    const { categories } = compileCategories(
      [
        { id: 'a', label: 'A', patterns: ['send', '/^tcp/'] },
        { id: 'b', label: 'B', patterns: ['tcp'] },
      ],
      '',
    );
    assert.match(
      hover(TRACE('entry'), { categories })!.markdown,
      /^\*\*`tcp_sendmsg`\*\* — \*\*A\*\*, by the rule `send`; also matched: `\/\^tcp\/` \(A\), `tcp` \(B\)\n/,
    );
  });

  it('is the same on the entry, on the brace and on the name behind it', () => {
    const entry = hover(TRACE('entry'))!;
    assert.match(entry.markdown, /This call took 9\.000 µs, from line 1 to 5\.\n/);
    assert.equal(entry.at, 'tcp_sendmsg');
    assert.deepEqual(hover(TRACE('exit')), entry);
    const brace = hover(TRACE('brace'))!;
    assert.equal(brace.at, '}');
    assert.equal(brace.markdown, hover(TRACE('inner'))!.markdown);
  });

  it('has its number of calls in the other open traces', () => {
    const others = [
      { label: 'tap.trace', trace: traceOf(' 0)   1.000 us    |  kfree();\n'.repeat(1200)) },
      { label: 'a`b', trace: traceOf(' 0)   1.000 us    |  other();\n') },
    ];
    assert.match(
      hover(TRACE('leaf'), { others })!.markdown,
      /\n\nCalls in other open traces: `tap\.trace` 1,200, `` a`b `` 0$/,
    );
  });

  it('says what is not known', () => {
    const drawing = `
 0)               |  a() {
                     ^
 0)   1.000 us    |  b();
`;
    const { markdown } = hover(drawing)!;
    assert.match(markdown, /\n\nThis call has no end in this trace: its duration is unknown\.\n\n/);
    assert.match(
      markdown,
      /\| total time \| – \|\n\| self time \| – \|\n\| mean · min · max \| – · – · – \|\n\nCalled by: no one in this trace 1$/,
    );
    assert.deepEqual(hover(' 0)   1.000 us    |  }\n                     ^\n'), {
      at: '}',
      markdown: 'The end of a call whose beginning is not in this trace: its function is not known.',
    });
    const orphan = hover(' 0)   1.500 us    |  } /* a */\n                          ^\n')!.markdown;
    assert.match(orphan, /This call took 1\.500 µs; its beginning is not in this trace\./);
    assert.match(orphan, /\| calls \| 0, – of all 0 \(and 1 end without a beginning\) \|/);
  });

  it('shows five callees and how many more there are', () => {
    const callees = Array.from({ length: 8 }, (_, i) =>
      ` 0)   1.000 us    |    f${i}();\n`.repeat(8 - i),
    ).join('');
    assert.match(
      hover(` 0)               |  a() {\n                     ^\n${callees} 0) + 99.000 us   |  }\n`)!
        .markdown,
      /\n\nCalled by: no one in this trace 1 {2}\nCalls: `f0` 8, `f1` 7, `f2` 6, `f3` 5, `f4` 4, 3 more$/,
    );
  });

  it('of a hostile name interprets nothing of it', () => {
    const name = '`**<img/src=x>[a](b)'.replace(/[()]/g, '_');
    const { markdown, at } = hover(` 0)   1.000 us    |  ${name}\u202e();\n                     ^\n`)!;
    assert.equal(at, `${name}\u202e`);
    assert.ok(
      markdown.startsWith('**`` `**<img/src=x>[a]_b_\\u{202e} ``** — Other (no rule matches)\n\n'),
      markdown,
    );
  });

  it('of a label interprets nothing of it', () => {
    const { categories } = compileCategories(
      [{ id: 'x', label: '[go](command:x) <b>', patterns: ['a'] }],
      '',
    );
    assert.match(
      hover(' 0)   1.000 us    |  a();\n                     ^\n', { categories })!.markdown,
      /— \*\*\\\[go\\\]\\\(command\\:x\\\) \\<b\\>\*\*, by the rule `a`\n/,
    );
  });
});

describe('the hover of a column', () => {
  const LINE = '  123.456789 |   0)   bash-939    |  d..1. | + 12.345 us   |  a();';

  for (const [what, column, at, text] of [
    ['time', 4, '123.456789', /^\*\*`123\.456789` s\*\*: time of the beginning of the call/],
    ['cpu', 17, '0', /^\*\*CPU 0\*\*: the processor/],
    ['task', 23, 'bash-939', /^\*\*task `bash`\*\*, pid 939: the thread/],
    [
      'flags',
      38,
      'd..1.',
      /^\*\*`d\.\.1\.`\*\*: interrupts off, no reschedule needed, in task context, preemption disabled 1×, may migrate\.$/,
    ],
    ['mark', 45, '+', /^\*\*`\+`\*\* marks a duration of more than 10 µs\./],
    ['duration', 49, '12.345 us', /^\*\*12\.35 µs\*\* \(12,345 ns\): how long this call took/],
  ] as const) {
    it(`says what a ${what} is`, () => {
      const result = hover(`${LINE}\n${' '.repeat(column)}^\n`);
      assert.equal(result?.at, at);
      assert.match(result.markdown, text);
    });
  }

  it('says what an arrow, a lost-events line and a context switch are', () => {
    assert.match(hover(' 1)   ==========> |\n        ^\n')!.markdown, /^\*\*Interrupt begins\*\*/);
    assert.match(hover(' 1)   <========== |\n        ^\n')!.markdown, /^\*\*Interrupt ends\*\*/);
    assert.match(hover('CPU:2 [LOST 12 EVENTS]\n  ^\n')!.markdown, /^\*\*Events were lost\*\*/);
    const to = hover(' 0)   bash-3173    =>    <idle>-0   \n                            ^\n')!;
    assert.match(to.markdown, /^The task that runs on cpu 0 from here on\.\n\n\*\*Idle task\*\* `<idle>`/);
  });

  it('says that a clock ran backwards', () => {
    const result = hover(' 0) $ 18446744073709551 us |  }\n         ^\n')!;
    assert.equal(
      result.markdown,
      '**`18446744073709551 us`**: no possible duration; the clock ran backwards. Counted as unknown.',
    );
  });

  it('of a hostile task interprets nothing of it', () => {
    const result = hover(' 0)  `[x]*-12 |   1.000 us    |  a();\n       ^\n')!;
    assert.ok(result.markdown.startsWith('**task `` `[x]* ``**, pid 12: '), result.markdown);
  });

  it('is nothing between columns, on lines without any, and behind the end', () => {
    for (const drawing of [
      ' 0)   1.000 us    |  a();\n                ^\n',
      '# tracer: function_graph\n    ^\n',
      'nonsense\n  ^\n',
    ])
      assert.equal(hover(drawing), undefined, drawing);
    const text = draw(' 0)   1.000 us    |  a();\n');
    for (const [line, column] of [
      [0, 500],
      [1, 0],
      [7, 3],
      [-1, 0],
    ] as const)
      // prettier-ignore
      assert.equal(hoverAt(text, paperCategories(), line, column, []), undefined);
  });
});
