import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, show, until, write } from './support';
import { CURRENT, view } from './traceViewPage';

const LIMITS = 'FTRACE_TEXT_LIMITS';
const HEADER = '# tracer: function_graph\n';
/** A line that is told from the others by the name of its function. */
const call = (name: string): string => ` 0)   1.000 us    |  ${name}();\n`;

/** What becomes of a file while a view shows it. */
describe('the file of a trace view', () => {
  const { shown, gone, click, row, run, texts, press, current } = view;
  const NOTICE = '#notice > span:first-child';

  /** Writes a trace of these functions and opens it. */
  async function open(name: string, functions: readonly string[]): Promise<vscode.Uri> {
    const uri = write(name, HEADER + functions.map(call).join(''));
    await vscode.commands.executeCommand('ftrace.openTraceView', uri);
    await shown(row(2));
    await gone('#progress');
    return uri;
  }
  const line = (name: string): string => `#rows .line:has-text("${name}()")`;
  /** Waits for a notice of exactly one sentence, which has these words. */
  async function notice(words: RegExp): Promise<void> {
    const [text] = await until(`${words}`, async () => {
      const said = await texts(NOTICE);
      return said.some((sentence) => words.test(sentence)) && said;
    });
    assert.match(text!, /^[A-Z][^.]*\.$/);
  }

  before(function () {
    if (!hasPage) this.skip();
  });
  afterEach(closeAll);

  it('is read again when somebody wants to, after it has changed', async () => {
    const uri = await open('changes.trace', ['first', 'second']);
    fs.writeFileSync(uri.fsPath, HEADER + ['other', 'second', 'third'].map(call).join(''));
    await notice(/has grown|has changed/);
    await page('screenshot', { name: 'trace-view-changed' });
    await click('#notice button:text-is("Reload")');
    await shown(line('third'));
    await shown(line('other'));
    await gone(line('first'));
    await gone(NOTICE);
  });

  it('was replaced, and what is shown is the old one', async () => {
    const uri = await open('replaced.trace', ['first', 'second']);
    fs.writeFileSync(`${uri.fsPath}.new`, HEADER + call('third'));
    fs.renameSync(`${uri.fsPath}.new`, uri.fsPath);
    await notice(/was replaced/);
    await shown(line('second'));
    await run('reload');
    await shown(line('third'));
    await gone(line('second'));
  });

  it('has become shorter', async () => {
    const uri = await open('shrinks.trace', ['first', 'second', 'third']);
    fs.truncateSync(uri.fsPath, HEADER.length + call('first').length);
    await notice(/has become shorter/);
    await click('#notice button:text-is("Reload")');
    await gone(line('second'));
    await shown(line('first'));
  });

  it('is gone, and can be read as long as the view is open', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `function_${index}`);
    const uri = write('vanishes.trace', HEADER + many.map(call).join(''));
    await vscode.commands.executeCommand('ftrace.openTraceView', uri);
    await shown(row(1));
    await gone('#progress');
    fs.rmSync(uri.fsPath);
    await notice(/is gone/);
    await press('Control+End');
    await shown(line('function_1999'));
    // There is nothing to be read again: what is there stays.
    await click('#notice button:text-is("Reload")');
    await page('visible', { selector: '.notification-toast:has-text("vanishes.trace")' });
    await shown(line('function_1999'));
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('grows, and new lines appear while it is followed', async () => {
    const uri = await open('grows.trace', ['first', 'second']);
    await click('#follow');
    await shown('#follow[aria-pressed="true"]');
    fs.appendFileSync(uri.fsPath, call('third'));
    await shown(line('third'));
    const many = Array.from({ length: 500 }, (_, index) => call(`later_${index}`)).join('');
    // In the middle of a line, as a pipe is read.
    fs.appendFileSync(uri.fsPath, many.slice(0, -9));
    await shown(line('later_498'));
    fs.appendFileSync(uri.fsPath, many.slice(-9));
    await shown(line('later_499'));
    await gone('#notice');
    await page('screenshot', { name: 'trace-view-followed' });
  });

  it('is followed on after it is read again', async () => {
    const uri = await open('goes-on.trace', ['first']);
    await click('#follow');
    await shown('#follow[aria-pressed="true"]');
    await run('reload');
    fs.appendFileSync(uri.fsPath, call('second'));
    await shown(line('second'));
    await (await client()).restart();
    await until('another server', async () => {
      fs.appendFileSync(uri.fsPath, call('third'));
      return (await view.count(line('third'))) > 0;
    });
  });

  it('is read as far as one wants', async () => {
    const server = await client();
    const original = server.sendRequest.bind(server) as (...args: unknown[]) => Promise<unknown>;
    const watched = server as unknown as { sendRequest(...args: unknown[]): Promise<unknown> };
    let cancelled: Thenable<unknown> | undefined;
    // As quick as nobody is: the file need not be large for that.
    watched.sendRequest = (...args) => {
      if (args[0] === 'ftrace/view/rows') cancelled ??= run('cancel');
      return original(...args);
    };
    const uri = inWorkspace('cancelled.trace');
    const piece = call('some_function').repeat(100_000);
    const pieces = 25;
    try {
      fs.writeFileSync(uri.fsPath, HEADER);
      for (let count = 0; count < pieces; count++) fs.appendFileSync(uri.fsPath, piece);
      await vscode.commands.executeCommand('ftrace.openTraceView', uri);
      await notice(/^Reading was cancelled/);
      await cancelled;
      await page('screenshot', { name: 'trace-view-cancelled' });
      await press('Control+End');
      const last = await until('the last line that was read', async () => {
        const [number] = await texts(`${CURRENT} .number`);
        return Number(number) > 1 && Number(number);
      });
      assert.ok(last < 1 + 100_000 * pieces, `${last}`);
      await click('#notice button:text-is("Read All")');
      await until('the last line', async () => {
        await press('Control+End');
        return (await view.count(current(1 + 100_000 * pieces))) > 0;
      });
      await gone('#notice');
    } finally {
      watched.sendRequest = original;
      await closeAll();
      fs.rmSync(uri.fsPath, { force: true });
    }
  });

  it('cannot be read: one sentence says why, and what can be done', async () => {
    const packed = write('packed.trace', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
    await vscode.commands.executeCommand('ftrace.openTraceView', packed);
    await shown('#notice.failed');
    const [sentence] = await texts(NOTICE);
    assert.match(sentence!, /packed\.trace.*compressed/);
    await shown('#notice button:text-is("Open as Text")');
    await page('screenshot', { name: 'trace-view-refused' });
    write('packed.trace', HEADER + call('at_last'));
    await click('#notice button:text-is("Try Again")');
    await shown(line('at_last'));
  });

  it('is not there: one sentence says so', async () => {
    const uri = write('never.trace', HEADER);
    const server = await client();
    const original = server.sendRequest.bind(server) as (...args: unknown[]) => Promise<unknown>;
    const watched = server as unknown as { sendRequest(...args: unknown[]): Promise<unknown> };
    // It goes between VS Code's look and the server's.
    watched.sendRequest = (...args) => {
      if (args[0] === 'ftrace/view/open') fs.rmSync(uri.fsPath, { force: true });
      return original(...args);
    };
    try {
      await vscode.commands.executeCommand('ftrace.openTraceView', uri);
      await shown('#notice.failed');
    } finally {
      watched.sendRequest = original;
    }
    const said = await texts(NOTICE);
    assert.equal(said.length, 1);
    assert.match(said[0]!, /never\.trace.*(no such file|not there|does not exist|ENOENT)/i);
  });

  it('is filtered by what is a filter: an error is marked at its place', async () => {
    await open('filtered.trace', ['first', 'second']);
    await press('Control+Alt+f');
    await shown('#filter:focus');
    await page('type', { text: 'first durration>10us' });
    await shown('.filter-marks .wrong:text-is("durration")');
    // Exactly below the field's text.
    assert.deepEqual(await texts('.filter-marks'), ['first durration']);
    assert.match((await texts('#filter-problem')).join(), /durration/);
    assert.equal(await view.count('#filter[aria-invalid="true"]'), 1);
    // What was shown before stays.
    await shown(line('second'));
    await page('screenshot', { name: 'trace-view-filter-error' });
    await press('End', 'Shift+Home');
    await page('type', { text: 'first' });
    await gone('.filter-marks .wrong');
    await gone(line('second'));
  });

  it('is not too large for the view, whatever the text editor says', async () => {
    process.env[LIMITS] = JSON.stringify({ features: 1000, extensions: 1500 });
    const notices = '.notification-toast:has-text("Open in Trace View")';
    try {
      await open(
        'large.trace',
        Array.from({ length: 60 }, (_, index) => `function_${index}`),
      );
      // A text is told of after it: what was to be said of the view would be there by then.
      await show(write('text.trace', HEADER + call('function_of_a_text').repeat(40)));
      await page('visible', { selector: notices });
      assert.equal(await page('count', { selector: notices }), 1);
      await page('visible', { selector: `${notices}:has-text("text.trace")` });
      assert.equal(await page('count', { selector: '.notification-toast:has-text("large.trace")' }), 0);
    } finally {
      delete process.env[LIMITS];
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });
});

async function client(): Promise<LanguageClient> {
  const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
    'ftrace-explorer.ftrace-explorer',
  )!;
  return (await extension.activate()).client;
}
