import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ExpressionError } from '../../../../server/src/core/format/expressionError';
import { paperCategories } from '../../../../server/src/core/classify/categories';
import type { Expression, NumberRange } from '../../../../server/src/core/filter/expression/expression';
import { KEYS } from '../../../../server/src/core/filter/expression/keys';
import { parseExpression } from '../../../../server/src/core/filter/expression/parse';
import { readExpression } from '../../../../server/src/core/filter/expression/readExpression';
import { readReturnValue } from '../../../../server/src/core/filter/expression/values';

/** An expression as one line: `(a & !b)`, `name part tcp`, `duration [10000 1000000)`. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.operands.map(show).join(expression.kind === 'and' ? ' & ' : ' | ')})`;
    case 'not':
      return `!${show(expression.operand)}`;
    case 'is':
      return `is ${expression.property}`;
    case 'category':
      return `category ${expression.names.map(({ text }) => text).join(', ')}`;
    case 'number':
      return `${expression.key} ${expression.ranges.map(showRange).join(' ')}`;
    case 'text':
      return `${expression.key} ${expression.patterns.map(({ how, text, flags }) => `${how} ${text}${flags && ` ${flags}`}`).join(', ')}`;
  }
}

function showRange({ low, high, lowOpen, highOpen }: NumberRange): string {
  return `${lowOpen ? '(' : '['}${low} ${high}${highOpen ? ')' : ']'}`;
}

const MEANT: readonly (readonly [text: string, meant: string])[] = [
  // names
  ['tcp', 'name part tcp'],
  ['  tcp\t', 'name part tcp'],
  ['tcp_*', 'name glob tcp_*'],
  ['"tcp_*"', 'name part tcp_*'],
  ['/^tcp_(send|recv)/i', 'name regex ^tcp_(send|recv) i'],
  ['/a\\/b/', 'name regex a\\/b'],
  ['tcp,udp , "x y"', 'name part tcp, part udp, part x y'],
  ['name:tcp_sendmsg', 'name part tcp_sendmsg'],
  ['fn=tcp_sendmsg', 'name exact tcp_sendmsg'],
  ['NAME == tcp_sendmsg', 'name exact tcp_sendmsg'],
  ['name=tcp_?ecv*', 'name glob tcp_?ecv*'],
  ['name~tcp', 'name glob tcp'],
  ['name =~ "^tcp|^udp"', 'name regex ^tcp|^udp'],
  ['name!=tcp', '!name exact tcp'],
  ['name!~tcp*', '!name glob tcp*'],
  ['foo.isra.0', 'name part foo.isra.0'],
  ['x64_sys_read-2', 'name part x64_sys_read-2'],
  ['"say \\"a\\\\b\\""', 'name part say "a\\b"'],
  // words that are operators only where they stand for one
  ['android', 'name part android'],
  ['order_not', 'name part order_not'],
  ['"and"', 'name part and'],
  ['cpu', 'name part cpu'],
  ['cpu_idle', 'name part cpu_idle'],
  ['interrupts', 'is interrupt'],
  ['"interrupts"', 'name part interrupts'],
  // joining
  ['a b', '(name part a & name part b)'],
  ['a and b AND c && d & e', '(name part a & name part b & name part c & name part d & name part e)'],
  ['a or b || c | d', '(name part a | name part b | name part c | name part d)'],
  ['a or b c', '(name part a | (name part b & name part c))'],
  ['(a or b) c', '((name part a | name part b) & name part c)'],
  ['a or(b)and(c)', '(name part a | (name part b & name part c))'],
  ['not a b', '(!name part a & name part b)'],
  ['not (a b)', '!(name part a & name part b)'],
  ['!a', '!name part a'],
  ['-a', '!name part a'],
  ['not not a', 'name part a'],
  ['!-not a', '!name part a'],
  ['a !b', '(name part a & !name part b)'],
  ['-cpu:1', '!cpu [1 1]'],
  ['a&&!b||c', '((name part a & !name part b) | name part c)'],
  // numbers
  ['cpu:1', 'cpu [1 1]'],
  ['cpu=0,2', 'cpu [0 0] [2 2]'],
  ['cpu==0', 'cpu [0 0]'],
  ['pid!=12', '!pid [12 12]'],
  ['tid:1..5,9..', 'pid [1 5] [9 Infinity]'],
  ['depth:..3', 'depth [-Infinity 3]'],
  ['depth < 3', 'depth [-Infinity 3)'],
  ['depth<=3', 'depth [-Infinity 3]'],
  ['depth:>=3', 'depth [3 Infinity]'],
  // times: durations without a unit are µs, times are s, as traces print them
  ['duration>10us', 'duration (10000 Infinity]'],
  ['dur > 10', 'duration (10000 Infinity]'],
  ['duration>10 us and a', '(duration (10000 Infinity] & name part a)'],
  ['duration>10 usb', '(duration (10000 Infinity] & name part usb)'],
  ['duration:10us..1ms', 'duration [10000 1000000]'],
  ['duration:10us..1.5 ms', 'duration [10000 1500000]'],
  ['duration=0.25µs', 'duration [250 250]'],
  ['self>1s', 'self (1000000000 Infinity]'],
  ['time:12.5s..13s', 'time [12500000000 13000000000]'],
  ['time>=12.5', 'time [12500000000 Infinity]'],
  // return values
  ['ret:-EINVAL', 'ret [-22 -22]'],
  ['ret=einval', 'ret [-22 -22]'],
  ['ret<0', 'ret [-Infinity 0)'],
  ['ret:0xffffffea', 'ret [-22 -22]'],
  ['ret:0xFFFFFFFFFFFFFFEA', 'ret [-22 -22]'],
  ['ret:0xffff888107ab0001', 'ret [18446612686493646849 18446612686493646849]'],
  ['ret:-4095..-1', 'ret [-4095 -1]'],
  ['retval!=0', '!ret [0 0]'],
  // texts
  ['comm:kworker/0:1H', 'comm part kworker/0:1H'],
  ['comm:<idle>', 'comm part <idle>'],
  ['comm=bash,"a b"', 'comm exact bash, exact a b'],
  ['args:"skb="', 'args part skb='],
  ['args:skb=0xffff', 'args part skb=0xffff'],
  ['args: /flags=.*RD/', 'args regex flags=.*RD'],
  ['under:do_sys_open duration>1', '(under part do_sys_open & duration (1000 Infinity])'],
  ['caller=vfs_read', 'caller exact vfs_read'],
  ['category:network,Other', 'category network, Other'],
  ['cat!="Virtual machines"', '!category Virtual machines'],
  // kinds of calls
  ['is:interrupt', 'is interrupt'],
  ['hide:interrupts', '!is interrupt'],
  ['not hide:irqs', 'is interrupt'],
  ['is:leaf', 'is leaf'],
  ['is!=open', '!is open'],
];

/** Expressions with what is wrong in them between « and »; both at one place where something is missing. */
const WRONG: readonly (readonly [marked: string, message: RegExp])[] = [
  ['«»', /^the expression is empty; for example: tcp_sendmsg or duration>10us$/],
  ['   «»', /^the expression is empty/],
  ['a and «»', /^a test is missing here/],
  ['a or «»', /^a test is missing here/],
  ['not «»', /^a test is missing here/],
  ['«(»a or b', /^a parenthesis has no end: "\)" is missing$/],
  ['(«)»', /^"\)" stands where a test should be$/],
  ['a«)»', /^"\)" stands where "and", "or" or another test should be$/],
  ['a and «or» b', /^"or" stands where a test should be; in quotes it is a name$/],
  ['«AND» b', /^"AND" stands where a test should be/],
  ['«-» a', /^"-" stands where a test should be$/],
  ['«foo»:bar', /^there is no key "foo"; there are: name, category, duration, .*, hide$/],
  ['a «colour»=red', /^there is no key "colour"/],
  ['«=»5', /^"=" stands where a test should be$/],
  ['cpu:«»', /^a value of "cpu" is missing$/],
  ['cpu:«one»', /^"one" is not a whole number from 0 on, or a range: 0\.\.3$/],
  ['cpu:«-1»', /^"-1" is not a whole number/],
  ['cpu:«3..1»', /^the range "3\.\.1" ends before it begins$/],
  ['cpu:1,«»', /^a value of "cpu" is missing$/],
  ['cpu:«..»', /^"\.\." is not a whole number/],
  ['cpu<«1..2»', /^"1\.\.2" is not a whole number/],
  ['cpu<«>1»', /^">1" is not a whole number/],
  ['cpu<1«,»2', /^"," stands where "and", "or" or another test should be$/],
  ['cpu«~»1', /^"~" does not go with "cpu"; use : = != < <= > >=$/],
  ['name«<»tcp', /^"<" does not go with "name"; use : = != ~ !~ =~$/],
  ['category «>» network', /^">" does not go with "category"; use : = !=$/],
  ['duration>«fast»', /^"fast" is not a duration: 10us, 1\.5ms, 10us\.\.1ms$/],
  ['duration>«10min»', /^"10min" is not a duration/],
  ['time:«noon»', /^"noon" is not a time: 12\.5s, 300ms, 12\.5s\.\.13s$/],
  ['ret:«EFOO»', /^"EFOO" is not a number or the name of an error: -22, 0x10, -EINVAL$/],
  ['name:«»', /^a text is missing$/],
  ['name:«""»', /^the text is empty$/],
  ['name:«"tcp»', /^a quote has no end$/],
  ['«/tcp»', /^an expression has no end: "\/" is missing$/],
  ['a «/(/»', /^"\/\(\/" is no valid expression \(missing closing \)\)$/],
  ['«/a(?=b)/»', /^"\/a\(\?=b\)\/" is no valid expression/],
  ['«/a/g»', /^"\/a\/g" has the flag "g", which is not known \(i, s are\)$/],
  ['name=~«"("»', /^""\("" is no valid expression \(missing closing \)\)$/],
  ['is:«slow»', /^"slow" is nothing that a call can be; there are: interrupt, leaf, open$/],
  ['is:«»', /^interrupt, leaf or open is missing$/],
  ['category:network,«netwrk»', /^there is no category "netwrk"; there are: virtualization, network, other$/],
  [`${'('.repeat(100)}«(»a`, /^more than 100 parentheses within each other$/],
];

