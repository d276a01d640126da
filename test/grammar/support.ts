import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { Readable } from 'node:stream';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar, type IGrammar, type StateStack } from 'vscode-textmate';
import { XzReadableStream } from 'xz-decompress';
import { repositoryRoot } from '../support/repository';

const grammarFiles: Readonly<Record<string, string>> = {
  'source.ftrace': 'ftrace.tmLanguage.json',
  'source.ftrace-comparison': 'ftrace-comparison.tmLanguage.json',
  'source.ftrace-baseline': 'ftrace-baseline.tmLanguage.json',
};

const onigLib = (async () => {
  const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(new Uint8Array(wasm).buffer);
  return { createOnigScanner, createOnigString };
})();

export async function loadGrammar(scopeName: string): Promise<IGrammar> {
  const registry = new Registry({
    onigLib,
    loadGrammar: (name) => {
      const file = grammarFiles[name];
      if (file === undefined) return Promise.resolve(null);
      const full = path.join(repositoryRoot, 'syntaxes', file);
      return Promise.resolve(parseRawGrammar(fs.readFileSync(full, 'utf8'), full));
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar for ${scopeName}`);
  return grammar;
}

export interface Token {
  readonly text: string;
  /** All scopes but the grammar's own, without the last part (`.ftrace`), outermost first. */
  readonly scopes: readonly string[];
}

export interface TokenizedLine {
  readonly tokens: readonly Token[];
  readonly state: StateStack;
}

export function tokenize(grammar: IGrammar, line: string, state: StateStack = INITIAL): TokenizedLine {
  const result = grammar.tokenizeLine(line, state);
  const tokens = result.tokens.map((token) => ({
    text: line.slice(token.startIndex, token.endIndex),
    scopes: token.scopes.slice(1).map((scope) => scope.replace(/\.ftrace(-comparison|-baseline)?$/, '')),
  }));
  return { tokens, state: result.ruleStack };
}

/** `[text, scopes]` of each token that has a scope and is not blank; the text is trimmed. */
export function scoped(tokens: readonly Token[]): [string, string][] {
  return tokens
    .filter((token) => token.scopes.length > 0 && token.text.trim() !== '')
    .map((token) => [token.text.trim(), token.scopes.join(' ')]);
}

export type Category = 'virtualization' | 'network' | 'other';

const patterns: readonly (readonly [Category, readonly string[]])[] = [
  ['virtualization', ['kvm', 'vmx', 'x86', 'vmcs', 'vcpu', 'emulator']],
  ['network', ['tcp', 'br_', 'skb', 'inet', 'ip', 'sock', 'napi', 'net', 'packet', 'sk_', 'tun']],
];

/** The paper's rule, told a second time without the grammar's regular expressions. */
export function categoryOf(name: string): Category {
  return patterns.find(([, parts]) => parts.some((part) => name.includes(part)))?.[0] ?? 'other';
}

/** The function names on a line, with the category that their scope says. */
export function functionNames(tokens: readonly Token[]): { name: string; category: string }[] {
  return tokens.flatMap((token) => {
    const scope = token.scopes.find((s) => s.startsWith('entity.name.function.'));
    return scope === undefined ? [] : [{ name: token.text, category: scope.split('.').at(-1) ?? '' }];
  });
}

export function filesBelow(folder: string, wanted: (relative: string) => boolean): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .sort()
    .map((relative) => path.join(folder, relative));
}

/** Lines of a text file, also of a .gz; of an .xz only the first `limit` bytes. */
export async function linesOf(file: string, limit = 2_000_000): Promise<string[]> {
  if (file.endsWith('.xz')) return (await headOfXz(file, limit)).split('\n').slice(0, -1);
  const bytes = fs.readFileSync(file);
  const text = (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
  return text.split(/\r?\n/);
}

async function headOfXz(file: string, limit: number): Promise<string> {
  const input = fs.createReadStream(file);
  const reader = new XzReadableStream(Readable.toWeb(input) as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; size < limit;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.slice());
    size += value.length;
  }
  // Not only tidy: the decompressor works on one stream at a time, and the next one would wait for ever.
  await reader.cancel();
  input.destroy();
  return Buffer.concat(chunks).toString('utf8');
}
