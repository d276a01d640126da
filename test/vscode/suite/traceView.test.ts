import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, set, show, until, write } from './support';
import { CURRENT, linesOf, view } from './traceViewPage';

const THEMES = [
  ['dark', 'Default Dark Modern', '.vs-dark'],
  ['light', 'Default Light Modern', '.vs'],
  ['high-contrast', 'Default High Contrast', '.hc-black'],
  ['high-contrast-light', 'Default High Contrast Light', '.hc-light'],
] as const;

/** As `editor.stickyScroll.maxLineCount` is for traces. */
const MOST_CALLERS = 10;

/** Lines of a trace of cpu columns, read by hand: a slow reference. */
class Reference {
  readonly lines: readonly string[];

  constructor(file: vscode.Uri) {
    this.lines = linesOf(file);
  }

  /** Numbers (from 1) of the lines of the calls around a line (from 1), outermost first: smaller indentation on its cpu. */
  callers(number: number): number[] {
    const cpu = this.cpu(number);
    let indent = this.indent(number);
    const callers: number[] = [];
    for (let at = number - 1; at >= 1 && indent > 0; at--) {
      if (this.lines[at - 1]!.includes('=>') && this.cpu(at) === cpu) break;
      if (this.cpu(at) !== cpu || !this.lines[at - 1]!.endsWith('{') || this.indent(at) >= indent) continue;
      indent = this.indent(at);
      callers.unshift(at);
    }
    return callers;
  }

  /** Numbers of lines (from 1) with a call of a function, and its duration in microseconds, where that is on the line. */
  leaves(name: string): [line: number, us: number][] {
    return this.lines.flatMap((text, index): [number, number][] => {
      const match = /([\d.]+) us +\| +([\w.]+)(?: \[\w+\])?\(\);/.exec(text);
      return match?.[2] === name ? [[index + 1, Number(match[1])]] : [];
    });
  }

  private cpu(number: number): string {
    return /^ *(\d+)\)/.exec(this.lines[number - 1]!)?.[1] ?? '';
  }

  private indent(number: number): number {
    return /\| {2}( *)/.exec(this.lines[number - 1]!)?.[1]!.length ?? 0;
  }
}

