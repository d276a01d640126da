import assert from 'node:assert/strict';
import { codeSpan, markdown, notice, visible } from '../../../server/src/core/format/escape';
import {
  formatCount,
  formatDuration,
  formatPlural,
  formatShare,
} from '../../../server/src/core/format/numbers';
import { formatTable } from '../../../server/src/core/format/table';

describe('numbers are shown', () => {
  for (const [value, text] of [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ] as const)
    it(`count ${value} as ${text}`, () => assert.equal(formatCount(value), text));

  for (const [ns, text] of [
    [undefined, '–'],
    [NaN, '–'],
    [0, '0.000 µs'],
    [123, '0.123 µs'],
    [12_345, '12.35 µs'],
    [9_999, '9.999 µs'],
    [99_996, '100.0 µs'],
    [999_499, '999.5 µs'],
    [999_949, '999.9 µs'],
    [999_950, '1.000 ms'],
    [999_949_999, '999.9 ms'],
    [999_950_000, '1.000 s'],
    [1_000_000, '1.000 ms'],
    [12_345_678, '12.35 ms'],
    [3_594_274_000, '3.594 s'],
    [123_456_789_000, '123.5 s'],
    [86_400_000_000_000, '86,400 s'],
  ] as const)
    it(`duration ${ns} ns as ${text}`, () => assert.equal(formatDuration(ns), text));

  for (const [share, text] of [
    [0, '0.0 %'],
    [0.0001, '< 0.1 %'],
    [0.123, '12.3 %'],
    [1, '100.0 %'],
  ] as const)
    it(`share ${share} as ${text}`, () => assert.equal(formatShare(share), text));

  it('with the right form of the word', () => {
    assert.equal(formatPlural(1, 'call'), '1 call');
    assert.equal(formatPlural(0, 'call'), '0 calls');
    assert.equal(formatPlural(1040, 'entry', 'entries'), '1,040 entries');
  });
});

describe('hostile text', () => {
  it('shows what is invisible, and what turns the direction of writing', () => {
    assert.equal(visible('a\u0000b\u001b[31m\u007f\u009b'), 'a\\u{0}b\\u{1b}[31m\\u{7f}\\u{9b}');
    assert.equal(visible('\n\r\t'), '\\u{a}\\u{d}\\u{9}');
    assert.equal(
      visible('\u202eevil\u2066\u200b\ufeff\u00ad\u2028'),
      '\\u{202e}evil\\u{2066}\\u{200b}\\u{feff}\\u{ad}\\u{2028}',
    );
    // Tags: a second, invisible alphabet beyond 16 bits.
    assert.equal(visible('x\u{e0041}\u{e007f}'), 'x\\u{e0041}\\u{e007f}');
    assert.equal(visible('naïve_函数 🐧 a b'), 'naïve_函数 🐧 a b');
  });

  it('stays in its code span, whatever backticks it has', () => {
    assert.equal(codeSpan('tcp_ack'), '`tcp_ack`');
    assert.equal(codeSpan('a`b'), '`` a`b ``');
    assert.equal(codeSpan('``'), '``` `` ```');
    assert.equal(codeSpan(''), '`  `');
    assert.equal(codeSpan('a\n\nb'), '`a\\u{a}\\u{a}b`');
    assert.equal(codeSpan('/^(tcp|udp)_/'), '`/^(tcp|udp)_/`');
    // Markdown takes one space away from both ends.
    assert.equal(codeSpan(' a '), '`  a  `');
    assert.equal(codeSpan(' a'), '` a`');
  });

  it('means nothing in plain Markdown', () => {
    assert.equal(
      markdown('[x](command:y) **b** <img> `c` | # ~ & \\ http://a'),
      '\\[x\\]\\(command\\:y\\) \\*\\*b\\*\\* \\<img\\> \\`c\\` \\| \\# \\~ \\& \\\\ http\\://a',
    );
    assert.equal(markdown('Network'), 'Network');
  });

  it('makes no link in a message box', () => {
    assert.equal(notice('a [x](command:y) [z](http://a)\n'), 'a [x] (command:y) [z] (http://a)\\u{a}');
    assert.equal(notice('[a] (b) ](]('), '[a] (b) ] (] (');
    // What is invisible cannot stand between both to be taken away later.
    assert.equal(notice(']\u200b('), ']\\u{200b}(');
    assert.equal(notice('list[0].patterns[1]: nothing'), 'list[0].patterns[1]: nothing');
  });
});

describe('tables', () => {
  it('align their columns, and leave no spaces behind', () => {
    assert.deepEqual(
      formatTable(
        [
          ['name', 'calls', 'remark'],
          ['a', '1,000', ''],
          ['long_name', '1', 'x'],
        ],
        ['left', 'right', 'left'],
      ),
      ['name       calls  remark', 'a          1,000', 'long_name      1  x'],
    );
  });

  it('count a character beyond 16 bits as one', () => {
    assert.deepEqual(
      formatTable(
        [
          ['🐧', '1'],
          ['ab', '2'],
        ],
        ['left', 'right'],
      ),
      ['🐧   1', 'ab  2'],
    );
  });

  it('may have no rows, and very many', () => {
    assert.deepEqual(formatTable([], ['left']), []);
    const rows = formatTable(
      Array.from({ length: 300_000 }, (_, i) => [String(i)]),
      ['right'],
    );
    assert.equal(rows[0], '     0');
    assert.equal(rows.length, 300_000);
  });
});
