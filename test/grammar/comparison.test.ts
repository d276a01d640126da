import assert from 'node:assert/strict';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { comparisonListings } from '../../server/src/core/present/comparisonListing';
import { compareFunctions } from '../../server/src/core/compare/compareFunctions';
import { paperCategories } from '../../server/src/core/classify/categories';
import { traceOf } from '../support/drawing';
import { loadGrammar, scoped, tokenize } from './support';

const number = 'constant.numeric.count';

describe('grammar: comparison listing', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace-comparison');
  });

  function scopes(lines: readonly string[]): unknown[] {
    let state = INITIAL;
    return lines.flatMap((line) => {
      const result = tokenize(grammar, line, state);
      state = result.state;
      return scoped(result.tokens);
    });
  }

  it('takes the category of a function from its section', () => {
    assert.deepEqual(
      scopes([
        'Kernel functions reached: socket.trace and tap.trace',
        'unique functions      total  Virtualization  Network  Other',
        'socket.trace            469               0      223    246',
        'Jaccard similarity    0.160               –    0.108  0.213',
        '',
        '== Virtualization: 1 function',
        '',
        '-- on both sides, different number of calls: 1',
        '  ~ 1,204  svm_vcpu_run',
        '== Network: 2 functions',
        '-- only in socket.trace: 1',
        '  -    12  tcp_ack',
        '-- on both sides, same number of calls: 1',
        '  =     3  skb_put',
        '== File systems: 1 function',
        '  +     1  tcp_in_a_section_of_the_user.isra.0',
      ]),
      [
        ['Kernel functions reached: socket.trace and tap.trace', 'markup.bold.title'],
        ['unique functions      total  Virtualization  Network  Other', 'comment.line.table-head'],
        ['socket.trace', 'markup.bold.row'],
        ...['469', '0', '223', '246'].map((n) => [n, number]),
        ['Jaccard similarity', 'markup.bold.row'],
        ...['0.160', '0.108', '0.213'].map((n) => [n, number]),
        ['== Virtualization: 1 function', 'markup.heading'],
        ['-- on both sides, different number of calls: 1', 'comment.line.group'],
        ['~', 'markup.changed'],
        ['1,204', number],
        ['svm_vcpu_run', 'entity.name.function.virtualization keyword.control.virtualization'],
        ['== Network: 2 functions', 'markup.heading'],
        ['-- only in socket.trace: 1', 'comment.line.group'],
        ['-', 'markup.deleted'],
        ['12', number],
        ['tcp_ack', 'entity.name.function.network entity.name.type.network'],
        ['-- on both sides, same number of calls: 1', 'comment.line.group'],
        ['=', 'punctuation.definition.same'],
        ['3', number],
        ['skb_put', 'entity.name.function.network entity.name.type.network'],
        ['== File systems: 1 function', 'markup.heading'],
        ['+', 'markup.inserted'],
        ['1', number],
        ['tcp_in_a_section_of_the_user.isra.0', 'entity.name.function.other'],
      ],
    );
  });

  it('knows every line that the listing has', () => {
    const left = traceOf(' 0)   1.000 us    |  tcp_ack();\n 0)   1.000 us    |  fput();\n');
    const right = traceOf(' 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fput();\n');
    const rules = paperCategories();
    const listings = comparisonListings(compareFunctions(left, right, rules), rules, 'a.trace', 'b.trace');
    let state = INITIAL;
    for (const line of listings.left.text.split('\n')) {
      const result = tokenize(grammar, line, state);
      state = result.state;
      assert.equal(scoped(result.tokens).length > 0, line !== '', `"${line}"`);
    }
  });
});