/** The view of a trace file of any size, here of a short one: the real server answers. */
describe('the trace view', () => {
  const { shown, gone, count, click, texts, run, row, current, press, numbers } = view;
  const file = () => inWorkspace('qemu.trace');

  async function open(line?: number): Promise<Reference> {
    const options = line === undefined ? [] : [{ line: line - 1 }];
    await vscode.commands.executeCommand('ftrace.openTraceView', file(), ...options);
    await shown(line === undefined ? row(1) : current(line));
    return new Reference(file());
  }

  before(function () {
    if (!hasPage) this.skip();
  });

  afterEach(async () => {
    if (!hasPage) return;
    await closeAll();
  });

  it('shows the lines of the file with their numbers, and gives VS Code no text of it', async () => {
    const { lines } = await open();
    for (const line of [1, 2, 5, 20])
      assert.deepEqual(await texts(`${row(line)} .line`), [lines[line - 1]], `line ${line}`);
    const documents = vscode.workspace.textDocuments.map(({ uri }) => uri.toString());
    assert.ok(!documents.includes(file().toString()));
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
  });

  it('colours functions by category, as the text editor does', async () => {
    await open();
    const { contributes } = JSON.parse(
      fs.readFileSync(
        path.join(
          vscode.extensions.getExtension('ftrace-explorer.ftrace-explorer')!.extensionPath,
          'package.json',
        ),
        'utf8',
      ),
    ) as { contributes: { colors: { id: string; defaults: { dark: string } }[] } };
    const colourOf = (category: string): string => {
      const { dark } = contributes.colors.find(({ id }) => id === `ftrace.category.${category}`)!.defaults;
      return `rgb(${[1, 3, 5].map((at) => parseInt(dark.slice(at, at + 2), 16)).join(', ')})`;
    };
    await set('workbench', 'colorTheme', 'Default Dark Modern');
    await page('theme', { selector: '.vs-dark' });
    const colours = (name: string) =>
      page('colours', { selector: `.line span:text-is("${name}")`, webview: true });
    await until('the colour', async () => (await colours('tun_chr_poll'))[0] === colourOf('network'));
    assert.equal((await colours('hrtimer_active'))[0], colourOf('other'));
  });

  it('goes to the end and back by keys, and has only what is on the screen', async () => {
    const { lines } = await open();
    await press('Control+End');
    await shown(current(lines.length));
    assert.deepEqual(await texts(`${CURRENT} .line`), [lines.at(-1)]);
    assert.ok((await count('#rows .row')) < 100);
    await press('PageUp', 'ArrowUp', 'ArrowUp', 'ArrowDown');
    // The page may still follow the keys between the two questions.
    await until('a line beside its number', async () => {
      const [at] = await texts(`${CURRENT} .number`);
      const [line] = await texts(`${CURRENT} .line`);
      return Number(at) < lines.length && line === lines[Number(at) - 1];
    });
    await press('Control+Home');
    await shown(current(1));
  });

  it('scrolls by the strip and by the wheel', async () => {
    const { lines } = await open();
    await page('drag', { selector: '#strip', webview: true, from: 0.001, to: 1 });
    await shown(row(lines.length));
    await page('hover', { selector: '#scroller', webview: true });
    await page('wheel', { pixels: -1_000_000 });
    await shown(row(1));
  });

  it('folds and unfolds calls', async () => {
    const { lines } = await open();
    assert.match(lines[18]!, /__fdget\(\) \{$/);
    await page('hover', { selector: row(19), webview: true });
    await click(`${row(19)} .chevron`);
    // Lines 20 to 23 are inside; the end of the call stays, with its duration.
    await shown(`${row(19)}:has-text("… 4 lines")`);
    const folded = await numbers();
    assert.deepEqual(folded.slice(folded.indexOf(19), folded.indexOf(19) + 3), [19, 24, 25]);
    await page('screenshot', { name: 'trace-view-folded' });
    await press('Control+Shift+BracketRight');
    await shown(row(20));
    await press('ArrowDown', 'Control+Shift+BracketLeft');
    await shown(`${row(20)}:has-text("… 2 lines")`);
    await run('foldAll');
    await gone(row(20));
    await run('unfoldAll');
    await shown(row(21));
  });

  it('shows the callers of the first line as a header that leads to them', async () => {
    const reference = await open(21010);
    const header = async (): Promise<number[]> => (await texts('#sticky .number')).map(Number);
    /** Line k is the caller at depth k of the row that it hides. */
    const expected = (rows: readonly number[]): number[] => {
      const callers: number[] = [];
      for (let row = 0; ; row++) {
        const caller = reference.callers(rows[row]!)[row];
        if (caller === undefined || row === MOST_CALLERS) return callers;
        callers.push(caller);
      }
    };
    await until('the callers', async () => {
      const callers = await header();
      return callers.length > 3 && same(callers, expected(await numbers()));
    });
    const [outermost] = await header();
    await click('#sticky .row >> nth=0');
    await shown(current(outermost!));
  });

  it('finds a text, with a count', async () => {
    const { lines } = await open();
    const hits = lines.flatMap((text, index) => (text.includes('tcp') ? [index + 1] : []));
    await press('Control+f');
    await shown('#find input:focus');
    await page('type', { text: 'tcp' });
    await shown(`#find:has-text("1 of ${hits.length}")`);
    await shown(current(hits[0]!));
    await press('Enter', 'Enter');
    await shown(`#find:has-text("3 of ${hits.length}")`);
    await shown(`${current(hits[2]!)} .hit`);
    await page('screenshot', { name: 'trace-view-find' });
    await press('Shift+Enter');
    await shown(current(hits[1]!));
    await press('End', 'Shift+Home');
    await page('type', { text: 'no such text' });
    await page('visible', { text: 'No results', webview: true });
    await press('Escape');
    await gone('#find');
  });

  it('filters calls, with their callers, and counts them', async () => {
    const { lines } = await open();
    const calls = lines.flatMap((text, index) => (/\btun_chr_poll\b/.test(text) ? [index + 1] : []));
    await press('Control+Alt+f');
    await shown('#filter:focus');
    await page('type', { text: 'tun_chr_poll' });
    await page('visible', { text: `${calls.length} calls`, webview: true });
    await gone(row(26));
    await shown(row(calls[0]!));
    const filtered = await numbers();
    assert.deepEqual(
      filtered.filter((line) => /\btun_chr_poll\b/.test(lines[line - 1]!)).slice(0, 5),
      calls.slice(0, 5),
    );
    await page('screenshot', { name: 'trace-view-filter' });
    await press('Escape', 'Escape');
    await shown(row(26));
  });

  it('goes to the next and the slowest call of a function', async () => {
    const reference = await open();
    const name = '_raw_spin_lock';
    const leaves = reference.leaves(name);
    await click(`${row(leaves[0]![0])} .line`);
    await run('nextCall');
    await shown(current(leaves[1]![0]));
    await run('previousCall');
    await shown(current(leaves[0]![0]));
    const most = Math.max(...leaves.map(([, us]) => us));
    await run('slowestCall');
    const slowest = leaves.filter(([, us]) => us === most).map(([line]) => line);
    await until('the slowest call', async () =>
      slowest.includes(Number((await texts(`${CURRENT} .number`))[0])),
    );
    await run('caller');
    const [at] = slowest;
    if (slowest.length === 1) await shown(current(reference.callers(at!).at(-1)!));
  });

  it('shows what is known about a function, by mouse and by keys', async () => {
    await open();
    await page('hover', { selector: '.line span:text-is("tun_chr_poll")', webview: true });
    await shown('#hover:has-text("Called by")');
    assert.ok((await count('#hover table td')) > 0);
    await page('screenshot', { name: 'trace-view-hover' });
    await page('hover', { selector: '#filter', webview: true });
    await gone('#hover');
    await click(`${row(25)} .line`);
    await run('showHover');
    await shown('#hover:focus');
    await press('Escape');
    await gone('#hover');
  });

  it('is the trace that commands are about', async () => {
    await open();
    const listed = vscode.commands.executeCommand('ftrace.listFunctions');
    await page('visible', { text: 'functions in qemu.trace' });
    await page('type', { text: 'tun_net_xmit' });
    await page('visible', { selector: '.quick-input-list .monaco-list-row:has-text("tun_net_xmit")' });
    await press('Enter');
    await listed;
    // Where the trace is in this view, its lines are shown here.
    await shown(`${CURRENT}:has-text("tun_net_xmit")`);
    assert.equal(vscode.window.visibleTextEditors.length, 0);
    await click('.lens.title');
    await page('visible', { text: 'Compare qemu.trace with…' });
    await press('Escape');
  });

  it('goes to a line that is typed', async () => {
    await open();
    await press('Control+g');
    await page('visible', { text: 'Go to Line' });
    await page('type', { text: '12,345' });
    await press('Enter');
    await shown(current(12_345));
  });

  it('copies lines as they are in the file', async () => {
    const { lines } = await open();
    await click(`${row(13)} .line`);
    await press('Shift+ArrowDown', 'Shift+ArrowDown');
    await run('copy');
    const expected = lines.slice(12, 15).join('\n');
    await until('the lines', async () => (await vscode.env.clipboard.readText()).trimEnd() === expected);
    await click(`${row(18)} .line`);
    await press('Control+c');
    await until('the line', async () => (await vscode.env.clipboard.readText()).trimEnd() === lines[17]);
  });

  it('is as it was when it comes back from the background', async () => {
    await open(15_000);
    await press('Control+Alt+f');
    await shown('#filter:focus');
    await page('type', { text: 'virtqueue' });
    await page('waitFor', { selector: '.filter-counts', webview: true });
    await press('Enter');
    const [at] = await texts(`${CURRENT} .number`);
    // The page is thrown away meanwhile.
    await show(write('other.txt', 'other'));
    await page('hidden', { selector: '#scroller', webview: true });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await shown(current(Number(at)));
    await shown('.filter-counts');
    assert.equal(await count('#filter'), 1);
  });

  it('comes back from the background at the line that is asked for', async () => {
    await open(15_000);
    await show(write('other.txt', 'other'));
    await page('hidden', { selector: '#scroller', webview: true });
    await open(12_000);
    // What was seen last would come after it.
    await shown('.lens.title');
    await shown(current(12_000));
  });

  it('shows only the calls of a function, not of those whose names begin with its name', async () => {
    const { lines } = await open();
    const named = (name: RegExp) => lines.filter((text) => name.test(text)).length;
    const calls = named(/[| ]_raw_spin_lock(?: \[\w+\])?\(\)/);
    assert.ok(calls > 0 && calls < named(/_raw_spin_lock\w*(?: \[\w+\])?\(\)/));
    await click(`#rows .row:has(.line span:text-is("_raw_spin_lock")) .line >> nth=0`);
    await run('showOnlyFunction');
    await shown(`.matches:text-is("${calls.toLocaleString('en')} calls")`);
  });

  it('is read again where its server has ended', async () => {
    await open(1000);
    const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
      'ftrace-explorer.ftrace-explorer',
    )!;
    await (await extension.activate()).client.restart();
    const last = new Reference(file()).lines.length;
    // The view is opened again some time after the server has started.
    await until('the last line', async () => {
      await press('Control+End');
      return (await count(current(last))) > 0;
    });
  });

  it('leaves nothing on the server when it is closed', async () => {
    const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
      'ftrace-explorer.ftrace-explorer',
    )!;
    const { client } = await extension.activate();
    const opened: number[] = [];
    const original = client.sendRequest.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const watched = client as unknown as { sendRequest(...args: unknown[]): Promise<unknown> };
    watched.sendRequest = async (...args) => {
      const answer = await original(...args);
      if (args[0] === 'ftrace/view/open') opened.push((answer as { id: number }).id);
      return answer;
    };
    try {
      await open();
    } finally {
      watched.sendRequest = original;
    }
    await closeAll();
    const [id] = opened;
    assert.notEqual(id, undefined);
    await until('the end of the view', () =>
      original('ftrace/view/rows', { id, from: 0, count: 1 }).then(
        () => false,
        () => true,
      ),
    );
  });

  for (const [name, theme, selector] of THEMES) {
    it(`can be read in the theme ${name}`, async () => {
      await set('workbench', 'colorTheme', theme);
      await page('theme', { selector });
      await open(16_950);
      await shown('#sticky .row');
      await run('find');
      await shown('#find input:focus');
      await page('type', { text: 'skb' });
      await shown('#rows .hit');
      await press('Enter');
      await page('screenshot', { name: `trace-view-${name}` });
      await press('Escape');
    });
  }
});

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
