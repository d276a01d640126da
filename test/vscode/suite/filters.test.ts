import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, lensTitles, show, until, write } from './support';

const DRAWING = [
  '# tracer: function_graph',
  ' 0)               |  ksys_read() {',
  ' 0)   1.000 us    |    irq_enter();',
  ' 0)   1.000 us    |    lock.isra.0();',
  ' 0)   4.000 us    |  }',
  ' 1)   1.000 us    |  lock();',
  '',
].join('\n');

function row(label: string): { selector: string } {
  return { selector: `.quick-input-list .monaco-list-row:has-text("${label}")` };
}

describe('filters', () => {
  let uri: vscode.Uri;
  const filter = (): unknown => vscode.workspace.getConfiguration('ftrace').inspect('filter')?.workspaceValue;
  const lens = async (): Promise<string> => (await lensTitles(uri))[0]!;

  before(async function () {
    if (!hasPage) this.skip();
    uri = write('filters.trace', DRAWING);
    await show(uri);
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('ftrace')
      .update('filter', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAll();
  });

  it('are chosen with check boxes, apply at once, and stand in the lens', async () => {
    assert.doesNotMatch(await lens(), /filtered/);
    void vscode.commands.executeCommand('ftrace.setFilters');
    await page('visible', row('Without interrupts'));
    await page('click', row('Without interrupts'));
    await page('click', row('Fold compiler suffixes'));
    await page('screenshot', { name: 'filters-pick' });
    await page('press', { key: 'Enter' });
    await page('hidden', { selector: '.quick-input-widget' });
    await until('the setting', () => filter() !== undefined);
    assert.deepEqual(filter(), { withoutInterrupts: true, foldSuffixes: true });
    const title = await until('the lens', async () => {
      const shown = await lens();
      return shown.includes('filtered') && shown;
    });
    assert.equal(
      title,
      '2 functions, 3 calls, 2 tasks, 2 CPUs · filtered: without interrupts, compiler suffixes folded (−2 functions, −1 call)',
    );
    await page('visible', { text: 'filtered: without interrupts' });
    await page('screenshot', { name: 'filters-lens' });
  });

  it('of which one preset is on at a time, beside what is set by hand', async () => {
    await vscode.workspace
      .getConfiguration('ftrace')
      .update('filter', { preset: 'nabla', cpus: [0] }, vscode.ConfigurationTarget.Workspace);
    void vscode.commands.executeCommand('ftrace.setFilters');
    await page('visible', row('Preset paper'));
    await page('click', row('Preset paper'));
    await page('press', { key: 'Enter' });
    await page('hidden', { selector: '.quick-input-widget' });
    await until('the setting', () => (filter() as { preset?: string }).preset === 'paper');
    assert.deepEqual(filter(), { preset: 'paper', cpus: [0] });
  });

  it('stay as they are where the list is left', async () => {
    const before = filter();
    void vscode.commands.executeCommand('ftrace.setFilters');
    await page('visible', row('Only what nests'));
    await page('click', row('Only what nests'));
    await page('press', { key: 'Escape' });
    await page('hidden', { selector: '.quick-input-widget' });
    assert.deepEqual(filter(), before);
  });

  it('are an expression, too, which is checked while it is typed', async () => {
    await vscode.workspace
      .getConfiguration('ftrace')
      .update('filter', { cpus: [0] }, vscode.ConfigurationTarget.Workspace);
    void vscode.commands.executeCommand('ftrace.setFilters');
    await page('visible', row('Only what an expression means'));
    await page('click', row('Only what an expression means'));
    await page('press', { key: 'Enter' });
    await page('visible', { text: 'Empty: all.' });
    await page('type', { text: 'lock cpu:x' });
    await page('visible', { text: '"x" is not a whole number from 0 on' });
    await page('screenshot', { name: 'filters-expression' });
    await page('press', { key: 'Backspace' });
    await page('type', { text: '0' });
    await page('hidden', { text: 'is not a whole number' });
    await page('press', { key: 'Enter' });
    await until('the setting', () => (filter() as { where?: string }).where !== undefined);
    assert.deepEqual(filter(), { where: 'lock cpu:0', cpus: [0] });
    await until('the lens', async () => (await lens()).includes('where lock cpu:0'));
  });
});
