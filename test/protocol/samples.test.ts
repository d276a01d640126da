import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { formatCount } from '../../server/src/core/format/numbers';
import { repositoryRoot } from '../support/repository';
import { openServer, PATIENCE_MS } from './support';

/** What traces/count.py of the recordings counts: total, virtualization, network, other; and calls. */
const COUNTS = {
  socket: [469, 0, 223, 246, 1257],
  tap: [219, 0, 63, 156, 7475],
  qemu: [306, 0, 93, 213, 14904],
  kvm: [381, 91, 29, 261, 9358],
} as const;

/** The paper's rule, told a second time. */
function categoryOf(name: string): string {
  if (/kvm|vmx|x86|vmcs|vcpu|emulator/.test(name)) return 'virtualization';
  return /tcp|br_|skb|inet|ip|sock|napi|net|packet|sk_|tun/.test(name) ? 'network' : 'other';
}

/** `line:column name category` of each name in the text, found by one expression and without any parser. */
function namesIn(text: string): string[] {
  return text.split('\n').flatMap((line, number) => {
    const match = /^(.*\| {2}(?: {2})*(?:\} \/\* )?)([\w.]+)(?: \[\w+\])?(?:\(\)(?:;| \{)| \*\/)$/.exec(line);
    return match === null ? [] : [`${number}:${match[1]!.length} ${match[2]} ${categoryOf(match[2]!)}`];
  });
}

function sample(name: string): string {
  return fs.readFileSync(path.join(repositoryRoot, 'samples', `${name}.trace`), 'utf8');
}

describe('samples', function () {
  this.timeout(PATIENCE_MS);

  for (const [name, [total, virtualization, network, other, calls]] of Object.entries(COUNTS)) {
    it(`${name}: the lenses show the counts of an independent counter`, async () => {
      const server = await openServer();
      server.open(`${name}.trace`, sample(name));
      const lenses = await server.lenses(`${name}.trace`);
      const [file, ...categories] = await Promise.all(
        lenses.slice(0, 4).map(async (lens) => (await server.resolve(lens)).command?.title),
      );
      assert.match(
        file!,
        new RegExp(`^${formatCount(total)} functions, ${formatCount(calls)} calls, [^,]+, [^,]+$`),
      );
      assert.deepEqual(categories, [
        `${virtualization} Virtualization`,
        `${network} Network`,
        `${other} Other`,
      ]);
      // Nothing is wrong with them; that they begin and end in the middle of calls is no warning.
      for (const { severity, code } of await server.problems(`${name}.trace`)) {
        assert.equal(severity, DiagnosticSeverity.Information);
        assert.notEqual(code, 'unreadLines');
      }
      for (const [id, count] of [
        [undefined, total],
        ['virtualization', virtualization],
        ['network', network],
        ['other', other],
      ] as const)
        assert.equal((await server.functions(`${name}.trace`, id)).functions.length, count);
    });

    it(`${name}: tokens are exactly the names`, async () => {
      const text = sample(name);
      const lines = text.split('\n');
      const server = await openServer();
      server.open(`${name}.trace`, text);
      const tokens = await server.tokens(`${name}.trace`);
      assert.deepEqual(
        tokens.map(({ line, from, to, type }) => `${line}:${from} ${lines[line]!.slice(from, to)} ${type}`),
        namesIn(text),
      );
    });

    it(`${name}: each lens on a call can be resolved, each fold nests, each reference is a call`, async () => {
      const text = sample(name);
      const lines = text.split('\n');
      const server = await openServer();
      server.open(`${name}.trace`, text);
      for (const title of await server.lensTexts(`${name}.trace`))
        assert.doesNotMatch(title, /undefined|NaN/);
      const open: number[] = [];
      for (const { startLine, endLine } of await server.folds(`${name}.trace`)) {
        assert.match(lines[startLine]!, /\{\r?$/);
        while (open.length > 0 && open.at(-1)! < startLine) open.pop();
        assert.ok(open.length === 0 || endLine <= open.at(-1)!);
        open.push(endLine);
      }
      const { functions } = await server.functions(`${name}.trace`);
      for (const item of functions.slice(0, 40)) {
        const position = { line: item.line, character: lines[item.line]!.indexOf(item.name) };
        const references = await server.references(`${name}.trace`, position);
        assert.equal(references?.length, item.calls, item.name);
        for (const { range } of references)
          assert.equal(lines[range.start.line]!.slice(range.start.character, range.end.character), item.name);
      }
    });
  }

  it('show in a hover how often the others call the same', async () => {
    const server = await openServer();
    for (const name of Object.keys(COUNTS)) server.open(`${name}.trace`, sample(name));
    await server.problems('kvm.trace');
    const text = sample('socket');
    const line = text.split('\n').findIndex((content) => content.includes('  _raw_spin_unlock();'));
    const character = text.split('\n')[line]!.indexOf('_raw');
    const markdown = await server.hoverText('socket.trace', { line, character });
    const others = ['tap', 'qemu', 'kvm']
      .map((name) => ({
        name,
        calls: sample(name)
          .split('\n')
          .filter((content) => / _raw_spin_unlock\(\)/.test(content)).length,
      }))
      .sort((a, b) => b.calls - a.calls)
      .map(({ name, calls }) => `\`${name}.trace\` ${formatCount(calls)}`);
    assert.equal(markdown.split('\n\n').at(-1), `Calls in other open traces: ${others.join(', ')}`);
  });

  it('socket and tap differ as sets of names do', async () => {
    const setOf = (name: string): Set<string> =>
      new Set(namesIn(sample(name)).map((entry) => entry.split(' ')[1]!));
    const server = await openServer();
    const [left, right] = ['socket', 'tap'].map(
      (name) => `file://${path.join(repositoryRoot, 'samples', name)}.trace`,
    );
    const result = await server.compare(left!, right!);
    const only = (one: Set<string>, other: Set<string>): number =>
      [...one].filter((name) => !other.has(name)).length;
    const [socket, tap] = [setOf('socket'), setOf('tap')];
    const both = socket.size - only(socket, tap);
    const head = result.left.text.split('\n\n')[1]!;
    for (const count of [socket.size, tap.size, both, only(socket, tap), only(tap, socket)])
      assert.match(head, new RegExp(`  ${count}(  |$)`, 'm'));
    assert.match(head, new RegExp(` ${(both / (socket.size + tap.size - both)).toFixed(3)}(  |$)`, 'm'));
  });
});
