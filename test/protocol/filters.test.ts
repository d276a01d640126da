import * as assert from 'node:assert/strict';
import { CALLS, openServer, PATIENCE_MS, trace, until, type OpenOptions } from './support';

const TEXT = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)   1.000 us    |    lock.isra.0();', // 5
  ' 0)               |    irq_enter() {', // 6
  ' 0)   1.000 us    |      tick();', // 7
  ' 0)   2.000 us    |    }',
  ' 0)   5.000 us    |  }', // 9
  ' 1)               |  irq_exit() {', // 10
  ' 1)   1.000 us    |    lock();', // 11
  ' 1)   2.000 us    |  }',
);
const NAME = { line: 4, character: 24 };

describe('the setting ftrace.filter', function () {
  this.timeout(PATIENCE_MS);

  for (const style of ['pull', 'push', 'initialization'] satisfies OpenOptions['style'][]) {
    it(`is in the lens from the first answer on (${style})`, async () => {
      const server = await openServer({ style, settings: { filter: { withoutInterrupts: true } } });
      server.open('a.trace', TEXT);
      assert.equal(
        (await server.lensTexts('a.trace'))[0],
        '0: 2 functions, 2 calls, 1 task, 1 CPU · filtered: without interrupts (−4 functions, −4 calls)',
      );
    });
  }

  it('is said by the number of filters where they are many, and in full in the tooltip', async () => {
    const filter = { withoutInterrupts: true, cpus: [0], foldSuffixes: true };
    const server = await openServer({ settings: { filter } });
    server.open('a.trace', TEXT);
    const [lens] = await server.lenses('a.trace');
    const { command } = await server.resolve(lens!);
    assert.match(command!.title, / · filtered: 3 filters \(−4 functions, −4 calls\)$/);
    assert.match(
      command!.tooltip!,
      /\nFiltered: without interrupts \(−4 functions, −4 calls\), cpu 0 \(0 functions, 0 calls\), compiler suffixes folded \(/,
    );
    server.change({ filter: 'nabla' });
    assert.match((await server.lensTexts('a.trace'))[0]!, / · filtered: as nabla-measurements \(/);
  });

  it('offers the command where it leaves nothing', async () => {
    const server = await openServer({ settings: { filter: { cpus: [9] } } });
    server.open('a.trace', TEXT);
    const problem = (await server.problems('a.trace')).find(({ code }) => code === 'filter')!;
    const actions = await server.fixes('a.trace', [problem]);
    assert.deepEqual(
      actions.map(({ title, command }) => [title, command?.command]),
      [['Set filters…', 'ftrace.setFilters']],
    );
  });

  it('takes lenses of calls that are left out, and what is in the others', async () => {
    const server = await openServer({ settings: {} });
    server.open('a.trace', TEXT);
    const calls = async (): Promise<string[]> =>
      (await server.lensTexts('a.trace')).filter((text) => !text.startsWith('0: '));
    assert.deepEqual(await calls(), [
      '4: 4 functions (4 Other) · 4 calls · 5.000 µs',
      '10: 2 functions (2 Other) · 2 calls · 2.000 µs',
    ]);
    server.change({ filter: 'paper' });
    assert.deepEqual(await calls(), ['4: 2 functions (2 Other) · 2 calls · 5.000 µs']);
    server.change({});
    assert.equal((await calls()).length, 2);
  });

  it('is named by the hover beside its counts', async () => {
    const server = await openServer({ settings: { filter: { cpus: [0] } } });
    server.open('a.trace', TEXT);
    const hover = await server.hoverText('a.trace', NAME);
    assert.match(hover, /\*Filtered: cpu 0\.\*/);
    assert.match(hover, /\| calls \| 1, 25\.0 % of all 4 \|/);
    assert.match(
      await server.hoverText('a.trace', { line: 10, character: 24 }),
      /This call is not counted\./,
    );
    server.change({});
    assert.doesNotMatch(await server.hoverText('a.trace', NAME), /Filtered/);
  });

  it('makes a name without suffixes of the one that is printed', async () => {
    const server = await openServer({ settings: { filter: { foldSuffixes: true } } });
    server.open('a.trace', TEXT);
    const hover = await server.hoverText('a.trace', { line: 5, character: 26 });
    assert.match(hover, /^\*\*`lock`\*\*/);
    assert.match(hover, /`lock\.isra\.0` counts as it\./);
    assert.match(hover, /\| calls \| 2, /);
    const references = await server.references('a.trace', { line: 5, character: 26 });
    assert.deepEqual(
      references?.map(({ range }) => range.start.line),
      [5, 11],
    );
    const target = await server.definition('a.trace', { line: 11, character: 26 });
    assert.equal(target?.range.start.line, 5);
  });

  it('applies to lists of functions and to comparisons, and is named there', async () => {
    const server = await openServer({ settings: { filter: { withoutInterrupts: true } } });
    server.open('a.trace', TEXT);
    server.open('b.trace', CALLS);
    const { functions, filter } = await server.functions('a.trace');
    assert.deepEqual(functions.map(({ name }) => name).sort(), ['lock.isra.0', 'sys_read']);
    assert.equal(filter, 'without interrupts');
    const { left, right } = await server.compare('a.trace', 'b.trace');
    for (const { text } of [left, right]) {
      assert.match(
        text,
        /^Kernel functions[^\n]*\nFiltered: a\.trace: without interrupts \(−4 functions, −4 calls\)\n/,
      );
      assert.doesNotMatch(text, /irq_enter/);
    }
    server.change({});
    assert.equal('filter' in (await server.functions('a.trace')), false);
    assert.doesNotMatch((await server.compare('a.trace', 'b.trace')).left.text, /Filtered/);
  });

  it('warns where it leaves nothing, and takes the warning back', async () => {
    const server = await openServer({ settings: { filter: { cpus: [9] } } });
    server.open('a.trace', TEXT);
    const shown = (): string =>
      (server.diagnostics.at(-1)?.diagnostics ?? [])
        .filter(({ code }) => code === 'filter')
        .map(({ message }) => (typeof message === 'string' ? message : message.value))
        .join();
    const become = (message: string): Promise<void> => until(() => shown() === message);
    await server.problems('a.trace');
    await become('the filters leave nothing of this trace: cpu 9 (setting ftrace.filter).');
    server.change({ filter: { fromNs: 1 } });
    await become(
      'a filter by time leaves nothing: no line of this trace tells a time in seconds (setting ftrace.filter).',
    );
    server.change({});
    await become('');
  });

  it('applies but for what makes no sense, which is said once', async () => {
    const server = await openServer({ settings: { filter: { cpus: [0], pids: 'x', when: 1 } } });
    server.open('a.trace', TEXT);
    assert.match((await server.lensTexts('a.trace'))[0]!, /filtered: cpu 0 \(/);
    await until(() => server.messages.length > 0);
    assert.equal(server.messages.length, 1);
    assert.match(
      JSON.stringify(server.messages[0]),
      /ftrace\.filter: \\"pids\\" must be a list of whole numbers from 0 on; it is left out\. \\"when\\" is no filter/,
    );
  });
});
