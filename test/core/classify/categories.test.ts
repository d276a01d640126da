import assert from 'node:assert/strict';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { traceOf } from '../../support/drawing';

/** Rules with these patterns, as ids `a`, `b`, …. */
function rules(...patterns: readonly (readonly string[])[]): object[] {
  return patterns.map((list, i) => ({ id: 'abc'[i], label: `Rule ${'ABC'[i]}`, patterns: list }));
}

/** The id of the category of a name. */
function sort(value: unknown, name: string): string {
  const { categories } = compileCategories(value, 'list');
  return categories.list[categories.of(name)]!.id;
}

function problems(value: unknown): string[] {
  return compileCategories(value, 'list').problems.map(({ rule, message }) => `${rule} ${message}`);
}

describe('categories', () => {
  it('of the paper sort by the paper’s substrings, its errors kept', () => {
    const categories = paperCategories();
    assert.deepEqual(
      categories.list.map(({ id, label }) => [id, label]),
      [
        ['virtualization', 'Virtualization'],
        ['network', 'Network'],
        ['other', 'Other'],
      ],
    );
    for (const [name, id] of [
      ['svm_vcpu_run', 'virtualization'],
      ['kvm_skb', 'virtualization'], // first match wins
      ['x86_pmu_enable', 'virtualization'],
      ['tcp_sendmsg', 'network'],
      ['br_handle_frame', 'network'],
      ['pipe_read', 'network'], // ip
      ['task_tick_fair', 'network'], // sk_
      ['fortune', 'network'], // tun
      ['TCP_upper', 'other'],
      ['br', 'other'],
      ['vfs_read', 'other'],
    ] as const)
      assert.equal(categories.list[categories.of(name)]!.id, id, name);
  });

  it('the first that matches wins, whatever the order of its patterns', () => {
    assert.equal(sort(rules(['x'], ['foo']), 'foox'), 'a');
    assert.equal(sort(rules(['foo'], ['x']), 'foox'), 'a');
    assert.equal(sort(rules(['y', 'bar'], ['foo']), 'foobar'), 'a');
    assert.equal(sort(rules(['y'], ['z']), 'foo'), 'other');
  });

  it('explain which pattern decided and which others match, in order of precedence', () => {
    const { categories } = compileCategories(rules(['foo', 'zzz', 'o'], ['/^f/', 'bar']), 'list');
    assert.deepEqual(categories.explain('foobar'), [
      { category: 0, pattern: 'foo' },
      { category: 0, pattern: 'o' },
      { category: 1, pattern: '/^f/' },
      { category: 1, pattern: 'bar' },
    ]);
    assert.deepEqual(categories.explain('xyz'), []);
  });

  it('agree with what they explain', () => {
    const categories = paperCategories();
    for (const name of ['kvm_skb', 'tcp_v4_rcv', 'vfs_read', 'netif_rx']) {
      assert.equal(categories.explain(name)[0]?.category ?? 2, categories.of(name));
    }
  });

  describe('patterns', () => {
    for (const [pattern, name, matches] of [
      ['skb', 'alloc_skb_with', true],
      ['skb', 'SKB', false],
      ['/^tcp_/', 'tcp_ack', true],
      ['/^tcp_/', 'mptcp_ack', false],
      ['/^TCP/i', 'tcp_ack', true],
      ['/(tcp|udp)_rcv$/', 'udp_rcv', true],
      ['/a.b/', 'a\nb', false],
      ['/a.b/s', 'a\nb', true],
      // No expression: it does not begin with a slash.
      ['a/', 'xa/b', true],
      ['a.b', 'axb', false],
    ] as const) {
      it(`${pattern} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(name)}`, () => {
        assert.deepEqual(problems(rules([pattern])), []);
        assert.equal(sort(rules([pattern]), name), matches ? 'a' : 'other');
      });
    }
  });

  it('substrings are plain text, several of them as one', () => {
    const special = [
      '.',
      '*',
      '+',
      '?',
      '^',
      '$',
      '|',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '\\',
      'a/b',
      'x|y',
      '-',
      '\u{1f600}',
    ];
    for (const pattern of special) {
      // Together with others, and each matches itself only.
      const list = rules([pattern, 'never', 'nor this']);
      for (const name of [...special, 'f', ''])
        assert.equal(
          sort(list, `n${name}`),
          name.includes(pattern) ? 'a' : 'other',
          `${pattern} in n${name}`,
        );
    }
  });

  describe('that make no sense are named, and the others apply', () => {
    const good = { id: 'good', label: 'Good', patterns: ['foo'] };

    for (const [title, rule, expected] of [
      ['no object', 42, 'list[0] must be an object {id, label, patterns}; it is left out'],
      ['null', null, 'list[0] must be an object {id, label, patterns}; it is left out'],
      [
        'no id',
        { label: 'x', patterns: [] },
        'list[0] needs an "id": a letter, then letters, digits, _ . -; it is left out',
      ],
      [
        'a bad id',
        { id: '1 2', label: 'x', patterns: [] },
        'list[0] needs an "id": a letter, then letters, digits, _ . -; it is left out',
      ],
      [
        'the id of what is left',
        { id: 'other', label: 'x', patterns: [] },
        'list[0] uses the id "other", which is reserved; it is left out',
      ],
      [
        'the id of the sum',
        { id: 'total', label: 'x', patterns: [] },
        'list[0] uses the id "total", which is reserved; it is left out',
      ],
      ['no patterns', { id: 'x', label: 'x' }, 'list[0].patterns of category "x" must be a list of strings'],
      [
        'a pattern that is no string',
        { id: 'x', label: 'x', patterns: [1] },
        'list[0].patterns[0] of category "x" must be a string that is not empty; it is left out',
      ],
      [
        'an empty pattern',
        { id: 'x', label: 'x', patterns: ['y', ''] },
        'list[0].patterns[1] of category "x" must be a string that is not empty; it is left out',
      ],
      ...['/', '//', '/tcp'].map(
        (pattern) =>
          [
            `a slash that is not closed: ${pattern}`,
            { id: 'x', label: 'x', patterns: [pattern] },
            'list[0].patterns[0] of category "x" begins with a slash and has no closing one; it is left out',
          ] as const,
      ),
      [
        'an unknown flag',
        { id: 'x', label: 'x', patterns: ['/a/g'] },
        'list[0].patterns[0] of category "x" has the flag "g", which is not known (i, s are); it is left out',
      ],
      [
        'a broken expression',
        { id: 'x', label: 'x', patterns: ['/(/'] },
        'list[0].patterns[0] of category "x" is no valid expression (missing closing )); it is left out',
      ],
      [
        'look-behind, which has no bounded time',
        { id: 'x', label: 'x', patterns: ['/(?<=a)b/'] },
        'list[0].patterns[0] of category "x" is no valid expression (invalid named capture); it is left out',
      ],
    ] as const) {
      it(title, () => {
        assert.deepEqual(problems([rule, good]), [expected]);
        assert.equal(sort([rule, good], 'foo'), 'good');
      });
    }

    it('an id for the second time', () => {
      const twice = [good, { id: 'good', label: 'Again', patterns: ['bar'] }];
      assert.deepEqual(problems(twice), ['list[1] uses the id "good" a second time; it is left out']);
      assert.equal(sort(twice, 'bar'), 'other');
    });

    it('one category too many', () => {
      const many = Array.from({ length: 252 }, (_, i) => ({ id: `c${i}`, label: '', patterns: [`n${i}.`] }));
      assert.deepEqual(problems(many), [
        'list[250] is one too many: at most 250 categories are used',
        'list[251] is one too many: at most 250 categories are used',
      ]);
      assert.equal(sort(many, 'n249.'), 'c249');
    });

    it('no list at all: the rules of the paper apply', () => {
      assert.deepEqual(problems('tcp'), [
        'list must be a list of {id, label, patterns}; the default rules apply',
      ]);
      assert.equal(sort('tcp', 'tcp_ack'), 'network');
    });

    it('a bad pattern among good ones takes only itself away', () => {
      assert.equal(sort([{ id: 'x', label: 'x', patterns: ['/(/', 'foo'] }], 'foo'), 'x');
    });
  });

  it('take the id for a label that is missing', () => {
    const { categories } = compileCategories(
      [
        { id: 'x', patterns: [] },
        { id: 'y', label: ' ', patterns: [] },
      ],
      '',
    );
    assert.deepEqual(
      categories.list.map(({ label }) => label),
      ['x', 'y', 'Other'],
    );
  });

  it('take no time that grows beyond the name’s length', () => {
    // A backtracking matcher would take 2^100000 steps.
    const { categories } = compileCategories(rules(['/(a+)+$/', '/^(a|aa)*b$/']), '');
    assert.equal(categories.of(`${'a'.repeat(100_000)}!`), 1);
    assert.equal(categories.of('a'.repeat(100_000)), 0);
  });

  it('match each name of a table once', () => {
    const { names } = traceOf(' 0)   1.000 us    |  tcp_ack();\n 0)   1.000 us    |  vfs_read();\n');
    const categories = paperCategories();
    const column = categories.column(names);
    assert.deepEqual([...column], [1, 2]);
    assert.equal(categories.column(names), column);
    assert.equal(categories.indexOf('network'), 1);
    assert.equal(categories.indexOf('nothing'), -1);
  });

  it('know each rule by itself, whatever decides', () => {
    const { categories } = compileCategories(rules(['foo', '/^b/'], ['foo', 'o']), 'list');
    assert.deepEqual(
      categories.rules.map(({ category, pattern }) => [category, pattern]),
      [
        [0, 'foo'],
        [0, '/^b/'],
        [1, 'foo'],
        [1, 'o'],
      ],
    );
    const matching = (name: string): number[] =>
      [0, 1, 2, 3].filter((rule) => categories.matches(rule, name));
    assert.deepEqual([matching('foobar'), matching('bo'), matching('x')], [[0, 2, 3], [1, 3], []]);
  });
});
