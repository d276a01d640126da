import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answer, hasPage, page } from './page';
import { closeAll, inWorkspace, show, until } from './support';
import { CURRENT, linesOf, view } from './traceViewPage';

/** The way through a trace of any size, here a short one; test/vscode/bench walks it through a large one. */
describe('the way through a trace in its view', () => {
  const { shown, gone, current, row, press, texts } = view;
  const palette = async (command: string): Promise<void> => {
    await press('F1');
    await page('visible', { selector: '.quick-input-widget input:focus' });
    await page('type', { text: command });
    await page('visible', { selector: `.quick-input-list .monaco-list-row.focused:has-text("${command}")` });
    await press('Enter');
  };

  before(function () {
    if (!hasPage) this.skip();
  });
  after(closeAll);

  it('is gone by keys alone, from the text to a comparison', async () => {
    const file = inWorkspace('qemu.trace');
    const lines = linesOf(file);
    await show(file);
    await palette('ftrace: Open in Trace View');
    await shown(row(1));

    await press('Control+End');
    await shown(current(lines.length));
    assert.deepEqual(await texts(`${CURRENT} .line`), [lines.at(-1)]);

    // Lines 20 to 23 are inside of the call on line 19.
    await press('Control+g');
    await answer('Go to Line', '19');
    await press('Enter');
    await shown(current(19));
    await press('Control+Shift+BracketLeft');
    await shown(`${row(19)}:has-text("… 4 lines")`);
    await gone(row(20));
    await press('Control+Shift+BracketRight');
    await shown(row(20));

    const name = '_raw_spin_lock';
    const durations = lines.flatMap((text, index): [number, number][] => {
      const match = /([\d.]+) us +\| +([\w.]+)(?: \[\w+\])?\(\);/.exec(text);
      return match?.[2] === name ? [[index + 1, Number(match[1])]] : [];
    });
    await press('Control+Alt+f');
    await shown('#filter:focus');
    await page('type', { text: `name=${name}` });
    await shown(`.matches:text-is("${durations.length.toLocaleString('en')} calls")`);
    await press('Enter');
    const [first = 0] = durations[0] ?? [];
    await press('Control+g');
    await answer('Go to Line', String(first));
    await press('Enter');
    await shown(current(first));
    await press('Control+Shift+End');
    const most = Math.max(...durations.map(([, us]) => us));
    const slowest = durations.filter(([, us]) => us === most).map(([line]) => line);
    await until('the slowest call', async () =>
      slowest.includes(Number((await texts(`${CURRENT} .number`))[0])),
    );
    await page('screenshot', { name: 'trace-view-way-slowest' });

    await palette('ftrace: Compare Trace with…');
    await answer('Compare qemu.trace with…', 'tap.trace');
    await page('visible', { selector: '.quick-input-list .monaco-list-row.focused:has-text("tap.trace")' });
    await press('Enter');
    await page('diffVisible', {});
    await page('visible', { selector: '.tab:has-text("qemu.trace ↔ tap.trace (functions)")' });

    await palette('View: Close All Editors');
    await until('no tabs', () => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0));
  });
});
