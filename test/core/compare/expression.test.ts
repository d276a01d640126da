import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { evaluate, ExpressionError, quoted } from '../../../server/src/core/compare/expression';
import type { Scenarios } from '../../../server/src/core/compare/scenarios';
import { namesIn, scenariosOf, traceOfCounts, traceOfNames } from '../../support/comparison';

const categories = paperCategories();

/** Which functions each of the runs of a scenario calls, and how often. */
const RUNS: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>> = {
  socket: [
    { tcp_send: 1, vfs_read: 2, sock_poll: 1 },
    { tcp_send: 3, vfs_read: 1, skb_free: 1 },
  ],
  tap: [
    { vfs_read: 1, tun_get: 4 },
    { vfs_read: 1, skb_free: 1 },
    { vfs_read: 2, tun_get: 1, fput: 1 },
  ],
  kvm: [{ kvm_exit: 1, vfs_read: 9, fput: 1 }],
  'a-b': [{ odd: 1 }],
  'größe 2': [{ odd: 2, fput: 1 }],
  all: [{ vfs_read: 1 }],
  run: [{ tcp_send: 1 }],
};
const ALL = [...new Set(Object.values(RUNS).flatMap((runs) => runs.flatMap((run) => Object.keys(run))))];

function scenariosFor(mode: 'any' | 'every'): Scenarios {
  const list = Object.entries(RUNS).map(([name, runs]) => ({ name, runs: runs.map(traceOfCounts) }));
  return scenariosOf(list, mode);
}
const scenarios = scenariosFor('any');
const strict = scenariosFor('every');

function select(text: string, of = scenarios): string {
  return namesIn(of, evaluate(text, of, categories)).join(' ');
}

/** Message and place of what is wrong. */
function wrong(text: string, of = scenarios): [message: string, at: number] {
  try {
    evaluate(text, of, categories);
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error));
    return [error.message, error.at];
  }
  throw new Error(`${text} has no mistake`);
}

