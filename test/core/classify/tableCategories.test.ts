import assert from 'node:assert/strict';
import {
  compileCategories,
  paperCategories,
  presetCategories,
} from '../../../server/src/core/classify/categories';
import { reclassified } from '../../../server/src/core/classify/reclassified';
import { categoriesFromTable } from '../../../server/src/core/classify/tableCategories';

function read(text: string): { sort: (name: string) => string; list: string[][]; problems: string[] } {
  const { categories, problems } = categoriesFromTable(text, 'table.csv');
  assert.equal(categories.name, 'table.csv');
  return {
    sort: (name) => categories.list[categories.of(name)]!.id,
    list: categories.list.map(({ id, label }) => [id, label]),
    problems: problems.map(({ line, message }) => (line === undefined ? message : `${line}: ${message}`)),
  };
}

describe('categories out of a table', () => {
  it('look names up, in the order in which subsystems come; what is not there is Other', () => {
    const { sort, list, problems } = read('tcp_ack,net\nkvm_set_irq,arch/x86/kvm\nudp_rcv,net\n');
    assert.deepEqual(list, [
      ['net', 'net'],
      ['arch-x86-kvm', 'arch/x86/kvm'],
      ['other', 'Other'],
    ]);
    assert.deepEqual(['tcp_ack', 'udp_rcv', 'kvm_set_irq', 'tcp_ack2', 'toString'].map(sort), [
      'net',
      'net',
      'arch-x86-kvm',
      'other',
      'other',
    ]);
    assert.deepEqual(problems, []);
  });

  it('have columns by their headings, in any order', () => {
    assert.equal(read('file;Subsystem;symbol\na.c;mm;foo').sort('foo'), 'mm');
    assert.equal(read('symbol,place\nfoo,mm').sort('foo'), 'mm');
    assert.equal(read('place,name\nmm,foo').sort('foo'), 'mm');
  });

  it('take a compiler’s suffix away where only the plain name is there', () => {
    const { sort } = read('foo,a\nbar.cold,b\n');
    assert.deepEqual(['foo.isra.0', 'bar.cold', 'bar', 'bar.part.0'].map(sort), ['a', 'b', 'other', 'other']);
  });

  it('explain a name by its row', () => {
    const { categories } = categoriesFromTable('foo,a\n', 't');
    assert.deepEqual(categories.explain('foo.part.0'), [{ category: 0, pattern: 'foo' }]);
    assert.deepEqual(categories.explain('x'), []);
  });

  it('have ids that rules may have, and that differ', () => {
    const { list } = read('a,mm/\nb,mm\nc,9 lives\nd,total\ne,Other\nf,äö\n');
    assert.deepEqual(list, [
      ['mm', 'mm/'],
      ['mm-2', 'mm'],
      ['lives', '9 lives'],
      ['total-2', 'total'],
      ['category', 'äö'],
      ['other', 'Other'],
    ]);
    const rules = list.slice(0, -1).map(([id, label]) => ({ id, label, patterns: [] }));
    assert.deepEqual(compileCategories(rules, '').problems, []);
  });

  it('lose bad rows and name them; of several of one name the last counts', () => {
    const { sort, problems } = read('foo,a\n,b\nbar\nfoo,c\n"x,d\n');
    assert.equal(sort('foo'), 'c');
    assert.deepEqual(problems, [
      '5: a quote is not closed, or text follows it; the row is left out',
      '2: there is no name; the row is left out',
      '3: "bar" has no subsystem; the row is left out',
      '1 row with a name that was there before: the last of a name counts',
    ]);
    assert.deepEqual(read('').problems, ['there is no function in it: rows are name,subsystem']);
  });

  it('are at most 250; the rest is Other', () => {
    const { sort, problems } = read(Array.from({ length: 252 }, (_, i) => `f${i},s${i}`).join('\n'));
    assert.deepEqual([sort('f249'), sort('f250')], ['s249', 'other']);
    assert.deepEqual(problems, ['2 rows of subsystems beyond the first 250: they are in Other']);
  });
});

describe('what two sets of rules sort differently', () => {
  it('is what moves in or out of a category that both have', () => {
    const names = [
      'pipe_read',
      'task_tick_fair',
      'tcp_ack',
      'vfs_read',
      'x86_pmu_enable',
      'genl_rcv',
      'skip_atoi',
    ];
    const from = paperCategories();
    const to = presetCategories('subsystem');
    // By hand: skip_atoi is in no list of words, genl_rcv in none of the paper's.
    assert.deepEqual(reclassified([...names, 'pipe_read'], from, to), {
      from: 'paper',
      to: 'subsystem',
      total: 5,
      pairs: [
        { fromLabel: 'Network', toLabel: 'File systems', names: ['pipe_read'] },
        { fromLabel: 'Network', toLabel: 'Other', names: ['skip_atoi'] },
        { fromLabel: 'Network', toLabel: 'Scheduler', names: ['task_tick_fair'] },
        { fromLabel: 'Other', toLabel: 'Network', names: ['genl_rcv'] },
        { fromLabel: 'Virtualization', toLabel: 'Tracing and BPF', names: ['x86_pmu_enable'] },
      ],
    });
    assert.equal(reclassified(names, to, from).total, 5);
    assert.deepEqual(reclassified(names, to, to).pairs, []);
  });

  it('has the pair with most functions first', () => {
    const names = ['pipe_read', 'task_tick_fair', 'task_tick_idle'];
    const { pairs } = reclassified(names, paperCategories(), presetCategories('subsystem'));
    assert.deepEqual(pairs[0]!.names, ['task_tick_fair', 'task_tick_idle']);
  });
});