describe('the language of filters', () => {
  for (const [text, meant] of MEANT) {
    it(`reads ${text}`, () => assert.equal(show(parseExpression(text)), meant));
  }

  for (const [marked, message] of WRONG) {
    it(`says what is wrong with ${marked.slice(-40)}`, () => {
      const from = marked.indexOf('«');
      const to = marked.indexOf('»') - 1;
      const { error } = readExpression(marked.replace(/[«»]/g, ''), paperCategories());
      assert.ok(error);
      assert.match(error.message, message);
      assert.deepEqual([error.from, error.to], [from, to]);
    });
  }

  it('reads the example of each key', () => {
    for (const { example, key } of KEYS) {
      const expression = parseExpression(example);
      const test = expression.kind === 'not' ? expression.operand : expression;
      assert.equal('key' in test && test.key, key);
    }
  });

  it('knows places of tests', () => {
    const text = 'tcp  and not (cpu : 1,2 or args:"a b")';
    const places: string[] = [];
    const walk = (expression: Expression): void => {
      if ('operands' in expression) expression.operands.forEach(walk);
      else if (expression.kind === 'not') walk(expression.operand);
      else places.push(text.slice(expression.from, expression.to));
    };
    walk(parseExpression(text));
    assert.deepEqual(places, ['tcp', 'cpu : 1,2', 'args:"a b"']);
  });

  it('takes return values as the kernel prints them', () => {
    for (const [text, value] of [
      ['0', 0n],
      ['-22', -22n],
      ['0x16', 22n],
      ['0xffffffffffffffea', -22n],
      ['0xffffffea', -22n],
      ['0xfffff001', -4095n],
      ['0xfffff000', 0xfffff000n],
      ['0xffff888107ab0000', 0xffff888107ab0000n],
      ['-EAGAIN', -11n],
      ['EIOCBQUEUED', -529n],
      ['', undefined],
      ['0x', undefined],
      ['1e3', undefined],
      ['-EWHAT', undefined],
    ] as const)
      assert.equal(readReturnValue(text), value, text);
  });

  it('bears long and deep texts', () => {
    const parts = [
      '('.repeat(9_000),
      'not '.repeat(4_000),
      '-'.repeat(10_000),
      '!'.repeat(10_000),
      'a or '.repeat(3_000),
    ];
    const others = [
      'a'.repeat(19_000),
      '"'.repeat(9_999),
      '\\'.repeat(10_000),
      '/'.repeat(10_000),
      `a:${'..'.repeat(5_000)}`,
    ];
    for (const text of [...parts, ...others, 'a '.repeat(10_000), ','.repeat(10_000), 'x'.repeat(30_000)])
      assert.ok(readExpression(text).error, text.slice(0, 10));
    assert.equal(readExpression(`${'!'.repeat(10_000)}a`).expression?.kind, 'text');
    assert.equal(readExpression('a or '.repeat(499) + 'a').expression?.kind, 'or');
    assert.match(readExpression('a '.repeat(501)).error!.message, /^these are more than 500 tests$/);
  });

  it('gives an expression or an error within the text, whatever the text', () => {
    const part = fc.constantFrom(
      ...[
        '(',
        ')',
        '"',
        '/',
        '\\',
        ',',
        ':',
        '=',
        '!',
        '<',
        '>',
        '~',
        '&',
        '|',
        '-',
        ' ',
        '..',
        '*',
        '?',
        '\u2028',
        '😀',
      ],
      ...['and', 'or', 'not', 'interrupts', '10us', '0x1', '-EINVAL', 'tcp'],
      ...KEYS.flatMap(({ names }) => names),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(part, { maxLength: 20 })), (text) => {
        const whole = typeof text === 'string' ? text : text.join('');
        const { expression, error } = readExpression(whole);
        if (error === undefined) return assert.ok(expression);
        assert.ok(0 <= error.from && error.from <= error.to && error.to <= whole.length, whole);
        assert.match(error.message, /^.+[^.]$/s);
      }),
      { numRuns: 5_000 },
    );
  });

  it('throws errors with places', () => {
    assert.throws(
      () => parseExpression('a b:c'),
      (error) => error instanceof ExpressionError && error.at === 2 && error.to === 3,
    );
  });
});
