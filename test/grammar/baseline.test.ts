import assert from 'node:assert/strict';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { loadGrammar, scoped, tokenize } from './support';

const NAME = 'entity.name.function';
const COMMENT = 'comment.line.number-sign';
const HASH = `${COMMENT} punctuation.definition.comment`;
const WRONG = 'invalid.illegal';

describe('grammar: baseline', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace-baseline');
  });

  const lines: readonly (readonly [line: string, scopes: readonly (readonly [string, string])[]])[] = [
    ['tcp_ack', [['tcp_ack', NAME]]],
    ['  foo.isra.0  ', [['foo.isra.0', NAME]]],
    [
      'tcp_ack   # network',
      [
        ['tcp_ack', NAME],
        ['#', HASH],
        ['network', COMMENT],
      ],
    ],
    ['a#b', [['a#b', NAME]]],
    [
      'ext4_sync_file [ext4]',
      [
        ['ext4_sync_file', NAME],
        ['[ext4]', 'entity.name.namespace'],
      ],
    ],
    [
      ' # all',
      [
        ['#', HASH],
        ['all', COMMENT],
      ],
    ],
    [
      '# scenario: socket',
      [
        ['#', HASH],
        ['scenario:', `${COMMENT} storage.type.class`],
        ['socket', COMMENT],
      ],
    ],
    ['no name', [['no name', WRONG]]],
    ['foo_*', [['foo_*', WRONG]]],
    [
      'foo() # x',
      [
        ['foo()', WRONG],
        ['#', HASH],
        ['x', COMMENT],
      ],
    ],
  ];
  for (const [line, scopes] of lines) {
    it(`reads ${JSON.stringify(line)}`, () => {
      assert.deepEqual(scoped(tokenize(grammar, line, INITIAL).tokens), scopes);
    });
  }
});
