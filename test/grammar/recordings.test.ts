import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { IGrammar } from 'vscode-textmate';
import { categoryOf, filesBelow, functionNames, linesOf, loadGrammar, tokenize } from './support';
import { repositoryRoot, sharedFolder } from '../support/repository';

/**
 * What a line says about functions, told without the grammar: `call` for an entry or a leaf, `exit` for
 * a closing line (with or without a name), `nothing` for a comment or a header, and undefined where this
 * simple reading cannot tell.
 */
function read(line: string): { kind: 'call' | 'exit'; name?: string } | 'nothing' | undefined {
  if (/^\s*#+( |$)(?! *[\d.]+ us)/.test(line)) return 'nothing';
  if (/\*\/-\d/.test(line)) return undefined; // a task called /* x */
  if (/^[^/]*\| +\/\*/.test(line)) return 'nothing';
  if (/\/\*/.test(line) && !/[;{}] +\/\*|\) \/\* <-/.test(line)) return undefined;
  let text = line.trimEnd();
  for (const ending of [/ \((?:\d+|ret=-?\w+)\)$/, / \((?:\d+|ret=-?\w+)\)$/])
    text = text.replace(ending, '');

  const exit =
    /^(?:.*[|)]|) *\};?(?: \/\* (?:([A-Za-z_.$][\w.$]*)(?:\(\))?(?: \[\w+\])?)?(?: ?(?:ret|)= ?\S+)? \*\/)?$/.exec(
      text,
    );
  if (exit !== null)
    return exit[1] === undefined || exit[1] === 'ret' ? { kind: 'exit' } : { kind: 'exit', name: exit[1] };

  text = text.replace(/ \/\* (?:<-|= |ret=|V=|A=)[^*]*\*\/( \{)?$/, '$1');
  const call = /^(?:.*[|)])? *([A-Za-z_.$@][\w.$@:-]*)(?: \[[^\]]+\])?\([^|]*\)(?: \{|;)$/.exec(text);
  return call?.[1] === undefined ? undefined : { kind: 'call', name: call[1] };
}

/** Lines that the grammar is known not to read: not the kernel's format, or cut in the prefix. */
const notRead: readonly RegExp[] = [
  /^ +\d+\.\d+ +\[0\] /, // 24-ko-notes-made-up-brackets: invented, [0] for 0)
  /^ 210\.410576\] /, // 42-mail-console-dump-torture: begins in the middle of printk's time
  /: tracing_mark_write: +0\) +1\.234 us/, // a marker's text in the nop tracer
];

interface Tally {
  lines: number;
  calls: number;
  exits: number;
}

async function check(grammar: IGrammar, file: string, most: number, tally: Tally): Promise<void> {
  const lines = await linesOf(file);
  const step = Math.max(1, Math.floor(lines.length / most));
  for (let i = 0; i < lines.length; i += step) {
    const line = lines[i] ?? '';
    if (notRead.some((pattern) => pattern.test(line))) continue;
    const where = `${path.basename(file)}:${i + 1}: ${line}`;
    const { tokens, state } = tokenize(grammar, line);
    assert.equal(state.depth, 1, `the line changes the next one: ${where}`);
    tally.lines++;
    const expected = read(line);
    if (expected === undefined) continue;
    const names = functionNames(tokens);
    if (expected === 'nothing') {
      assert.deepEqual(names, [], where);
      continue;
    }
    if (expected.kind === 'call') tally.calls++;
    else tally.exits++;
    const { name } = expected;
    assert.deepEqual(names, name === undefined ? [] : [{ name, category: categoryOf(name) }], where);
  }
}

describe('grammar: real recordings', function () {
  this.timeout(60_000);
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace');
  });

  const groups: readonly (readonly [
    what: string,
    folder: string,
    name: RegExp,
    most: number,
    calls: number,
  ])[] = [
    ['samples of this repository', path.join(repositoryRoot, 'samples'), /\.trace$/, 4000, 0],
    ['scenarios', path.join(sharedFolder, 'traces', 'scenarios'), /\.trace\.gz$/, 1500, 5000],
    [
      'option combinations',
      path.join(sharedFolder, 'traces', 'options'),
      /^(?!.*lookalikes).*\.trace\.gz$/,
      250,
      50_000,
    ],
    ['big recordings, their beginning', path.join(sharedFolder, 'traces', 'big'), /\.trace\.xz$/, 4000, 1000],
    ['texts as people paste them', path.join(sharedFolder, 'realworld'), /^\d\d-.*\.txt$/, 20_000, 500],
  ];
  for (const [what, folder, name, most, calls] of groups) {
    it(`has one function name on each call: ${what}`, async function () {
      const files = filesBelow(folder, (relative) => name.test(relative));
      if (files.length === 0) {
        console.log(`      skipped: ${fs.existsSync(folder) ? 'no recordings in' : 'there is no'} ${folder}`);
        this.skip();
      }
      const tally: Tally = { lines: 0, calls: 0, exits: 0 };
      for (const file of files) await check(grammar, file, most, tally);
      console.log(
        `      ${files.length} files, ${tally.lines} lines, ${tally.calls} calls, ${tally.exits} exits`,
      );
      assert.ok(tally.calls >= calls, `only ${tally.calls} calls were recognized by the independent reading`);
    });
  }

  it('prints one stopped buffer alike under all options', async function () {
    const folder = path.join(sharedFolder, 'traces', 'options', '6.1-arm64');
    const all = /^same-buffer\.(?!percpu|irqs-hidden|latency).*\.trace\.gz$/;
    const files = filesBelow(folder, (relative) => all.test(relative));
    if (files.length === 0) {
      console.log(`      skipped: no recordings in ${folder}`);
      this.skip();
    }
    const callsOf = async (file: string): Promise<string> => {
      const calls: string[] = [];
      for (const line of await linesOf(file)) {
        const { tokens } = tokenize(grammar, line);
        // Exits have a name only with some options.
        if (tokens.some((token) => token.scopes.includes('punctuation.section.block.end'))) continue;
        calls.push(...functionNames(tokens).map((f) => `${f.category} ${f.name}`));
      }
      return calls.join('\n');
    };
    const first = await callsOf(path.join(folder, 'same-buffer.default.trace.gz'));
    assert.ok(first.length > 10_000);
    for (const file of files) assert.equal(await callsOf(file), first, file);
  });
});
