import assert from 'node:assert/strict';
import { INITIAL, type IGrammar } from 'vscode-textmate';
import { loadGrammar } from './support';

const starts = [
  '',
  '    ',
  ' 0)   1.234 us    |  ',
  ' 0)               |  /* ',
  ' 0)   1.234 us    |  } /* ',
  ' 0)   1.234 us    |  foo(',
  ' 0)   1.234 us    |  foo(); /* ',
  ' 0)   1.234 us    |  foo [',
  ' 0)   bash-1    =>  ',
  ' => ',
  '# ',
  '[  1.1] ',
  'foo(',
  ' bash-1 [000] d..1. 1.5: funcgraph_entry:  |  ',
  ' bash-1 [000] d..1. 1.5: funcgraph_exit: func=',
  ' bash-1 [000] d..1. 1.5: sched_switch: ',
];
const units = [
  'a',
  ' ',
  '1',
  '-',
  '=',
  '#',
  '.',
  '|',
  '>',
  '(',
  ')',
  '[',
  '{',
  ';',
  '+',
  '\t',
  '日',
  'a-1 ',
  '| ',
  '0) ',
  '*/ ',
  '/* ',
  '=>',
  'kv',
  'sk',
  'us ',
  '1.1 ',
  'a=0x1, ',
  '(ret=0',
  '<-a+0x1 ',
  'a:',
  ' {',
  'a [b',
  'x(',
  '[ 1.1] ',
  'd..1 ',
  'a-1 [1] ',
];

const filled = (start: string, unit: string, length: number): string =>
  `${(start + unit.repeat(Math.ceil(length / unit.length))).slice(0, length)}x`;

/** The best of three: milliseconds for one line, with VS Code's own limit of time switched off. */
function cost(grammar: IGrammar, line: string): number {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const begun = performance.now();
    const { stoppedEarly } = grammar.tokenizeLine2(line, INITIAL, 0);
    best = Math.min(best, performance.now() - begun);
    assert.equal(stoppedEarly, false);
  }
  return best;
}

const limit = 30;

/** How many times as much a tenfold line costs, and its milliseconds. */
function measure(grammar: IGrammar, start: string, unit: string): [ratio: number, long: number] {
  // A millisecond at least: below that the clock and the machine's noise decide.
  const short = Math.max(1, cost(grammar, filled(start, unit, 2000)));
  const long = cost(grammar, filled(start, unit, 20_000));
  return [long / short, long];
}

describe('grammar: time', function () {
  this.timeout(60_000);

  it('a line ten times as long costs about ten times as much, whatever is in it', async () => {
    const grammar = await loadGrammar('source.ftrace');
    let worst = { line: '', ratio: 0, long: 0 };
    for (const start of starts) {
      for (const unit of units) {
        let [ratio, long] = measure(grammar, start, unit);
        // Once more where the machine was busy; what is truly quadratic stays at a hundred.
        if (ratio >= limit) [ratio, long] = measure(grammar, start, unit);
        if (ratio > worst.ratio) worst = { line: start + unit, ratio, long };
      }
    }
    console.log(
      `      worst: ${JSON.stringify(worst.line)} repeated, ${worst.ratio.toFixed(1)} times, ` +
        `20000 characters in ${worst.long.toFixed(1)} ms`,
    );
    assert.ok(worst.ratio < limit, `${worst.line}: ${worst.ratio} times`);
  });
});
