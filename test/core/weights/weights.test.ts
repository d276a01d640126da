import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseWeights, weigh, type Weights } from '../../../server/src/core/weights/weights';

function parse(text: string, column?: string): { name: string; values: object; problems: string[] } {
  const { weights, problems } = parseWeights(text, 'file', column);
  assert.equal(weights.source, 'file');
  return {
    name: weights.name,
    values: Object.fromEntries(weights.values),
    problems: problems.map(({ line, message }) => (line === undefined ? message : `${line}: ${message}`)),
  };
}

describe('weights in CSV', () => {
  it('are name,value without a heading', () => {
    assert.deepEqual(parse('tcp_ack,12\n# comment\nvfs_read,3.5e1\n'), {
      name: 'weight',
      values: { tcp_ack: 12, vfs_read: 35 },
      problems: [],
    });
  });

  it('are the first column of numbers beside the one of names', () => {
    const text = '\uFEFFfile;Function;Complexity;CVEs\r\na.c;tcp_ack;12;0\r\nb.c;vfs_read;7;2\r\n';
    assert.deepEqual(parse(text), {
      name: 'Complexity',
      values: { tcp_ack: 12, vfs_read: 7 },
      problems: [],
    });
    assert.deepEqual(parse(text, 'cves'), {
      name: 'CVEs',
      values: { tcp_ack: 0, vfs_read: 2 },
      problems: [],
    });
  });

  it('have their column where the first rows are bad, and not where few cells are numbers', () => {
    assert.deepEqual(parse('name,complexity\na,?\nb,n/a\nc,5\n'), {
      name: 'complexity',
      values: { c: 5 },
      problems: ['2: "?" is no number; the row is left out', '3: "n/a" is no number; the row is left out'],
    });
    assert.deepEqual(parse('name,file,size\na,1,10\nb,b.c,20\nc,c.c,30\n').values, { a: 10, b: 20, c: 30 });
  });

  it('whose column is not there say which are', () => {
    assert.deepEqual(parse('name,a,b\nx,1,2', 'c'), {
      name: 'c',
      values: {},
      problems: ['it has no column "c"; there are: "a", "b"'],
    });
    assert.deepEqual(parse('x,1', 'c').problems, [
      'it has no column "c": the first row has no heading name, function, symbol',
    ]);
    assert.deepEqual(parse('name,a\nx,y').problems, ['no column has numbers']);
  });

  it('lose bad rows: the first five are named, the others counted, the rest applies', () => {
    const bad = ['a,', 'b', ',1', 'c,x', 'd,-1', 'e,Infinity', 'f,0x10', '"g,1'];
    assert.deepEqual(parse(['ok,1', ...bad, 'ok2,2'].join('\n')), {
      name: 'weight',
      values: { ok: 1, ok2: 2 },
      problems: [
        '9: a quote is not closed, or text follows it; the row is left out',
        '2: "a" has no value; the row is left out',
        '3: "b" has no value; the row is left out',
        '4: there is no name; the row is left out',
        '5: "x" is no number; the row is left out',
        '3 more rows left out',
      ],
    });
  });

  it('count the last of several rows of one name, and say so', () => {
    assert.deepEqual(parse('a,1\na,2\nb,3\na,4'), {
      name: 'weight',
      values: { a: 4, b: 3 },
      problems: ['2 rows with a name that was there before: the last of a name counts'],
    });
  });

  it('escape what they name', () => {
    assert.deepEqual(parse('a,\u001b[31m\n').problems.slice(0, 1), [
      '1: "\\u{1b}[31m" is no number; the row is left out',
    ]);
    assert.equal(
      parse(`a,${'x'.repeat(100)}`).problems[0],
      `1: "${'x'.repeat(40)}…" is no number; the row is left out`,
    );
  });

  it('that hold nothing say what rows are', () => {
    assert.deepEqual(parse('').problems, ['there is no weight in it: rows are name,value']);
  });
});

