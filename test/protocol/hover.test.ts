import * as assert from 'node:assert/strict';
import { CALLS, openServer, PATIENCE_MS, placeOf, trace } from './support';

const NUMBERS_OF_TCP_RECV = [
  '| | |',
  '| :-- | :-- |',
  '| calls | 2, 40.0 % of all 5 |',
  '| total time | 0.750 µs |',
  '| self time | 0.750 µs |',
  '| mean · min · max | 0.375 µs · 0.250 µs · 0.500 µs |',
].join('\n');

const NUMBERS_OF_SYS_READ = [
  '| | |',
  '| :-- | :-- |',
  '| calls | 1, 20.0 % of all 5 |',
  '| total time | 12.00 µs |',
  '| self time | 10.00 µs |',
  '| mean · min · max | 12.00 µs · 12.00 µs · 12.00 µs |',
].join('\n');

/** Every column that the kernel prints. */
const COLUMNS = [
  '# tracer: function_graph',
  '#',
  '   21.859304 |   0)    bash-42     |  d..1. |               |  sys_read() {',
  '   21.859559 |   0)    bash-42     |  dNh2. | + 50.626 us   |    load_cr3();',
  '   21.859717 |   0)    bash-42     |  d..1. | ! 610.441 us  |  }',
  '   21.859718 |   0)    <idle>-0    |  ..... |   1.000 us    |  idle_fn();',
  '',
].join('\n');

