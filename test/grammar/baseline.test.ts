import assert from 'node:assert/strict';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { loadGrammar, scoped, tokenize } from './support';

const NAME = 'entity.name.function';
const COMMENT = 'comment.line.number-sign';

describe('grammar: baseline', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace-baseline');
  });

  function scopes(line: string): unknown {
    return scoped(tokenize(grammar, line, INITIAL).tokens);
  }

  it('shows', () => {
    for (const line of ['# scenario: socket', 'tcp_ack   # network', 'a#b', 'foo [ext4]', 'no name', 'foo_*', '  x  ', ' # c'])
      console.log(JSON.stringify([line, scopes(line)]));
  });
});