describe('weights in a file of symbols', () => {
  it('are the sizes that nm -S prints; of functions of one name the largest', () => {
    const text = [
      '                 U memcpy',
      'ffffffff81000000 0000000000000100 T _stext',
      'ffffffff81000100 0000000000000020 t init_once',
      'ffffffff81000120 0000000000000040 t init_once',
      'ffffffff82000000 0000000000001000 D init_task',
      'ffffffff81000160 T no_size',
    ].join('\n');
    assert.deepEqual(parse(text), {
      name: 'size',
      values: { _stext: 256, init_once: 64 },
      problems: ['1 symbol with the name of another: the largest of a name counts'],
    });
  });

  it('are the first column of nm --size-sort', () => {
    assert.deepEqual(parse('0000000000000010 t a\n0000000000000010 D data\n00000000000000ff T b\n'), {
      name: 'size',
      values: { a: 16, b: 255 },
      problems: [],
    });
  });

  it('are distances in System.map, up to the end of a section, aliases alike', () => {
    const text = [
      '0000000000000000 D per_cpu_start',
      'ffffffff81000000 T first',
      'ffffffff81000010 T alias',
      'ffffffff81000010 t same',
      'ffffffff81000050 T last_before_data',
      'ffffffff81000090 D data',
      'ffffffff81200000 T far',
      'ffffffff81400000 T end',
    ].join('\n');
    assert.deepEqual(parse(text), {
      name: 'size',
      values: { first: 16, alias: 64, same: 64 },
      problems: ['3 functions at the end of a section: the size is not known'],
    });
  });

  it('are distances within a module in kallsyms, in whatever order it is', () => {
    const text = [
      'ffffffffc0000020 t ext_b\t[ext4]',
      'ffffffffc0000010 t tun_a\t[tun]',
      'ffffffffc0000000 t ext_a\t[ext4]',
      'ffffffffc0000040 t tun_b\t[tun]',
    ].join('\n');
    assert.deepEqual(parse(text).values, { ext_a: 32, tun_a: 48 });
  });

  it('cannot be had of kallsyms without addresses', () => {
    assert.deepEqual(parse('0000000000000000 T _text\n0000000000000000 T startup_64\n').problems, [
      'all addresses are 0: /proc/kallsyms must be read as root',
      'there is no function with a size in it',
    ]);
  });

  it('lose lines that are no symbols', () => {
    assert.deepEqual(parse('00000010 00000020 T a\nnonsense\n00000030 00000004 T b\n'), {
      name: 'size',
      values: { a: 32, b: 4 },
      problems: ['2: it is no symbol: address, type, name; the row is left out'],
    });
  });
});

describe('weighing', () => {
  const weights: Weights = {
    name: 'w',
    source: 'f',
    values: new Map([
      ['a', 1],
      ['b', 5],
      ['c', 5],
      ['foo', 2],
      ['bar', 1],
      ['bar.cold', 7],
    ]),
  };

  it('sums what has a weight and names what has none', () => {
    assert.deepEqual(weigh(['x', 'c', 'a', 'b', 'a', 'w'], weights), {
      sum: 11,
      max: 5,
      maxName: 'b',
      mean: 11 / 3,
      unknown: ['w', 'x'],
      folded: 0,
    });
  });

  it('takes the weight of the plain name where only that has one', () => {
    const { sum, folded, unknown } = weigh(['foo.isra.0', 'bar.cold', 'none.part.0'], weights);
    assert.deepEqual({ sum, folded, unknown }, { sum: 9, folded: 1, unknown: ['none.part.0'] });
  });

  it('knows nothing of functions without a weight, and of none that they are 0', () => {
    const { sum, max, mean } = weigh(['x'], weights);
    assert.deepEqual([sum, max, mean], [NaN, NaN, NaN]);
    assert.equal(weigh([], weights).sum, 0);
  });

  it('has the same bits for the same names in any order', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.double({ min: 0, max: 1e9, noNaN: true })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(entries, (some) => {
        const table: Weights = { name: 'w', source: 'f', values: new Map(some) };
        const names = some.map(([name]) => name);
        assert.deepEqual(weigh(names, table), weigh([...names].reverse(), table));
      }),
    );
  });
});
