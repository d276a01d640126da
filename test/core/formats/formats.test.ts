/** The README's table of formats: each row has an excerpt here, with what is in it counted by hand. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { callRows, type CallRow } from '../../../server/src/core/analyse/callRows';
import { describeVerdict } from '../../../server/src/core/present/verdict';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { SymbolTable } from '../../../server/src/core/symbols/symbolTable';
import { readTraceBytes } from '../../../server/src/host/readText';
import { TemporaryFolder } from '../../support/cli';
import { bytesOf, undraw } from '../../support/drawing';
import { PACKED, PLAIN } from '../../support/packed';
import { repositoryRoot } from '../../support/repository';
import { DAMAGE_FORMATS } from './damageFormats';
import type { Expected, Format } from './format';
import { KERNEL_FORMATS } from './kernelFormats';
import { LOOKALIKES } from './lookalikes';
import { PRODUCER_FORMATS } from './producerFormats';

const FORMATS: Readonly<Record<string, Format>> = {
  ...KERNEL_FORMATS,
  ...PRODUCER_FORMATS,
  ...DAMAGE_FORMATS,
};
const MAX_LINES = 12;

/** The ids of the rows between the marks of the README. */
function idsInReadme(): string[] {
  const readme = fs.readFileSync(path.join(repositoryRoot, 'README.md'), 'utf8');
  const section = /<!-- formats -->(.*)<!-- \/formats -->/s.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, id]) => id!);
}

/** What a row says, of off-cpu and interrupt time only what was counted. */
function rowOf([
  line,
  exitLine,
  name,
  depth,
  durationNs,
  selfNs,
  parentLine,
  more,
]: Expected): Partial<CallRow> {
  return {
    ...{ line, exitLine, name, depth, durationNs, selfNs, parentLine },
    ...{
      module: null,
      cpu: null,
      pid: null,
      comm: null,
      startNs: null,
      args: null,
      ret: null,
      retaddr: null,
    },
    irq: false,
    ...more,
  };
}

/** The fields of `row` that `expected` has. */
function alike(row: CallRow, expected: Partial<CallRow> | undefined): Partial<CallRow> {
  if (expected === undefined) return row;
  return Object.fromEntries(Object.entries(row).filter(([field]) => field in expected));
}

function assertReads(bytes: Uint8Array, { calls, unread, producer, symbols }: Format): void {
  const table = symbols === undefined ? undefined : SymbolTable.parse(bytesOf(undraw(symbols)));
  const trace = parseTrace(bytes, { keepLines: true, keepSelf: true, symbols: table });
  const rows = [...callRows(new TraceText(bytes, trace))];
  const expected = calls.map(rowOf);
  assert.deepEqual(
    rows.map((row, index) => alike(row, expected[index])),
    expected,
  );
  assert.equal(trace.unreadLines, unread ?? 0, 'lines that could not be read');
  assert.equal(trace.source.producer, producer ?? 'kernel');
  assert.equal(trace.verdict.kind, 'graph');
}

describe('formats', () => {
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());

  it('each row of the README has a test, and each test a row', () => {
    const ids = idsInReadme();
    assert.ok(ids.length > 0, 'the README has a table of formats');
    assert.deepEqual(ids, [...Object.keys(FORMATS), 'compressed', ...Object.keys(LOOKALIKES)]);
  });

  for (const [id, format] of Object.entries(FORMATS)) {
    it(id, async () => {
      const bytes = typeof format.text === 'string' ? bytesOf(undraw(format.text)) : format.text;
      assert.ok(bytes.filter((byte) => byte === 0x0a).length <= MAX_LINES, 'a small excerpt');
      // As from a file: its encoding is undone on the way.
      const text = await readTraceBytes(folder.write(id, bytes), {});
      assertReads(text, format);
    });
  }

  it('compressed', async () => {
    for (const [name, bytes] of Object.entries(PACKED)) {
      const text = await readTraceBytes(folder.write(name, bytes), {});
      assert.equal(Buffer.from(text).toString('utf8'), PLAIN, name);
    }
  });

  for (const [id, { text, says }] of Object.entries(LOOKALIKES)) {
    it(id, () => {
      const { verdict } = parseTrace(bytesOf(undraw(text)), { keepLines: false });
      assert.match(describeVerdict(verdict) ?? 'a trace', says);
    });
  }
});
