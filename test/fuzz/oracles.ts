/** What must hold for every text, however damaged. None of it knows what the right answer is: these are laws. */
import assert from 'node:assert/strict';
import type { CallRow } from '../../server/src/core/analyse/callRows';
import { contentOfCall } from '../../server/src/core/analyse/callContent';
import { CallEdges } from '../../server/src/core/analyse/callEdges';
import { topLevelCalls } from '../../server/src/core/analyse/calls';
import { functionRows } from '../../server/src/core/analyse/functions';
import { summarize } from '../../server/src/core/analyse/summary';
import { paperCategories } from '../../server/src/core/classify/categories';
import { compareFunctions } from '../../server/src/core/compare/compareFunctions';
import { isCallKind, LineKind } from '../../server/src/core/model/lineKind';
import type { Trace } from '../../server/src/core/model/trace';
import { Feeder, parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';
import { comparisonListings } from '../../server/src/core/present/comparisonListing';
import { folds } from '../../server/src/core/present/folding';
import { hoverAt } from '../../server/src/core/present/hover';
import { callLens, categoryLens, fileLens } from '../../server/src/core/present/lenses';
import { outline } from '../../server/src/core/present/outline';
import { nameTokens } from '../../server/src/core/present/tokens';
import { describeVerdict } from '../../server/src/core/present/verdict';
import { callsOf } from '../support/calls';
import { assertNesting } from '../support/nesting';
import { randomNumbers } from '../support/random';
import { assertSameNumbers, assertSameTrace } from '../support/sameTrace';
import type { Random } from './mutate';

const categories = paperCategories();
const empty = parseTrace(new Uint8Array(0), { keepLines: true });

/** A law that a text breaks; `signature` is the same for texts that break it in the same way. */
export interface Broken {
  readonly signature: string;
  readonly detail: string;
}

/** What was understood of a text. */
export interface Understood {
  readonly text: TraceText;
  readonly rows: readonly CallRow[];
}

/** What became of a text: all laws that it breaks, and what was understood of it where that is possible. */
export interface Checked {
  readonly broken: readonly Broken[];
  readonly understood: Understood | undefined;
}

function brokenBy(law: string, error: Error): Broken {
  // An error that is no assertion is known by where it was thrown.
  const assertion = error instanceof assert.AssertionError;
  const frame = assertion ? '' : (/\n\s+at (\S+)/.exec(error.stack ?? '')?.[1] ?? '');
  const message = error.message.split('\n')[0]!.replace(/\d+/g, 'N').slice(0, 80);
  const signature = `${law}: ${assertion ? '' : `${error.name}: `}${message} ${frame}`.trim();
  return {
    signature,
    detail: `${signature}\n${(error.stack ?? error.message).split('\n').slice(0, 14).join('\n')}`,
  };
}

/** The same numbers for the same bytes, so that a finding breaks the same law when it is read again. */
function numbersFor(bytes: Uint8Array): Random {
  let hash = bytes.length;
  for (const byte of bytes.subarray(0, 4096)) hash = Math.imul(hash ^ byte, 0x01000193);
  return randomNumbers(hash);
}

/** Asks `bytes` all laws. */
export function checkLaws(bytes: Uint8Array): Checked {
  const random = numbersFor(bytes);
  const broken: Broken[] = [];
  const law = <T>(name: string, check: () => T): T | undefined => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      broken.push(brokenBy(name, error));
      return undefined;
    }
  };
  const text = law('parse', () => new TraceText(bytes, parseTrace(bytes, { keepLines: true })));
  if (text === undefined) return { broken, understood: undefined };
  const { trace } = text;
  law('plain reader', () =>
    assertSameTrace(parseTrace(bytes, { keepLines: true, plain: true }), trace, 'fast and plain'),
  );
  law('WebAssembly', () =>
    assertSameTrace(
      parseTrace(bytes, { keepLines: true, simd: 'always' }),
      trace,
      'with WebAssembly and without',
    ),
  );
  law('without lines', () =>
    assertSameNumbers(parseTrace(bytes, { keepLines: false }), trace, 'without lines and with'),
  );
  law('chunks', () => checkChunks(bytes, trace, random));
  law('nesting', () => assertNesting(trace, 'nesting'));
  law('counters', () => checkCounters(trace));
  const rows = law('calls', () => callsOf(bytes)) ?? [];
  law('rows', () => checkRows(rows, trace));
  law('hover', () => checkHover(text, random));
  law('lenses', () => checkLenses(text));
  law('folds', () => checkFolds(text, random));
  law('tokens', () => checkTokens(text));
  law('outline', () => checkOutline(text, random));
  law('functions', () => checkFunctions(trace));
  return { broken, understood: { text, rows } };
}

