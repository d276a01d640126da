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

/** What 2000 characters that say nothing cost; at least a quarter of a millisecond, for the clock. */
const plainCost = (grammar: IGrammar): number => Math.max(0.25, cost(grammar, filled('', 'word ', 2000)));

interface Measured {
  /** How many times as much as a plain line of the same length. */
  readonly toPlain: number;
  /** How many times as much a tenfold line costs. */
  readonly tenfold: number;
}

function measure(grammar: IGrammar, start: string, unit: string): Measured {
  const plain = plainCost(grammar);
  const short = cost(grammar, filled(start, unit, 2000));
  const toPlain = short / plain;
  // No need to wait for the long line where the short one is slow already.
  if (toPlain >= limit) return { toPlain, tenfold: 0 };
  // A millisecond at least: below that the machine's noise decides.
  return { toPlain, tenfold: cost(grammar, filled(start, unit, 20_000)) / Math.max(1, short) };
}

describe('grammar: time', function () {
  this.timeout(60_000);

  it('costs no more than its length, whatever is in a line', async () => {
    const grammar = await loadGrammar('source.ftrace');
    plainCost(grammar); // warms up
    let [toPlain, tenfold] = [0, 0];
    for (const start of starts) {
      for (const unit of units) {
        let measured = measure(grammar, start, unit);
        // Once more where the machine was busy; what is truly quadratic stays at a hundred.
        if (Math.max(measured.toPlain, measured.tenfold) >= limit) measured = measure(grammar, start, unit);
        const line = JSON.stringify(start + unit);
        assert.ok(measured.toPlain < limit, `${line}: ${measured.toPlain} times a plain line`);
        assert.ok(measured.tenfold < limit, `${line}: tenfold costs ${measured.tenfold} times`);
        toPlain = Math.max(toPlain, measured.toPlain);
        tenfold = Math.max(tenfold, measured.tenfold);
      }
    }
    console.log(
      `      at most ${toPlain.toFixed(1)} times a plain line; a tenfold line at most ${tenfold.toFixed(1)} times`,
    );
  });
});
