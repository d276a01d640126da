import * as assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import {
  CodeActionRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  ResponseError,
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../../package.json';
import { BASELINE_REQUEST, type BaselineResult } from '../../server/src/protocol/baseline';
import { FUNCTIONS_REQUEST, type FunctionsResult } from '../../server/src/protocol/requests';
import { samples } from '../support/material';
import {
  ABLE,
  CALLS,
  openServer,
  PATIENCE_MS,
  suiteFolder,
  trace,
  until,
  uriOf,
  type Client,
} from './support';

const WATCHING = {
  ...ABLE,
  workspace: {
    ...ABLE.workspace,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
};

/** `line:from-to message` of the diagnostics on new functions. */
function outside(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ code }) => code === 'newFunction')
    .map(
      ({ range: { start, end }, message }) =>
        `${start.line}:${start.character}-${end.character} ${message as string}`,
    );
}

/** What is shown of a trace now. */
function shown(server: Client, name = 'a.trace'): string[] {
  const last = server.diagnostics.filter(({ uri }) => uri === uriOf(name)).at(-1);
  return last === undefined ? ['nothing yet'] : outside(last.diagnostics);
}

/** The functions of CALLS: sys_read, sock_read, tcp_recv twice, kvm_exit. */
const NEW_KVM = '10:21-29 kvm_exit is outside of a.baseline: Virtualization, 1 call.';
const NEW_TCP = '6:25-33 tcp_recv is outside of a.baseline: Network, 2 calls.';
const NEW_SOCK = '5:23-32 sock_read is outside of a.baseline: Network, 1 call.';

