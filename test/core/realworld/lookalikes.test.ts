/** Texts that look like function_graph and are not: each must be recognised, and called by its name where it has one. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { describeVerdict } from '../../../server/src/core/present/verdict';
import { readRecording, reportMissing, type Recording } from '../../support/material';
import { sharedFolder } from '../../support/repository';

/** A verdict as it is compared here. */
interface Said {
  readonly kind: string;
  /** The kernel's other tracer. */
  readonly tracer?: string;
  /** The other program's output, or what else it is. */
  readonly what?: string;
}

const tracer = (name: string): Said => ({ kind: 'otherTracer', tracer: name });
const lookalike = (what: string): Said => ({ kind: 'lookalike', what });

/**
 * By file. Not every text has one right name: 15, a list of calls that somebody typed, and 16, events of an unknown
 * tracer on a console, must only be told from function_graph.
 */
const verdicts: Readonly<Record<string, Said | undefined>> = {
  '01-uftrace-module': lookalike('uftrace'),
  '02-uftrace-user': lookalike('uftrace'),
  '03-uftrace-kernel': lookalike('uftrace'),
  '04-uftrace-args-retval': lookalike('uftrace'),
  '05-optee-ftrace': lookalike('op-tee'),
  '06-function-tracer': tracer('function'),
  '07-irqsoff-no-graph': tracer('irqsoff'),
  '08-tracecmd-profile': lookalike('trace-cmd profile'),
  '09-tracecmd-function': tracer('function'),
  '10-c-code-with-braces': lookalike('source code'),
  '11-wakeup-no-graph': tracer('wakeup'),
  '12-strace-T-mail': lookalike('strace'),
  '13-irqoff-stack-listing': lookalike('stack trace'),
  '14-histogram-with-bars': lookalike('histogram'),
  '15-indented-call-list-no-columns': undefined,
  '16-ftrace-dump-events-console': undefined,
  '17-prose-about-a-trace': { kind: 'notGraph' },
};

function recordingsIn(folder: string, ending: string): Recording[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith(ending) && `${path.sep}${file}`.includes(`${path.sep}lookalikes${path.sep}`),
    )
    .sort()
    .map((file) => ({ name: path.basename(file, ending), path: path.join(folder, file) }));
}

/** The verdict on a text, after the checks that hold for every text that is none. */
function verdictOn(bytes: Uint8Array): Said {
  const { verdict } = parseTrace(bytes, { keepLines: false });
  assert.notEqual(verdict.kind, 'graph');
  const message = describeVerdict(verdict);
  assert.ok(message !== undefined && message.length > 0 && !message.includes('\n'), message);
  const said: Said = verdict;
  for (const word of (said.tracer ?? said.what ?? '').split(' ')) {
    assert.ok(message.toLowerCase().includes(word), `"${message}" does not say ${word}`);
  }
  return said;
}

/** The text with every line changed, or left out where `change` gives nothing. */
function withLines(bytes: Uint8Array, change: (line: string) => string | undefined): Uint8Array {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const last = lines.pop();
  const changed = [...lines, ...(last === '' ? [] : [last!])].flatMap((line) => change(line) ?? []);
  return Buffer.from(changed.map((line) => `${line}\n`).join(''), 'latin1');
}

const quoted = (bytes: Uint8Array): Uint8Array => withLines(bytes, (line) => `> ${line}`);
const withoutHeader = (bytes: Uint8Array): Uint8Array =>
  withLines(bytes, (line) => (/^\s*#/.test(line) ? undefined : line));

describe('look-alikes of the real world', () => {
  const texts = recordingsIn(path.join(sharedFolder, 'realworld'), '.txt');
  reportMissing('look-alikes of the real world', texts.length === 0);
  if (texts.length === 0) return;

  it('are all known here', () => {
    assert.deepEqual(
      texts.map(({ name }) => name),
      Object.keys(verdicts),
    );
  });

  for (const text of texts) {
    it(`${text.name} is not function_graph`, () => {
      const said = verdictOn(readRecording(text));
      const expected = verdicts[text.name];
      if (expected !== undefined) assert.deepEqual(said, expected);
    });

    it(`${text.name} is not when it is quoted or has lost its header`, () => {
      const bytes = readRecording(text);
      verdictOn(quoted(bytes));
      verdictOn(withoutHeader(bytes));
    });
  }
});

describe('recordings of other tracers', () => {
  const recordings = recordingsIn(path.join(sharedFolder, 'traces', 'options'), '.trace.gz');
  reportMissing('recordings of other tracers', recordings.length === 0);

  for (const recording of recordings) {
    const version = path.basename(path.dirname(path.dirname(recording.path)));

    it(`${version}: ${recording.name} is that of its tracer`, () => {
      const bytes = readRecording(recording);
      const name = recording.name.split('.')[0]!;
      assert.deepEqual(verdictOn(bytes), tracer(name));
      assert.deepEqual(verdictOn(quoted(bytes)), tracer(name));
    });

    // The events of nop hold lines of function_graph that were written into trace_marker.
    it(`${version}: ${recording.name} is not function_graph without its header`, () => {
      verdictOn(withoutHeader(readRecording(recording)));
    });
  }
});
