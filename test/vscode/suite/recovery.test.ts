import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, hoverText, inWorkspace, lensTitles, show, until, write } from './support';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes that are not dead: of /proc where that is there, as the program `ps` need not be installed. */
function processes(): Process[] {
  if (process.platform === 'linux') return fs.readdirSync('/proc').flatMap(linuxProcess);
  return execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((row) => {
      const [, pid, parent, state, command] = /^ *(\d+) +(\d+) +(\S+) (.*)$/.exec(row) ?? [];
      if (command === undefined || state?.startsWith('Z') === true) return [];
      return [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

function linuxProcess(pid: string): Process[] {
  if (!/^\d+$/.test(pid)) return [];
  try {
    // `pid (name) state ppid …`; a dead process has no command line.
    const [, parent] = /^.*\) \S (\d+) /s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return command === '' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  } catch {
    return []; // It has ended meanwhile.
  }
}

/** Processes of our language server below this extension host. */
function serverPids(): number[] {
  return processes()
    .filter(({ parent, command }) => parent === process.pid && /dist.server\.js/.test(command))
    .map(({ pid }) => pid);
}

async function messages(uri: vscode.Uri): Promise<string[]> {
  return until(`diagnostics of ${uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    return found.length > 0 && found;
  });
}

describe('when things go wrong', () => {
  afterEach(closeAll);

  it('a killed server comes back, and open traces work again', async function () {
    if (process.platform === 'win32') return this.skip();
    const { document } = await show(inWorkspace('socket.trace'));
    await lensTitles(document.uri);
    const before = serverPids();
    assert.equal(before.length, 1);
    process.kill(before[0]!, 'SIGKILL');
    const after = await until('another server', () => {
      const pids = serverPids();
      return pids.length === 1 && pids[0] !== before[0] && pids;
    });
    assert.notDeepEqual(after, before);
    await until('the lens again', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        1,
      );
      return lenses[0]?.command?.title === '469 functions, 1,257 calls, 3 tasks, 1 CPU';
    });
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('tcp_poll();'));
    assert.match(
      await hoverText(document.uri, line, document.lineAt(line).text.indexOf('tcp_poll')),
      /tcp_poll/,
    );
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('a killed server comes back, and so does an open report', async function () {
    if (!hasPage || process.platform === 'win32') return this.skip();
    const scenarios = ['socket', 'tap'].map((name) => ({ name, runs: [`${name}.trace`] }));
    const file = write('killed.ftcompare', JSON.stringify({ version: 1, scenarios }));
    await vscode.commands.executeCommand('vscode.open', file);
    await page('visible', { text: 'functions', webview: true });
    const [before] = serverPids();
    process.kill(before!, 'SIGKILL');
    await until('another server', () => serverPids().some((pid) => pid !== before));
    await page('click', { selector: 'svg [data-select="tap & category:network"]', webview: true });
    await page('visible', { text: '63 functions', webview: true });
    await vscode.commands.executeCommand('notifications.clearAll');
    fs.rmSync(file.fsPath);
  });

  for (const [name, content, message] of [
    ['empty.trace', '', /^The file is empty/],
    [
      'function.trace',
      '# tracer: function\n#\n            bash-1  [000] d... 1.0: foo <-bar\n',
      /^This is text of the tracer "function"/,
    ],
    ['line.trace', 'x'.repeat(1 << 20), /^This is no function_graph trace/],
    ['prose.trace', 'Dear list,\nhere is nothing to see.\n', /^This is no function_graph trace/],
  ] as const) {
    it(`${name} says what it is, in the Problems panel and above the first line`, async () => {
      const { document } = await show(write(name, content));
      const [first, ...others] = await messages(document.uri);
      assert.match(first!, message);
      assert.deepEqual(others, []);
      assert.match((await lensTitles(document.uri, 1))[0]!, message);
    });
  }

  it('a binary file that is opened as text says so', async () => {
    // VS Code itself shows no text for it; an extension or the user may insist.
    const document = await vscode.workspace
      .openTextDocument(
        write(
          'binary.trace',
          new Uint8Array(3000).map((_, i) => (i % 5 ? 65 : 0)),
        ),
      )
      .then(
        (opened) => opened,
        () => undefined,
      );
    if (document === undefined) return;
    assert.match((await messages(document.uri))[0]!, /^The file is binary/);
  });

  it('a trace that is deleted while open stays readable, and says so where it is gone', async () => {
    const text = fs.readFileSync(inWorkspace('socket.trace').fsPath);
    const uri = write('deleted.trace', text);
    const { document } = await show(uri);
    await lensTitles(uri);
    fs.rmSync(uri.fsPath);
    assert.match((await lensTitles(document.uri, 1))[0]!, /^469 functions/);
    const gone = inWorkspace('gone.trace');
    await vscode.commands.executeCommand('ftrace.compareTraces', gone, inWorkspace('tap.trace'));
    if (hasPage) {
      await page('visible', { text: 'Cannot compare: gone.trace: there is no such file' });
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it('an edit is counted at once', async () => {
    const uri = write('edit.trace', ' 0)   1.000 us    |  fput();\n 0)   2.000 us    |  fput();\n');
    const { document } = await show(uri);
    assert.match((await lensTitles(uri, 1))[0]!, /^1 function, 2 calls/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), ' 0)   1.000 us    |  tcp_poll();\n');
    await vscode.workspace.applyEdit(edit);
    await until('three calls', async () => /^2 functions, 3 calls/.test((await lensTitles(uri, 1))[0]!));
    await document.save();
  });
});