describe('a set expression', () => {
  for (const [text, expected] of [
    ['kvm', 'fput kvm_exit vfs_read'],
    ['kvm - (socket + tap)', 'kvm_exit'],
    ['tap & category:network', 'skb_free tun_get'],
    ['kvm & category:virtualization', 'kvm_exit'],
    ['kvm & category:other', 'fput vfs_read'],
    ['every(tap) - any(socket)', ''],
    ['every(tap)', 'vfs_read'],
    ['any(tap)', 'fput skb_free tun_get vfs_read'],
    ['run(tap, 2)', 'skb_free vfs_read'],
    ['once(tap)', 'fput skb_free'],
    ['once(socket)', 'skb_free sock_poll'],
    ['rule:tcp', 'tcp_send'],
    ['name:READ', 'vfs_read'],
    ['name:"s_r"', 'vfs_read'],
    ['all', 'fput kvm_exit odd skb_free sock_poll tcp_send tun_get vfs_read'],
    ['"all"', 'vfs_read'],
    ['run', 'tcp_send'],
    ['run(run,1)', 'tcp_send'],
    ['"run" | run', 'tcp_send'],
    ['"a-b"', 'odd'],
    ['a-b & all', 'odd'],
    ['"größe 2"', 'fput odd'],
    // & before the others, which go from left to right: only in the second reading vfs_read would be left.
    ['kvm - tap & socket', 'fput kvm_exit'],
    ['kvm - tap + socket', 'kvm_exit sock_poll skb_free tcp_send vfs_read'],
    ['socket + kvm - kvm', 'sock_poll skb_free tcp_send'],
    ['kvm - kvm + tap - tap', ''],
    ['kvm-(tap)', 'kvm_exit'],
    ['kvm -tap', 'kvm_exit'],
    [' ( ( kvm ) )\n', 'fput kvm_exit vfs_read'],
  ] as const) {
    it(`${JSON.stringify(text)} is ${expected === '' ? 'nothing' : expected}`, () => {
      assert.equal(select(text), expected.split(' ').sort().join(' '));
    });
  }

  it('takes the functions of every run where a scenario stands for these', () => {
    assert.equal(select('socket', strict), 'tcp_send vfs_read');
    assert.equal(select('any(socket)', strict), 'skb_free sock_poll tcp_send vfs_read');
    assert.equal(select('socket & name:tcp', strict), 'tcp_send');
    // All are all, whatever stands for a scenario.
    assert.equal(select('all', strict), select('all'));
    assert.equal(select('run(socket, 1)', strict), 'sock_poll tcp_send vfs_read');
  });

  it('knows by which functions a scenario enters the kernel, by name and by place', () => {
    const text = [
      ' 0)               |  x64_sys_call() {\n 0)   1.000 us    |    __x64_sys_read();\n 0)   1.000 us    |  }\n',
      ' 0)   1.000 us    |  __x64_sys_close();\n 0)   1.000 us    |  fput();\n',
    ];
    const some = scenariosOf([
      { name: 'A', runs: text },
      {
        name: 'B',
        runs: ['', ' 0)               |  x() {\n 0)   1.000 us    |    fput();\n 0)   1.000 us    |  }\n'],
      },
    ]);
    assert.equal(select('entries(A)', some), '__x64_sys_close __x64_sys_read');
    assert.equal(select('crossings(A)', some), '__x64_sys_close fput x64_sys_call');
    assert.equal(select('crossings(B)', some), 'x');
    assert.equal(select('entries(B)', some), '');
  });

  it('finds a rule by its pattern, expressions too', () => {
    const rules = [{ id: 'odd', label: 'Odd', patterns: ['/^(vfs|fput)/', 'a "b" \\c'] }];
    const own = compileCategories(rules, '').categories;
    const pick = (text: string): string => namesIn(scenarios, evaluate(text, scenarios, own)).join(' ');
    assert.equal(pick(`rule:${quoted('/^(vfs|fput)/')}`), 'fput vfs_read');
    assert.equal(pick(`rule:${quoted('a "b" \\c')}`), '');
    assert.equal(pick('category:odd'), 'fput vfs_read');
  });

  const THERE = 'there are: socket, tap, kvm, a-b, "größe 2", "all", run';
  for (const [text, message, at] of [
    ['', 'name a scenario, or "all"', 0],
    ['  ', 'name a scenario, or "all"', 2],
    ['kvm +', 'the name of a scenario is missing', 5],
    ['kvm tap', '"tap" stands where an operator (+ - &) should be', 4],
    ['kvm )', '")" stands where an operator (+ - &) should be', 4],
    ['(kvm', '")" is missing', 4],
    ['kvm - - tap', '"-" stands where the name of a scenario should be', 6],
    ['kvm ? tap', '"?" means nothing here', 4],
    ['kvm + \u001b', '"\\u{1b}" means nothing here', 6],
    ['kvm + "tap', 'a quote has no end', 6],
    ['kvm + "tap\\"', 'a quote has no end', 6],
    ['kvm + sokcet', `there is no scenario "sokcet"; ${THERE}`, 6],
    ['"kvm" & "x y"', `there is no scenario "x y"; ${THERE}`, 8],
    ['kvm-tap', 'there is no scenario "kvm-tap"; write "kvm - tap"', 0],
    ['run(tap, 4)', 'there are the runs 1 to 3', 9],
    ['run(tap, 0)', 'there are the runs 1 to 3', 9],
    ['run(tap, x)', 'there are the runs 1 to 3', 9],
    ['run(tap, 1e0)', 'there are the runs 1 to 3', 9],
    ['run(kvm, 2)', 'there is only run 1', 9],
    ['run(tap)', '")" stands where "," should be', 7],
    ['once(tap', '")" is missing', 8],
    ['once()', '")" stands where the name of a scenario should be', 5],
    ['category:net', 'there is no category "net"; there are: virtualization, network, other', 9],
    [
      'rule:vfs',
      'there is no rule "vfs"; there are: kvm, vmx, x86, vmcs, vcpu, emulator, tcp, br_, skb, inet, ip, sock, napi, net, packet, sk_, tun',
      5,
    ],
    ['categry:network', 'there is no property "categry"; there are: category, rule, name, unweighted', 0],
    ['name:', 'a word behind "name:" is missing', 5],
    ['"name":tcp', `there is no scenario "name"; ${THERE}`, 0],
    [`${'x'.repeat(1000)}`, `there is no scenario "${'x'.repeat(60)}…"; ${THERE}`, 0],
  ] as const) {
    it(`${JSON.stringify(text.slice(0, 30))}: ${message.slice(0, 60)}, at ${at}`, () => {
      assert.deepEqual(wrong(text), [message, at]);
    });
  }

  it('names at most twenty of what there is, invisible characters written out', () => {
    const many = scenariosOf(Array.from({ length: 25 }, (_, i) => ({ name: `s${i}\u0007`, runs: [''] })));
    const [message] = wrong('x', many);
    const named = Array.from({ length: 20 }, (_, i) => `"s${i}\\u{7}"`).join(', ');
    assert.equal(message, `there is no scenario "x"; there are: ${named}, …`);
    assert.deepEqual(wrong('run(x, 1)', scenariosOf([{ name: 'x', runs: [] }])), ['there is no run', 7]);
  });

  it('neither hangs nor overflows on what is made to do so', () => {
    const million = 1_000_000;
    const deep = 10_000;
    assert.deepEqual(wrong('('.repeat(deep)), ['these are more than 5,000 names and signs', 5000]);
    assert.deepEqual(wrong('('.repeat(1000)), ['more than 100 parentheses within each other', 100]);
    assert.equal(select(`${'('.repeat(100)}kvm${')'.repeat(100)}`), 'fput kvm_exit vfs_read');
    // As deep in all, but closed again each time.
    assert.equal(select(Array<string>(400).fill('((kvm))').join('&')), 'fput kvm_exit vfs_read');
    for (const text of ['(', ')', '-', 'kvm+', 'kvm - (', 'kvm,', 'a:', 'once(', '&&'])
      assert.equal(wrong(text.repeat(million / text.length))[0], 'these are more than 5,000 names and signs');
    assert.match(wrong('a'.repeat(million))[0], /^there is no scenario "a{60}…"; /);
    assert.match(wrong(`a${'-'.repeat(million)}`)[0], /^these are more/);
    assert.match(wrong('a-'.repeat(million / 2))[0], /^there is no scenario/);
    assert.deepEqual(wrong(`"${'a'.repeat(million)}`), ['a quote has no end', 0]);
    assert.deepEqual(wrong(`"${'\\'.repeat(million)}`), ['a quote has no end', 0]);
    assert.match(wrong(`"${'\\"'.repeat(million)}"`)[0], /^there is no scenario ""{60}…"/);
    assert.deepEqual(wrong(' '.repeat(million)), ['name a scenario, or "all"', million]);
  });

  it('reads each name that is quoted back as that scenario', () => {
    const special = fc.constantFrom(
      'all',
      'any',
      'every',
      'run',
      'once',
      'entries',
      'rule',
      'a-b',
      '-a',
      'a-',
      '"',
      '\\',
      '\\"',
      'a\nb',
      '\u0000',
      ' ',
      '',
      'ä.ö',
      '1',
      '\ud800',
      '😀',
      'e\u0301',
    );
    const name = fc.oneof(
      special,
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.array(special).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), fc.nat(), (list, at) => {
        const some = scenariosOf(list.map((one, i) => ({ name: one, runs: [traceOfNames([`f${i}`])] })));
        const index = at % list.length;
        const text = quoted(list[index]!);
        for (const around of [
          text,
          ` ${text} `,
          `(${text})`,
          `any(${text})`,
          `${text}&${text}`,
          `run(${text},1)`,
        ])
          assert.equal(select(around, some), `f${index}`, around);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('is what sets of JavaScript make of it', () => {
    fc.assert(
      fc.property(tree, printing, (expression, choices) => {
        const text = print(expression, choices);
        assert.equal(select(text), [...slow(expression)].sort().join(' '), text);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});

/** An expression as it was meant. */
type Tree =
  | { readonly text: string; readonly set: readonly string[] }
  | { readonly sign: '+' | '|' | '-' | '&'; readonly left: Tree; readonly right: Tree };

function unionOf(name: string): string[] {
  return [...new Set(RUNS[name]!.flatMap((run) => Object.keys(run)))];
}

function callsOf(name: string, one: string): number {
  return RUNS[name]!.reduce((calls, run) => calls + (run[one] ?? 0), 0);
}

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(...Object.keys(RUNS)).chain((name) => {
    const written = /^(?:socket|tap|kvm|run)$/.test(name)
      ? fc.constantFrom(name, `"${name}"`)
      : fc.constant(`"${name}"`);
    const every = unionOf(name).filter((one) => RUNS[name]!.every((run) => one in run));
    return written.chain((text) =>
      fc.oneof(
        fc.constant<Tree>({ text, set: unionOf(name) }),
        fc.constant<Tree>({ text: `any(${text})`, set: unionOf(name) }),
        fc.constant<Tree>({ text: `every( ${text})`, set: every }),
        fc.constant<Tree>({
          text: `once (${text} )`,
          set: unionOf(name).filter((one) => callsOf(name, one) === 1),
        }),
        fc
          .nat({ max: RUNS[name]!.length - 1 })
          .map((run): Tree => ({ text: `run(${text}, ${run + 1})`, set: Object.keys(RUNS[name]![run]!) })),
      ),
    );
  }),
  fc.constant<Tree>({ text: 'all', set: ALL }),
  fc.constantFrom('tcp', 'r', 'S', '_').map((part): Tree => ({
    text: `name:${part}`,
    set: ALL.filter((name) => name.toLowerCase().includes(part.toLowerCase())),
  })),
  fc.constantFrom('tcp', 'skb', 'tun', 'kvm').map((part): Tree => ({
    text: `rule: "${part}"`,
    set: ALL.filter((name) => name.includes(part)),
  })),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'large' },
    leaf,
    fc.record({ sign: fc.constantFrom('+', '|', '-', '&'), left: tie('tree'), right: tie('tree') }),
  ),
}));
/** What is left open when an expression is printed: blanks, and parentheses that are not needed. */
const printing = fc.infiniteStream(fc.constantFrom('', '', ' ', '\n', '( '));

/** Parentheses where they are needed: & binds closer, all go from left to right. */
function print(expression: Tree, choices: Iterable<string>): string {
  const next = choices[Symbol.iterator]();
  const choose = (): string => String(next.next().value ?? '');
  const level = (one: Tree): number => ('text' in one ? 2 : one.sign === '&' ? 1 : 0);
  const write = (one: Tree, least: number): string => {
    const choice = choose();
    const own = level(one);
    const inside =
      'text' in one
        ? one.text
        : // A blank before a minus: a name may have one.
          `${write(one.left, own)} ${one.sign}${choose().trim() === '' ? ' ' : ''}${write(one.right, own + 1)}`;
    return own < least || choice.startsWith('(') ? `(${inside} )` : `${choice}${inside}`;
  };
  return write(expression, 0);
}

function slow(expression: Tree): Set<string> {
  if ('text' in expression) return new Set(expression.set);
  const [left, right] = [slow(expression.left), slow(expression.right)];
  if (expression.sign === '&') return new Set([...left].filter((name) => right.has(name)));
  if (expression.sign === '-') return new Set([...left].filter((name) => !right.has(name)));
  return new Set([...left, ...right]);
}