describe('ftrace.baseline', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();
  let baseline: string;
  beforeEach(() => (baseline = folder.write('a.baseline', '# mine\nsys_read\n')));

  /** A server with the baseline and an open trace, whose problems are there. */
  async function checked(text = CALLS, capabilities: ClientCapabilities = WATCHING): Promise<Client> {
    const server = await openServer({
      folder: folder.path(),
      capabilities,
      settings: { baseline: 'a.baseline' },
    });
    server.open('a.trace', text);
    await server.problems('a.trace');
    return server;
  }

  function changed(server: Client, file: string): void {
    const changes: FileEvent[] = [{ uri: folder.uri(file), type: FileChangeType.Changed }];
    void server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** The text of the baseline after the edit of a fix. */
  function applied(text: string, { edit }: CodeAction, documentVersion: number | null = null): string {
    const [change, ...more] = edit?.documentChanges ?? [];
    assert.deepEqual(more, []);
    assert.ok(change !== undefined && 'edits' in change);
    assert.deepEqual(change.textDocument, { uri: folder.uri('a.baseline'), version: documentVersion });
    const document = TextDocument.create('file:///a', '', 1, text);
    return TextDocument.applyEdits(document, change.edits as TextEdit[]);
  }

  async function fixesAt(server: Client, line: number): Promise<CodeAction[]> {
    const problems = await server.problems('a.trace');
    return server.fixes(
      'a.trace',
      problems.filter(({ range }) => range.start.line === line),
    );
  }

  describe('diagnostics', () => {
    it('stand on the name of the first call of each function outside', async () => {
      const server = await checked();
      const problems = await server.problems('a.trace');
      assert.deepEqual(outside(problems), [NEW_SOCK, NEW_TCP, NEW_KVM]);
      assert.deepEqual(problems[0], {
        range: { start: { line: 5, character: 23 }, end: { line: 5, character: 32 } },
        severity: 2,
        source: 'ftrace',
        code: 'newFunction',
        message: 'sock_read is outside of a.baseline: Network, 1 call.',
      });
      assert.deepEqual(server.messages, []);
    });

    it('are none without a baseline, for what it allows, and in what is no trace', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      assert.deepEqual(outside(await server.problems('a.trace')), []);
      fs.writeFileSync(baseline, 'sys_read\nsock_read\ntcp_recv\nkvm_exit\nmore\n');
      const other = await checked();
      assert.deepEqual(shown(other), []);
      other.open('b.trace', 'Dear diary\n');
      assert.deepEqual(
        (await other.problems('b.trace')).map(({ code }) => code),
        ['notGraph'],
      );
    });

    it('stay where other problems are switched off', async () => {
      const settings = { baseline, problems: { show: 'none' } };
      const server = await openServer({ settings });
      server.open('a.trace', CALLS);
      assert.equal(outside(await server.problems('a.trace')).length, 3);
    });

    it('say what differs in a suffix only', async () => {
      fs.writeFileSync(baseline, 'foo\n');
      const server = await checked(trace(' 0)   0.500 us    |  foo.isra.0();'));
      assert.deepEqual(shown(server), [
        '4:21-31 foo.isra.0 is outside of a.baseline: Other, 1 call. foo is allowed.',
      ]);
    });

    it('list the first 1,000, and say how many there are', async () => {
      const lines = Array.from({ length: 1200 }, (_, index) => ` 0)   1.000 us    |  f${index}();`);
      const server = await checked(trace(...lines));
      const all = shown(server);
      assert.equal(all.length, 1001);
      assert.equal(all[0], '0:0-0 1,200 functions are outside of a.baseline; the first 1,000 are listed.');
      const [one, ...more] = await fixesAt(server, 0);
      assert.equal(one?.title, 'Allow all 1,200 new functions in a.baseline');
      assert.deepEqual(more, []);
    });

    it('show hostile names as text', async () => {
      const server = await checked(trace(' 0)   0.500 us    |  x\u202ey();'));
      assert.match(shown(server)[0]!, /x\\u\{202e\}y is outside/);
    });

    it('follow the setting', async () => {
      folder.write('b.baseline', 'kvm_exit\nsock_read\nsys_read\n');
      const server = await checked();
      assert.equal(shown(server).length, 3);
      server.change({ baseline: folder.path('b.baseline') });
      await until(() => shown(server).join() === NEW_TCP.replace('a.', 'b.'));
      server.change({});
      await until(() => shown(server).length === 0);
    });

    it('follow the file, which the client watches', async () => {
      const server = await checked();
      await until(() => server.asked.includes('client/registerCapability'));
      fs.writeFileSync(baseline, 'sys_read\nsock_read\ntcp_recv\n');
      changed(server, 'other.baseline');
      changed(server, 'a.baseline');
      await until(() => shown(server).join() === NEW_KVM);
      fs.rmSync(baseline);
      changed(server, 'a.baseline');
      await until(() => shown(server).length === 0);
      await until(() => server.messages.length > 0);
      assert.deepEqual(server.messages, ['ftrace.baseline: a.baseline: there is no such file.']);
      fs.writeFileSync(baseline, 'sys_read\nsock_read\ntcp_recv\n');
      changed(server, 'a.baseline');
      await until(() => shown(server).join() === NEW_KVM);
    });

    it('follow the document of the baseline as it is typed, until it is closed', async () => {
      const server = await checked();
      server.open(folder.uri('a.baseline'), 'sys_read\nsock_read\n', 'ftrace-baseline');
      await until(() => shown(server).join() === [NEW_TCP, NEW_KVM].join());
      server.insert(folder.uri('a.baseline'), 2, 'kvm_exit');
      await until(() => shown(server).join() === NEW_TCP);
      server.close(folder.uri('a.baseline'));
      await until(() => shown(server).join() === [NEW_SOCK, NEW_TCP, NEW_KVM].join());
    });
  });

  describe('that is wrong', () => {
    it('is said once, and the trace is there without', async () => {
      const cases: readonly (readonly [setting: string, reason: RegExp])[] = [
        [folder.path('missing.baseline'), /there is no such file/],
        [folder.path(), /it is no file/],
        [
          folder.write('trace.baseline', CALLS),
          /this is a trace, not a baseline; make one of it with "ftrace: Save/,
        ],
        [folder.write('binary.baseline', '\u007fELF\n\0\nfoo\n'), /it is binary/],
        [folder.write('diary.baseline', 'Dear diary,\nto day\n'), /most of its lines are not names/],
        ['relative.baseline', /a relative path, but no folder is open/],
      ];
      const server = await openServer();
      server.open('a.trace', CALLS);
      for (const [setting, reason] of cases) {
        const before = server.messages.length;
        server.change({ baseline: setting });
        await until(() => server.messages.length > before);
        assert.match(server.messages.at(-1)!, reason);
        assert.match(server.messages.at(-1)!, /^ftrace\.baseline: .*\.$/);
      }
      assert.deepEqual(outside(await server.problems('a.trace')), []);
      assert.deepEqual(server.logs, []);
    });

    it('in some lines works with the others', async () => {
      fs.writeFileSync(baseline, 'sys_read\nno name\nfoo_*\nsock_read\ntcp_recv\n');
      const server = await checked();
      assert.deepEqual(shown(server), [NEW_KVM]);
      assert.deepEqual(server.messages, [
        'ftrace.baseline: a.baseline: line 2: "no name" cannot be the name of a function, and 1 more such line; the other lines count.',
      ]);
      server.open(folder.uri('a.baseline'), fs.readFileSync(baseline, 'utf8'), 'ftrace-baseline');
      const own = await server.problems(folder.uri('a.baseline'));
      assert.deepEqual(
        own.map(({ range, message }) => `${range.start.line} ${message as string}`),
        [
          '1 "no name" cannot be the name of a function.',
          '2 "foo_*" is a pattern; a baseline names each function.',
        ],
      );
    });

    it('because it is empty allows nothing, and says so', async () => {
      fs.writeFileSync(baseline, '# nothing\n');
      const server = await checked();
      assert.equal(shown(server).length, 4);
      assert.match(
        server.messages.join(),
        /it allows no function: every function of a trace is outside of it/,
      );
    });

    it('in size answers all the same: 200,000 names', async () => {
      const names = Array.from({ length: 200_000 }, (_, index) => `function_${index}`);
      fs.writeFileSync(baseline, [...names, 'sys_read', 'sock_read', 'tcp_recv'].join('\n'));
      const server = await checked();
      assert.deepEqual(shown(server), [NEW_KVM]);
      const [one] = await fixesAt(server, 10);
      const { edit } = await server.resolveFix(one!);
      assert.equal(JSON.stringify(edit).includes('kvm_exit'), true);
    });
  });

  describe('fixes', () => {
    const ALLOWED = (name: string, category: string): string =>
      `${name.padEnd(40)} # ${category}, added from a.trace\n`;

    it('allow one function, those of its category, or all', async () => {
      const server = await checked();
      const fixes = await fixesAt(server, 6);
      assert.deepEqual(
        fixes.map(({ title, kind }) => [title, kind]),
        [
          ['Allow tcp_recv in a.baseline', 'quickfix.baseline'],
          ['Allow all 2 new functions of the category Network in a.baseline', 'quickfix.baseline'],
          ['Allow all 3 new functions in a.baseline', 'quickfix.baseline'],
        ],
      );
      const before = fs.readFileSync(baseline, 'utf8');
      const results = [];
      for (const fix of fixes) results.push(applied(before, await server.resolveFix(fix)));
      const tcp = ALLOWED('tcp_recv', 'network');
      const sock = ALLOWED('sock_read', 'network');
      const kvm = ALLOWED('kvm_exit', 'virtualization');
      assert.deepEqual(results, [
        `# mine\nsys_read\n${tcp}`,
        `# mine\n${sock}sys_read\n${tcp}`,
        `# mine\n${kvm}${sock}sys_read\n${tcp}`,
      ]);
    });

    it('leave nothing to be said once they are applied', async () => {
      const server = await checked();
      const fixes = await fixesAt(server, 6);
      fs.writeFileSync(
        baseline,
        applied(fs.readFileSync(baseline, 'utf8'), await server.resolveFix(fixes[2]!)),
      );
      changed(server, 'a.baseline');
      await until(() => shown(server).length === 0);
      assert.deepEqual(await server.lensTexts('a.trace').then((all) => all.slice(1, 2)), [
        '0: all functions are in a.baseline',
      ]);
    });

    it('edit the document where the baseline is open, as it is there', async () => {
      const server = await checked();
      const text = 'aaa\r\nsys_read\r\nzzz\r\n';
      server.open(folder.uri('a.baseline'), text, 'ftrace-baseline');
      server.insert(folder.uri('a.baseline'), 0, '# typed\r\n');
      await until(() => shown(server).length === 3);
      const [one] = await fixesAt(server, 10);
      const resolved = await server.resolveFix(one!);
      const expected = `# typed\r\naaa\r\n${ALLOWED('kvm_exit', 'virtualization').trimEnd()}\r\nsys_read\r\nzzz\r\n`;
      assert.equal(applied(`# typed\r\n${text}`, resolved, 2), expected);
    });

    it('are edits at once for a client that asks no second time', async () => {
      const codeAction = ABLE.textDocument!.codeAction!.codeActionLiteralSupport!;
      const server = await checked(CALLS, {
        ...WATCHING,
        workspace: { ...WATCHING.workspace, workspaceEdit: { documentChanges: false } },
        textDocument: { codeAction: { codeActionLiteralSupport: codeAction } },
      });
      const [one] = await fixesAt(server, 10);
      assert.deepEqual(Object.keys(one?.edit?.changes ?? {}), [folder.uri('a.baseline')]);
    });

    it('are gone with the baseline', async () => {
      const server = await checked();
      const [one] = await fixesAt(server, 10);
      const problems = await server.problems('a.trace');
      server.change({});
      await until(() => shown(server).length === 0);
      assert.deepEqual(await server.fixes('a.trace', problems), []);
      const refusal: unknown = await server.resolveFix(one!).catch((error: unknown) => error);
      assert.ok(refusal instanceof ResponseError);
    });

    it('come with those of other problems', async () => {
      const server = await checked(
        trace(' 0)   0.500 us    |  0xffffffffc0a81000();', 'CPU:0 [LOST 3 EVENTS]'),
      );
      const problems = await server.problems('a.trace');
      const actions = (await server.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uriOf('a.trace') },
        range: { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } },
        context: { diagnostics: [...problems] },
      })) as CodeAction[];
      assert.deepEqual(actions.map(({ title }) => title).sort(), [
        'Allow 0xffffffffc0a81000 in a.baseline',
        'Choose a symbol file (kallsyms, System.map)…',
        'Copy the command that records a larger buffer',
      ]);
    });
  });

  describe('lens', () => {
    it('says how many functions are outside; a click lists them', async () => {
      const server = await checked();
      const lenses = await server.lenses('a.trace');
      const lens = lenses.find(({ data }) => (data as { kind: string }).kind === 'baseline');
      assert.deepEqual((await server.resolve(lens!)).command, {
        title: '3 functions outside of a.baseline',
        tooltip: 'List the functions that a.baseline does not allow',
        command: 'ftrace.listNewFunctions',
        arguments: [uriOf('a.trace')],
      });
      const params = { uri: uriOf('a.trace'), outside: true };
      const list: FunctionsResult = await server.connection.sendRequest(FUNCTIONS_REQUEST, params);
      assert.equal(list.baseline, 'a.baseline');
      assert.deepEqual(
        list.functions.map(({ name, line }) => [name, line]),
        [
          ['tcp_recv', 6],
          ['kvm_exit', 10],
          ['sock_read', 5],
        ],
      );
    });

    it('is none without a baseline, and where lenses on files are off', async () => {
      const server = await checked();
      const kinds = async (): Promise<string[]> =>
        (await server.lenses('a.trace')).map(({ data }) => (data as { kind: string }).kind);
      assert.ok((await kinds()).includes('baseline'));
      server.change({ baseline, codeLens: { file: false } });
      await until(() => server.asked.includes('workspace/codeLens/refresh'));
      assert.ok(!(await kinds()).includes('baseline'));
      server.change({});
      assert.ok(!(await kinds()).includes('baseline'));
      const list: FunctionsResult = await server.connection.sendRequest(FUNCTIONS_REQUEST, {
        uri: uriOf('a.trace'),
        outside: true,
      });
      assert.deepEqual(list, { functions: [] });
    });

    it('is text for other editors', async () => {
      const server = await openServer({ commands: false, settings: { baseline } });
      server.open('a.trace', CALLS);
      const lens = (await server.lenses('a.trace')).find(
        ({ data }) => (data as { kind: string }).kind === 'baseline',
      );
      assert.deepEqual((await server.resolve(lens!)).command, {
        title: '3 functions outside of a.baseline',
        command: '',
      });
    });
  });

  describe('made of traces', () => {
    const make = (server: Client, ...uris: string[]): Promise<BaselineResult> =>
      server.connection.sendRequest(BASELINE_REQUEST, { uris });

    it('is that of the command line', async () => {
      const server = await openServer();
      const text = fs.readFileSync(samples[0]!.path);
      const first = folder.writeUri('kvm.1.trace', text);
      const second = folder.writeUri('kvm.2.trace', CALLS);
      const { scenario, text: made } = await make(server, first, second);
      assert.equal(scenario, 'kvm');
      const lines = made.split('\n');
      const sha256 = crypto.createHash('sha256').update(text).digest('hex');
      assert.ok(lines.includes(`# made by: ftrace-explorer ${version}`));
      assert.ok(
        lines.some((line) => line.startsWith('# run: kvm.1.trace, ') && line.endsWith(`, sha256 ${sha256}`)),
      );
      assert.ok(lines.includes('# rules: paper'));
      assert.ok(lines.includes(`${'tcp_recv'.padEnd(40)} # network, in 1 of 2 runs`));
    });

    it('has the hash of an open trace as long as it is that of its file', async () => {
      const server = await openServer({ settings: { categories: [{ id: 'x', patterns: ['tcp'] }] } });
      const uri = folder.writeUri('open.trace', CALLS);
      server.open(uri, CALLS);
      const sha256 = crypto.createHash('sha256').update(CALLS).digest('hex');
      const before = (await make(server, uri)).text;
      assert.ok(before.includes(`# run: open.trace, 4 functions, sha256 ${sha256}\n`));
      assert.ok(before.includes('# rules: ftrace.categories\n'));
      assert.ok(before.includes(`${'tcp_recv'.padEnd(40)} # x\n`));
      server.insert(uri, 4, ' 0)   1.000 us    |  typed();\n');
      assert.ok((await make(server, uri)).text.includes('# run: open.trace, 5 functions\n'));
    });

    it('is refused where a trace is none', async () => {
      const server = await openServer();
      const bad = folder.writeUri('diary.trace', 'Dear diary\n');
      await assert.rejects(make(server, bad), /diary\.trace: This is no function_graph trace/);
      await assert.rejects(
        make(server, folder.uri('missing.trace')),
        /missing\.trace: there is no such file/,
      );
    });
  });
});