describe('hover', function () {
  this.timeout(PATIENCE_MS);

  describe('on a function', () => {
    it('shows the numbers of a leaf, and the range of its name', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const hover = await server.hover('a.trace', placeOf(CALLS, 'tcp_recv'));
      assert.deepEqual(hover, {
        contents: {
          kind: 'markdown',
          value: [
            '**`tcp_recv`** — **Network**, by the rule `tcp`',
            'This call took 0.500 µs.',
            NUMBERS_OF_TCP_RECV,
            'Called by: `sock_read` 2',
          ].join('\n\n'),
        },
        range: { start: { line: 6, character: 25 }, end: { line: 6, character: 33 } },
      });
    });

    it('shows an entry with its place, callers and callees', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      assert.equal(
        await server.hoverText('a.trace', placeOf(CALLS, 'sock_read')),
        [
          '**`sock_read`** — **Network**, by the rule `sock`',
          'This call took 2.000 µs, from line 6 to 9.',
          NUMBERS_OF_SYS_READ.replace(
            '12.00 µs |\n| self time | 10.00',
            '2.000 µs |\n| self time | 1.250',
          ).replaceAll('12.00', '2.000'),
          'Called by: `sys_read` 1  \nCalls: `tcp_recv` 2',
        ].join('\n\n'),
      );
    });

    it('shows the same on the named exit, and on its brace', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const expected = [
        '**`sys_read`** — Other (no rule matches)',
        'This call took 12.00 µs, from line 5 to 10.',
        NUMBERS_OF_SYS_READ,
        'Called by: no one in this trace 1  \nCalls: `sock_read` 1',
      ].join('\n\n');
      assert.equal(await server.hoverText('a.trace', placeOf(CALLS, 'sys_read', 1)), expected);
      assert.equal(await server.hoverText('a.trace', placeOf(CALLS, '} /* sys_read')), expected);
    });

    it('shows the call that a bare brace ends', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const hover = await server.hover('a.trace', { line: 8, character: 23 });
      assert.match(JSON.stringify(hover), /`sock_read`/);
      assert.deepEqual(hover?.range, {
        start: { line: 8, character: 23 },
        end: { line: 8, character: 24 },
      });
    });

    it('belongs to the caret behind the last character, too', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const { line, character } = placeOf(CALLS, 'tcp_recv');
      assert.match(await server.hoverText('a.trace', { line, character: character + 8 }), /`tcp_recv`/);
      assert.equal(await server.hoverText('a.trace', { line, character: character - 2 }), '');
    });

    it('names all rules that match, the one that decides first, with their bars as written', async () => {
      const categories = [
        { id: 'io', label: 'In & out', patterns: ['/^(sys|vfs)_/', 'read'] },
        { id: 'last', patterns: ['sys'] },
      ];
      const server = await openServer({ settings: { categories } });
      server.open('a.trace', CALLS);
      const text = await server.hoverText('a.trace', placeOf(CALLS, 'sys_read'));
      assert.equal(
        text.split('\n')[0],
        '**`sys_read`** — **In \\& out**, by the rule `/^(sys|vfs)_/`; also matched: `read` (In \\& out), `sys` (last)',
      );
    });

    it('says what is not known: no exit, no entry, no name', async () => {
      const text = trace(
        ' 0)   1.000 us    |  } /* lost_entry */', // 4
        ' 0)   2.000 us    |  }', // 5
        ' 0)               |  lost_exit() {', // 6
      );
      const server = await openServer();
      server.open('a.trace', text);
      const orphan = await server.hoverText('a.trace', placeOf(text, 'lost_entry'));
      assert.match(orphan, /This call took 1\.000 µs; its beginning is not in this trace\./);
      assert.match(orphan, /\| calls \| 0, 0\.0 % of all 1 \(and 1 end without a beginning\) \|/);
      assert.match(orphan, /\| total time \| – \|/);
      assert.equal(
        await server.hoverText('a.trace', placeOf(text, '}', 1)),
        'The end of a call whose beginning is not in this trace: its function is not known.',
      );
      assert.match(
        await server.hoverText('a.trace', placeOf(text, 'lost_exit')),
        /This call has no end in this trace: its duration is unknown\./,
      );
    });

    it('lists five callers and says how many more there are', async () => {
      const lines = [...'abcdefg'].flatMap((name) => [
        ` 0)               |  ${name}() {`,
        ' 0)   1.000 us    |    callee();',
        ' 0)   2.000 us    |  }',
      ]);
      const server = await openServer();
      server.open('a.trace', trace(...lines));
      assert.match(
        await server.hoverText('a.trace', placeOf(trace(...lines), 'callee')),
        /Called by: `a` 1, `b` 1, `c` 1, `d` 1, `e` 1, 2 more$/,
      );
    });

    it('shows the counts of all other open traces, told apart by their folders', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      server.open('run1/b.trace', trace(' 0)   1.000 us    |  tcp_recv();'));
      server.open('run2/b.trace', trace(' 0)   1.000 us    |  foo();', ' 0)   1.000 us    |  bar();'));
      server.open('my%20notes.txt', 'tcp_recv\n');
      server.open('my%20own.trace', CALLS);
      await server.problems('my%20own.trace');
      const text = await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv'));
      assert.equal(
        text.split('\n\n').at(-1),
        'Calls in other open traces: `my own.trace` 2, `run1/b.trace` 1, `run2/b.trace` 0',
      );
    });
  });

  it('names the eight open traces with the most calls', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    for (let calls = 1; calls <= 10; calls++)
      server.open(`x${calls}.trace`, trace(...Array<string>(calls).fill(' 0)   1.000 us    |  tcp_recv();')));
    await server.problems('x10.trace');
    const text = await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv'));
    assert.match(text.split('\n\n').at(-1)!, /: `x10\.trace` 10, `x9\.trace` 9, .*`x3\.trace` 3 and 2 more$/);
  });

  describe('on another column', () => {
    const columns: readonly (readonly [string, number, string, RegExp, string])[] = [
      [
        'the time',
        3,
        '21.859559',
        /^\*\*`21\.859559 s`|^\*\*`21\.859559` s\*\*: time of the beginning/,
        '21.859559',
      ],
      ['the time of an exit', 4, '21.859717', /time of the end of the call/, '21.859717'],
      ['the cpu', 3, '0)', /^\*\*CPU 0\*\*/, '0'],
      ['the task', 3, 'bash', /task `bash`\*\*, pid 42/, 'bash-42'],
      ['the pid', 3, '42', /task `bash`\*\*, pid 42/, 'bash-42'],
      ['the idle task', 5, '<idle>', /^\*\*Idle task\*\* `<idle>`/, '<idle>-0'],
      [
        'the flags',
        3,
        'dNh2.',
        /interrupts off, reschedule needed, in a hard interrupt, preemption disabled 2×/,
        'dNh2.',
      ],
      ['the overhead mark', 3, '+', /`\+`\*\* marks a duration of more than 10 µs/, '+'],
      ['another overhead mark', 4, '!', /`!`\*\* marks a duration of more than 100 µs/, '!'],
      [
        'the duration of a leaf',
        3,
        '50.626',
        /^\*\*50\.63 µs\*\* \(50,626 ns\): how long this call took/,
        '50.626 us',
      ],
      ['the duration of an exit', 4, '610.441', /how long the call that ends here took/, '610.441 us'],
    ];
    for (const [what, line, needle, expected, covers] of columns) {
      it(`explains ${what}`, async () => {
        const server = await openServer();
        server.open('a.trace', COLUMNS);
        const lineText = COLUMNS.split('\n')[line]!;
        const position = { line, character: lineText.indexOf(needle) };
        const text = await server.hoverText('a.trace', position);
        assert.match(text, expected);
        const { start, end } = (await server.hover('a.trace', position))!.range!;
        assert.equal(lineText.slice(start.character, end.character), covers);
      });
    }

    it('explains lines that are no calls', async () => {
      const text = [
        ...trace(' 0)   1.000 us    |  foo();').trimEnd().split('\n'),
        ' 0)   ==========> |', // 5
        ' 0)   <========== |', // 6
        'CPU:0 [LOST 12 EVENTS]', // 7
        ' ------------------------------------------',
        ' 0)    bash-42    =>  sshd-7   ', // 9
        ' ------------------------------------------',
        '',
      ].join('\n');
      const server = await openServer();
      server.open('a.trace', text);
      assert.match(await server.hoverText('a.trace', placeOf(text, '==========>')), /Interrupt begins/);
      assert.match(await server.hoverText('a.trace', placeOf(text, '<==========')), /Interrupt ends/);
      assert.match(await server.hoverText('a.trace', placeOf(text, 'LOST')), /Events were lost/);
      assert.match(await server.hoverText('a.trace', placeOf(text, 'bash')), /task `bash`/);
      assert.match(
        await server.hoverText('a.trace', placeOf(text, 'sshd')),
        /runs on cpu 0 from here on[^]*`sshd`/,
      );
    });

    it('explains the relative time of latency tracers', async () => {
      const text = [
        '# tracer: irqsoff',
        '#',
        '      123 us |   0)   bash-42    |  d..1. |   0.500 us    |  foo();',
        '      124 us |   0)   bash-42    |  d..1. |   0.500 us    |  bar();',
        '',
      ].join('\n');
      const server = await openServer();
      server.open('a.trace', text);
      assert.match(
        await server.hoverText('a.trace', placeOf(text, '123 us')),
        /^\*\*`123 us`\*\*: microseconds/,
      );
    });

    it('has nothing to say about headers, blanks and the empty line behind the last', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      assert.equal(await server.hover('a.trace', { line: 0, character: 3 }), null);
      assert.equal(await server.hover('a.trace', { line: 4, character: 0 }), null);
      assert.equal(await server.hover('a.trace', { line: 11, character: 0 }), null);
    });
  });

  describe('on hostile input', () => {
    /** What would be seen: text out of code spans with its escapes taken away may hold no live Markdown. */
    function live(markdown: string): string {
      return markdown.replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '').replace(/\\[!-/:-@[-`{-~]/g, '');
    }

    for (const name of [
      'x`**bold**`y',
      '```fence```',
      '<img/src=x>',
      '![i][command:evil]',
      '[x]<command:evil>',
      '&ltb&gt',
      '**b**_i_~s~',
      '$name\u202e\u200b\u007fend',
      'https://example.com/x',
    ]) {
      it(`shows ${JSON.stringify(name)} as text`, async () => {
        const text = trace(
          ` 0)               |  ${name}() {`,
          ' 0)   1.000 us    |    callee();',
          ' 0)   2.000 us    |  }',
        );
        const server = await openServer();
        server.open('a.trace', text);
        for (const position of [placeOf(text, name), placeOf(text, 'callee'), placeOf(text, '}')]) {
          const markdown = await server.hoverText('a.trace', position);
          assert.match(live(markdown), /calls/);
          assert.doesNotMatch(live(markdown), /evil|bold|fence|<|img|example|&lt|_i_/);
          assert.doesNotMatch(markdown, /[\u0000-\u0009\u000b-\u001f\u007f\u202e\u200b]/);
        }
      });
    }

    for (const comm of ['a`b', 'x|y', '<img>', '[x](c:e)', '**b**', '\u001b[31m', '=> b']) {
      it(`shows the task ${JSON.stringify(comm)} as text`, async () => {
        const text = [
          '# tracer: function_graph',
          ` 0)   ${comm}-42    |   1.000 us    |  foo();`,
          ` 0)   ${comm}-42    |   1.000 us    |  foo();`,
          '',
        ].join('\n');
        const server = await openServer();
        server.open('a.trace', text);
        const markdown = await server.hoverText('a.trace', {
          line: 1,
          character: text.split('\n')[1]!.indexOf(comm),
        });
        assert.match(markdown, /pid 42/);
        assert.doesNotMatch(live(markdown), /<|\[|\]\(|\*b\*/);
        assert.doesNotMatch(markdown, /\u001b/);
        if (comm === 'x|y') assert.match(markdown, /`x\|y`/);
      });
    }

    it('shows the name of a hostile file as text', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      server.open('%60%5Bx%5D(command:evil)%0A%3Cimg%3E.trace', CALLS);
      server.open('100%.trace', CALLS);
      await server.problems('100%.trace');
      const markdown = await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv'));
      const others = markdown.split('\n\n').at(-1)!;
      assert.equal(
        others,
        'Calls in other open traces: `` `[x](command:evil)\\u{a}<img>.trace `` 2, `100%.trace` 2',
      );
    });

    it('shows hostile labels of categories as text', async () => {
      const categories = [{ id: 'evil', label: '[x](command:evil) <img> **b**\u202e', patterns: ['tcp'] }];
      const server = await openServer({ settings: { categories } });
      server.open('a.trace', CALLS);
      const markdown = await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv'));
      assert.doesNotMatch(live(markdown.split('\n')[0]!), /\]\(|<img|\*b\*|\u202e/);
    });
  });
});
