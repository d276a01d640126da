import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { loadGrammar, repositoryRoot, scoped, tokenize } from './support';

const listing = `Functions of socket.trace, compared with tap.trace

unique functions   socket.trace  tap.trace  both  only socket.trace  only tap.trace  Jaccard
virtualization                0          0     0                  0               0        –
network                     166         75    40                126              35    0.199
total                       403        261   170                233              91    0.344

== virtualization: 1 of 1 functions
  = svm_vcpu_run                 1,204

== network: 166 of 201 functions
  = skb_put                        12
  ~ kfree_skb                      14

  + tcp_v4_rcv                      3   only in socket.trace

== other: 1 of 2 functions
  ~ kvm_in_a_wrong_section.isra.0   1

== fs: 1 of 2 functions
  - vfs_read [ext4]   7   only here
`;

const heading = 'markup.heading';
const number = 'constant.numeric.count';
const network = 'entity.name.function.network entity.name.type.network';
const expected: readonly [string, string][][] = [
  [['Functions of socket.trace, compared with tap.trace', 'markup.bold.title']],
  [],
  [
    [
      'unique functions   socket.trace  tap.trace  both  only socket.trace  only tap.trace  Jaccard',
      'comment.line.table-head',
    ],
  ],
  [
    ['virtualization', 'keyword.control.virtualization'],
    ...['0', '0', '0', '0', '0'].map((n): [string, string] => [n, number]),
  ],
  [
    ['network', 'entity.name.type.network'],
    ...['166', '75', '40', '126', '35', '0.199'].map((n): [string, string] => [n, number]),
  ],
  [
    ['total', 'markup.bold.total'],
    ...['403', '261', '170', '233', '91', '0.344'].map((n): [string, string] => [n, number]),
  ],
  [],
  [['== virtualization: 1 of 1 functions', heading]],
  [
    ['=', 'punctuation.definition.same'],
    ['svm_vcpu_run', 'entity.name.function.virtualization keyword.control.virtualization'],
    ['1,204', number],
  ],
  [],
  [['== network: 166 of 201 functions', heading]],
  [
    ['=', 'punctuation.definition.same'],
    ['skb_put', network],
    ['12', number],
  ],
  [
    ['~', 'markup.changed'],
    ['kfree_skb', network],
    ['14', number],
  ],
  [],
  [
    ['+', 'markup.inserted'],
    ['tcp_v4_rcv', network],
    ['3', number],
    ['only in socket.trace', 'comment.line.only'],
  ],
  [],
  [['== other: 1 of 2 functions', heading]],
  [
    ['~', 'markup.changed'],
    ['kvm_in_a_wrong_section.isra.0', 'entity.name.function.other'],
    ['1', number],
  ],
  [],
  [['== fs: 1 of 2 functions', heading]],
  [
    ['-', 'markup.deleted'],
    ['vfs_read', 'entity.name.function.other'],
    ['[ext4]', 'string.unquoted.module'],
    ['7', number],
    ['only here', 'comment.line.only'],
  ],
  [],
];

describe('grammar: comparison listing', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace-comparison');
  });

  it('takes the category of a function from its section', () => {
    let state = INITIAL;
    const seen = listing.split('\n').map((line) => {
      const result = tokenize(grammar, line, state);
      state = result.state;
      return scoped(result.tokens);
    });
    assert.deepEqual(seen, expected);
  });

  it('uses the very scopes of the trace for the names', async () => {
    const trace = await loadGrammar('source.ftrace');
    const inTrace = scoped(tokenize(trace, 'skb_put();').tokens)[0];
    assert.deepEqual(inTrace, ['skb_put', network]);
  });
});

describe('language configuration', () => {
  const file = path.join(repositoryRoot, 'syntaxes', 'language-configuration.json');
  const configuration = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    wordPattern: string;
    brackets: [string, string][];
    colorizedBracketPairs: unknown[];
  };
  const wordAt = (line: string, inside: string): string | undefined => {
    const at = line.indexOf(inside);
    return [...line.matchAll(new RegExp(configuration.wordPattern, 'g'))].find(
      (match) => match.index <= at && at < match.index + match[0].length,
    )?.[0];
  };

  it('takes a whole function name, number or field as one word', () => {
    const line =
      ' 0) + 22.778 us   |  link_path_walk.part.0 [ext4](a=0x1, n=-22) { /* <-bar+0x10/0x40 ret=-5 */';
    assert.equal(wordAt(line, 'path'), 'link_path_walk.part.0');
    assert.equal(wordAt(line, '778'), '22.778');
    assert.equal(wordAt(line, 'ext4'), 'ext4');
    assert.equal(wordAt(line, '0x1,'), '0x1');
    assert.equal(wordAt(line, 'bar'), 'bar');
    assert.equal(wordAt(line, '22)'), '-22');
    assert.equal(wordAt(line, 'us '), 'us');
    assert.equal(wordAt(' 0) | __x64_sys_read();', 'sys'), '__x64_sys_read');
    assert.equal(wordAt(' 0) | $a@b.llvm.123();', 'llvm'), '$a@b.llvm.123');
    assert.equal(wordAt('/* sched_switch: prev_comm=a */', 'switch'), 'sched_switch');
    assert.equal(wordAt('} /* tcp_v4_rcv */', 'v4'), 'tcp_v4_rcv');
    assert.equal(wordAt('} /* tcp_v4_rcv */', '/*'), undefined);
  });

  it('does not paint unbalanced brackets: every "0)" would be one', () => {
    assert.deepEqual(configuration.colorizedBracketPairs, []);
  });
});
