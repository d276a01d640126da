import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { paperCategories } from '../../../../server/src/core/classify/categories';
import { readExpression } from '../../../../server/src/core/filter/expression/readExpression';
import { suggest } from '../../../../server/src/core/filter/expression/suggest';
import { traceOf } from '../../../support/drawing';

const trace = traceOf(`
# tracer: function_graph
 0) bash-12    |   1.000 us    |  tcp_sendmsg();
 0) bash-12    |   1.000 us    |  tcp_recvmsg();
 0) bash-12    |   1.000 us    |  tcp_recvmsg();
 2) a b-345    |   1.000 us    |  __tcp_push();
 2) a b-345    |   1.000 us    |  __tcp_push();
 2) a b-345    |   1.000 us    |  __tcp_push();
 2) bash-3456  |   1.000 us    |  depth_first();
`);
const context = { trace, categories: paperCategories() };

/** The suggestions where `‸` stands, and the text that is there once the first of them is taken. */
function at(marked: string): { texts: string[]; first: string } {
  const text = marked.replace('‸', '');
  const { from, to, items } = suggest(text, marked.indexOf('‸'), context);
  return {
    texts: items.map((item) => item.text),
    first: items.length === 0 ? text : text.slice(0, from) + items[0]!.text + text.slice(to),
  };
}

describe('suggestions for filter expressions', () => {
  it('begin with the keys', () => {
    const { texts } = at('‸');
    assert.deepEqual(texts.slice(0, 4), ['name:', 'category:', 'duration>', 'self>']);
    assert.ok(!texts.includes('and'));
    assert.ok(texts.includes('not'));
  });

  it('join behind a test', () => {
    for (const marked of ['tcp ‸', 'cpu:1 ‸', '(a) ‸', '"a b" ‸', '/a b/ ‸'])
      assert.deepEqual(at(marked).texts.slice(0, 2), ['and', 'or'], marked);
    for (const marked of ['tcp and ‸', 'tcp or ‸', 'not ‸', '(‸', '!‸'])
      assert.ok(!at(marked).texts.includes('or'), marked);
  });

  for (const [marked, texts] of [
    // keys, then functions: those that begin so, then the most called
    ['tcp‸', ['tcp_recvmsg', 'tcp_sendmsg', '__tcp_push']],
    ['-TCP_s‸', ['tcp_sendmsg']],
    ['depth‸', ['depth:', 'depth_first']],
    ['a cat‸', ['category:']],
    ['no‸', ['not']],
    ['int‸', ['interrupts']],
    ['na‸me:x', ['name']],
    ['name:push‸', ['__tcp_push']],
    ['under=tcp_‸ cpu:1', ['tcp_recvmsg', 'tcp_sendmsg', '__tcp_push']],
    ['name:tcp_sendmsg,push‸', ['__tcp_push']],
    ['category:‸', ['virtualization', 'network', 'other']],
    ['-category:net‸', ['network']],
    ['comm:‸', ['bash', '"a b"']],
    ['comm = BA‸', ['bash']],
    ['pid:‸', ['12', '345', '3456']],
    ['pid:34‸', ['345', '3456']],
    ['cpu:‸', ['0', '2']],
    ['cpu:0,‸', ['0', '2']],
    ['ret:-EINV‸', ['-EINVAL']],
    [
      'ret:enot‸',
      [
        '-ENOTBLK',
        '-ENOTDIR',
        '-ENOTTY',
        '-ENOTEMPTY',
        '-ENOTUNIQ',
        '-ENOTSOCK',
        '-ENOTCONN',
        '-ENOTNAM',
        '-ENOTRECOVERABLE',
        '-ENOTSYNC',
        '-ENOTSUPP',
      ],
    ],
    ['is:‸', ['interrupt', 'leaf', 'open']],
    ['hide:i‸', ['interrupt']],
    ['duration>‸', ['10us', '100us', '1ms', '10ms']],
    // nothing is known of these
    ['args:‸', []],
    ['time:‸', []],
    ['name:"tc‸', []],
    ['"tcp‸"', []],
    ['/tc‸p/', []],
    ['nothing_like_it‸', []],
  ] as const) {
    it(`are ${texts.length === 0 ? 'none' : texts.slice(0, 3).join(' ')} at ${marked}`, () =>
      assert.deepEqual(at(marked).texts, texts));
  }

  it('replace what is there', () => {
    assert.equal(at('a -tcp_s‸xyz b').first, 'a -tcp_sendmsg b');
    assert.equal(at('name:push‸,b').first, 'name:__tcp_push,b');
    assert.equal(at('ret:EINV‸').first, 'ret:-EINVAL');
    assert.equal(at('comm:a‸').first, 'comm:bash');
    assert.equal(at('pid:1,34‸').first, 'pid:1,345');
  });

  it('are expressions that can be read', () => {
    for (const marked of [
      'tcp‸',
      'name:‸',
      'comm:‸',
      'category:‸',
      'pid:‸',
      'cpu:‸',
      'ret:‸',
      'is:‸',
      'hide:‸',
      'self>‸',
      'self:‸',
      'depth:‸',
    ]) {
      const text = marked.replace('‸', '');
      const { from, to, items } = suggest(text, text.length, context);
      assert.ok(items.length > 0);
      for (const item of items) {
        const whole = text.slice(0, from) + item.text + text.slice(to);
        assert.equal(readExpression(whole, context.categories).error, undefined, whole);
        assert.notEqual(item.description, '');
      }
    }
  });

  it('lie within the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: -3, max: 40 }), (text, position) => {
        const { from, to } = suggest(text, position, context);
        assert.ok(0 <= from && from <= to && to <= text.length);
      }),
    );
    for (const text of [
      'a,'.repeat(9_000),
      ' '.repeat(15_000),
      '"'.repeat(15_000),
      '/'.repeat(15_000),
      'a:'.repeat(9_000),
      'a '.repeat(9_000),
    ])
      suggest(text, text.length, context);
  });
});