function checkChunks(bytes: Uint8Array, trace: Trace, random: Random): void {
  const keepLines = random(2) === 0;
  const largest = bytes.length > 1500 ? [40, 200, 4000][random(3)]! : [1, 3, 40][random(3)]!;
  const feeder = new Feeder({ keepLines });
  for (let at = 0; at < bytes.length;) {
    const size = bytes.length > 100_000 ? 65_536 : 1 + random(largest);
    feeder.push(bytes.subarray(at, at + size));
    at += size;
  }
  (keepLines ? assertSameTrace : assertSameNumbers)(feeder.finish(), trace, 'chunks and whole');
}

/** Entries and leaves that belong to no function: trace-cmd prints `) {` for one that it cannot resolve. */
function namelessCalls({ lines }: Trace): number {
  let count = 0;
  for (let line = 0; line < lines!.length; line++) {
    const kind = lines!.kind(line);
    if ((kind === LineKind.Entry || kind === LineKind.Leaf) && lines!.name(line) < 0) count++;
  }
  return count;
}

/** The counters say what the lines say. */
function checkCounters(trace: Trace): void {
  const lines = trace.lines!;
  const counts = new Map<LineKind, number>();
  let before = -1;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    assert.ok(lines.offset(line) > before, 'offsets grow');
    before = lines.offset(line);
  }
  const of = (...kinds: LineKind[]): number =>
    kinds.reduce<number>((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
  assert.equal(trace.lineCount, lines.length, 'lines');
  assert.equal(trace.calls, of(LineKind.Entry, LineKind.Leaf), 'calls');
  assert.equal(trace.orphanExits, of(LineKind.OrphanExit), 'orphan exits');
  assert.equal(trace.unreadLines, of(LineKind.Unread), 'unread lines');
  assert.equal(trace.lostLines, of(LineKind.Lost), 'lost lines');
  let open = 0;
  let calls = namelessCalls(trace);
  for (let id = 0; id < trace.names.length; id++) {
    open += Math.abs(trace.stats.open[id]!);
    calls += trace.stats.calls[id]!;
  }
  assert.equal(open, 0, 'no call is open behind the end');
  assert.equal(calls, trace.calls, 'calls of all functions');
}

function isCount(value: number | null): boolean {
  return value === null || (Number.isInteger(value) && value >= 0);
}

/** The rows of `calls --json` are consistent: with their types, with each other, with the trace's numbers. */
function checkRows(rows: readonly CallRow[], trace: Trace): void {
  const lines = trace.lines!;
  const byLine = new Map<number, CallRow>();
  const calleesNs = new Map<number, number>();
  const callsByName = new Map<string, number>();
  let before = 0;
  let orphans = 0;
  for (const row of rows) {
    const where = JSON.stringify(row);
    const first = row.line ?? row.exitLine;
    assert.ok(first !== null && first > before && first <= lines.length, `in order\n${where}`);
    before = first;
    checkTypes(row, where);
    if (row.line === null) orphans++;
    else {
      byLine.set(row.line, row);
      assert.equal(row.name === null, lines.name(row.line - 1) < 0, `named as its line\n${where}`);
      if (row.name !== null) callsByName.set(row.name, (callsByName.get(row.name) ?? 0) + 1);
      const leaf = lines.kind(row.line - 1) === LineKind.Leaf;
      assert.equal(row.exitLine === row.line, leaf, `a leaf ends where it begins\n${where}`);
    }
    if (row.parentLine === null) continue;
    const parent = byLine.get(row.parentLine);
    assert.ok(parent !== undefined && row.parentLine < first, `the parent is an earlier row\n${where}`);
    checkParent(row, parent, `${where}\n${JSON.stringify(parent)}`);
    calleesNs.set(row.parentLine, (calleesNs.get(row.parentLine) ?? 0) + (row.durationNs ?? NaN));
  }
  assert.equal(rows.length - orphans, trace.calls, 'a row per call');
  assert.equal(orphans, trace.orphanExits, 'a row per exit without entry');
  for (let id = 0; id < trace.names.length; id++) {
    if (trace.stats.calls[id] === 0) continue;
    const name = trace.names.text(id);
    // Two names of invalid bytes can look the same as text.
    if (!name.includes('\ufffd')) assert.equal(callsByName.get(name), trace.stats.calls[id], 'calls by name');
  }
  for (const row of byLine.values()) {
    // Null is right as well where a callee is known only by what it called itself.
    if (row.selfNs === null) continue;
    const self = row.durationNs! - (calleesNs.get(row.line!) ?? 0);
    const where = JSON.stringify(row);
    assert.equal(row.selfNs, Math.max(self, 0), `self time is duration less callees\n${where}`);
  }
}

function checkTypes(row: CallRow, where: string): void {
  const { line, exitLine, durationNs, selfNs, startNs } = row;
  assert.ok(line !== null || exitLine !== null, `a line\n${where}`);
  assert.ok(line === null || exitLine === null || exitLine >= line, `ends behind its begin\n${where}`);
  for (const key of [
    'line',
    'exitLine',
    'parentLine',
    'depth',
    'cpu',
    'startNs',
    'durationNs',
    'selfNs',
  ] as const)
    assert.ok(isCount(row[key]), `${key} is a count or null\n${where}`);
  assert.ok(Number.isInteger(row.depth), `depth\n${where}`);
  assert.ok(row.pid === null || Number.isInteger(row.pid), `pid\n${where}`);
  assert.equal(typeof row.irq, 'boolean', `irq\n${where}`);
  for (const key of ['name', 'module', 'args', 'ret', 'retaddr'] as const)
    assert.ok(row[key] === null || row[key].length > 0, `${key} is not empty\n${where}`);
  assert.ok(row.comm === null || !/^ | $/.test(row.comm), `comm is trimmed\n${where}`);
  assert.ok(exitLine !== null || durationNs === null, `no duration without an exit\n${where}`);
  assert.ok(durationNs !== null || selfNs === null, `no self time without a duration\n${where}`);
  assert.ok(selfNs === null || selfNs <= durationNs!, `self time is at most the duration\n${where}`);
  for (const key of ['offCpuNs', 'irqNs'] as const)
    assert.ok(row[key] === null || (Number.isInteger(row[key]) && row[key] >= 0), `${key}\n${where}`);
  assert.ok(line !== null || (startNs === null && selfNs === null), `an exit alone has no begin\n${where}`);
}

function checkParent(row: CallRow, parent: CallRow, where: string): void {
  const below = row.depth - parent.depth;
  // An interrupt's depth is as printed, which may be a level off, and another for each that it interrupts.
  // Exits whose entries are not there may be an interrupt's, which nothing shows.
  assert.ok(below === 1 || row.irq || row.line === null, `directly below the parent\n${where}`);
  assert.ok(parent.exitLine !== parent.line, `a leaf calls nothing\n${where}`);
  if (parent.exitLine !== null) {
    assert.ok(parent.exitLine > (row.line ?? row.exitLine!), `called while the parent was open\n${where}`);
    assert.ok(row.exitLine === null || row.exitLine < parent.exitLine, `ended before the parent\n${where}`);
  }
  if (row.pid !== null && parent.pid !== null) assert.equal(row.pid, parent.pid, `of one task\n${where}`);
}

function checkHover(text: TraceText, random: Random): void {
  const { lines } = text;
  for (let times = 0; times < 6; times++) {
    const line = random(lines.length + 2) - (times === 0 ? 1 : 0);
    const end = text.has(line) ? text.read(line).end - text.read(line).start : 10;
    const hover = hoverAt(text, categories, line, random(Math.min(end, 400) + 3), [
      { label: 'a`b|c', trace: text.trace },
      { label: 'empty', trace: empty },
    ]);
    if (hover === undefined) continue;
    assert.notEqual(hover.markdown, '', 'says something');
    assert.ok(hover.range.line === line && hover.range.to >= hover.range.from, 'a range of its line');
  }
}

function checkLenses(text: TraceText): void {
  const { trace, lines } = text;
  assert.notEqual(fileLens(trace, categories).title, '');
  for (let number = 0; number < categories.list.length; number++)
    assert.notEqual(categoryLens(trace, categories, number).title, '');
  const column = categories.column(trace.names);
  for (const line of topLevelCalls(lines, 6)) {
    assert.doesNotMatch(callLens(text, categories, line).title, /NaN|undefined/);
    const content = contentOfCall(trace, lines, column, line, categories.list.length);
    assert.ok(content.calls >= 1 && content.calls <= trace.calls, 'calls inside');
  }
  assert.equal(describeVerdict(trace.verdict) === undefined, trace.verdict.kind === 'graph');
}

/** Folds nest, or an editor shows only some of them. */
function checkFolds(text: TraceText, random: Random): void {
  const limit = [1, 5, 1000][random(3)]!;
  const found = folds(text.lines, limit);
  assert.ok(found.length <= limit, 'at most as many as asked for');
  const open: number[] = [];
  let before = -1;
  for (const { start, end } of found) {
    assert.ok(start > before && end > start && end < text.lines.length, 'in order, within the text');
    before = start;
    while (open.length > 0 && open.at(-1)! < start) open.pop();
    assert.ok(open.length === 0 || end <= open.at(-1)!, 'nested');
    open.push(end);
  }
}

function checkTokens(text: TraceText): void {
  let line = -1;
  for (const token of nameTokens(text, categories, 0, text.lines.length)) {
    assert.ok(token.line > line, 'one per line');
    assert.ok(token.to > token.from && token.from >= 0, 'not empty');
    assert.ok(isCallKind(text.lines.kind(token.line)), 'on calls');
    assert.ok(token.category >= 0 && token.category < categories.list.length, 'of a category');
    line = token.line;
  }
}

function checkOutline(text: TraceText, random: Random): void {
  const limit = 1 + random(50);
  const items = outline(text, limit);
  assert.ok(items.length <= limit, 'at most as many as asked for');
  for (const item of items) {
    // VS Code refuses all symbols where one has no name.
    assert.notEqual(item.name, '', 'named');
    assert.doesNotMatch(item.detail, /NaN|undefined/);
    assert.ok(item.startLine <= item.endLine && item.endLine < text.lines.length, 'within the text');
    assert.ok(
      item.nameRange.line === item.startLine && item.nameRange.to >= item.nameRange.from,
      'on its line',
    );
  }
}

function checkFunctions(trace: Trace): void {
  const summary = summarize(trace, categories);
  const rows = functionRows(trace, categories);
  assert.equal(summary.functions.total, rows.length, 'a row per function');
  const calls = rows.reduce((sum, row) => sum + row.calls, namelessCalls(trace));
  assert.equal(calls, summary.calls, 'calls');
  for (const { totalNs, selfNs, minNs, maxNs, firstLine } of rows) {
    for (const ns of [totalNs, selfNs, minNs, maxNs]) assert.ok(ns === undefined || ns >= 0, 'times');
    assert.ok(minNs === undefined || minNs <= maxNs!, 'min and max');
    assert.ok(firstLine >= 0 && firstLine < trace.lineCount, 'first line');
  }
  const same = compareFunctions(trace, trace, categories);
  assert.ok(
    same.functions.every((row) => row.difference === 'same'),
    'a trace is as itself',
  );
  const { left, right } = comparisonListings(
    compareFunctions(trace, empty, categories),
    categories,
    'a',
    'b',
  );
  assert.equal(left.targets.length, left.text.split('\n').length - 1, 'a target per line');
  assert.equal(right.targets.length, right.text.split('\n').length - 1, 'a target per line');
  if (trace.names.length > 0) new CallEdges(trace.lines!).of(trace.names.length >> 1);
}
