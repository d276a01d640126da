/** Each key against a reading of the text itself: lines taken apart by one expression, calls by a stack per task. */
import assert from 'node:assert/strict';
import { paperCategories } from '../../../../server/src/core/classify/categories';
import { TraceFilter } from '../../../../server/src/core/filter/traceFilter';
import { parseTrace } from '../../../../server/src/core/parse/feeder';
import { readRecording, samples } from '../../../support/material';

/** A call as the text has it. */
interface Call {
  readonly name: string;
  readonly us: number | undefined;
  readonly time: number;
  readonly cpu: number;
  readonly comm: string;
  readonly pid: number;
  readonly depth: number;
  readonly leaf: boolean;
  readonly callers: readonly string[];
}

const LINE = /^ +(\d+\.\d+) \| +(\d+)\) +(\S+)-(\d+) +\| [ +!#*@$] *(?:([\d.]+) us)? *\|( *)(.*)$/;

/** The calls of a text with times and tasks. */
function callsOf(text: string): Call[] {
  const calls: Call[] = [];
  const open = new Map<string, (Call | undefined)[]>();
  for (const line of text.split('\n')) {
    const found = LINE.exec(line);
    if (found === null) continue;
    const [, time, cpu, comm = '', pid = '', us, indent = '', body = ''] = found;
    const [, name, end] = /^([\w.]+)(?: \[\w+\])?\(\)(;| \{)$/.exec(body) ?? [];
    const depth = indent.length / 2 - 1;
    const stack = open.get(pid) ?? [];
    open.set(pid, stack);
    if (body.startsWith('}')) {
      const call = stack[depth];
      if (call !== undefined)
        (call as { us: number | undefined }).us = us === undefined ? undefined : Number(us);
      stack.length = Math.min(stack.length, depth);
    }
    if (name === undefined) continue;
    stack.length = Math.min(stack.length, depth);
    const callers = stack.filter((caller) => caller !== undefined).map((caller) => caller.name);
    const leaf = end === ';';
    const call: Call = {
      ...{ name, comm, depth, leaf, callers, time: Number(time), cpu: Number(cpu), pid: Number(pid) },
      us: us === undefined ? undefined : Number(us),
    };
    calls.push(call);
    if (!leaf) stack[depth] = call;
  }
  return calls;
}

const QUESTIONS: readonly (readonly [text: string, holds: (call: Call) => boolean])[] = [
  ['lock', ({ name }) => name.includes('lock')],
  ['-lock', ({ name }) => !name.includes('lock')],
  ['name=kfree', ({ name }) => name === 'kfree'],
  ['*_lock', ({ name }) => name.endsWith('_lock')],
  ['/^_?raw_spin/', ({ name }) => /^_?raw_spin/.test(name)],
  [
    'category:network',
    ({ name }) =>
      /tcp|br_|skb|inet|ip|sock|napi|net|packet|sk_|tun/.test(name) &&
      !/kvm|vmx|x86|vmcs|vcpu|emulator/.test(name),
  ],
  ['cpu:0', ({ cpu }) => cpu === 0],
  ['pid>=131', ({ pid }) => pid >= 131],
  ['comm:HTT', ({ comm }) => comm.includes('htt')],
  ['depth:2..4', ({ depth }) => depth >= 2 && depth <= 4],
  ['depth=0', ({ depth }) => depth === 0],
  ['duration>10us', ({ us }) => us !== undefined && us > 10],
  ['duration:10..20.5', ({ us }) => us !== undefined && us >= 10 && us <= 20.5],
  ['not duration<=10us', ({ us }) => us === undefined || us > 10],
  ['is:leaf', ({ leaf }) => leaf],
  ['is:open', ({ us }) => us === undefined],
  ['under=ksys_write', ({ callers }) => callers.includes('ksys_write')],
  [
    'under:sys_ -under:sched',
    ({ callers }) =>
      callers.some((name) => name.includes('sys_')) && !callers.some((name) => name.includes('sched')),
  ],
  [
    'caller:schedule',
    ({ callers, depth }) => depth === callers.length && (callers.at(-1)?.includes('schedule') ?? false),
  ],
  ['time:21.9..30.72', ({ time }) => time >= 21.9 && time <= 30.72],
  [
    'time<30.715 lock or duration>1ms',
    ({ time, name, us }) => (time < 30.715 && name.includes('lock')) || (us !== undefined && us > 1000),
  ],
];

describe('filter expressions on the samples', () => {
  const timed = samples.filter(({ name }) => /socket|tap/.test(name));

  for (const sample of timed) {
    const bytes = readRecording(sample);
    const calls = callsOf(new TextDecoder().decode(bytes));

    it(`knows ${sample.name} by its text alone`, () => {
      const trace = parseTrace(bytes, { keepLines: false });
      assert.equal(calls.length, trace.calls);
    });

    for (const [text, holds] of QUESTIONS) {
      it(`count what the text of ${sample.name} has: ${text}`, () => {
        const filter = new TraceFilter({ where: text }, paperCategories());
        const trace = parseTrace(bytes, filter.options({ keepLines: false }));
        const { names, stats } = filter.apply(trace);
        const counted = new Map<string, number>();
        for (const { name } of calls.filter(holds)) counted.set(name, (counted.get(name) ?? 0) + 1);
        const found = Array.from({ length: names.length }, (_, id): [string, number] => [
          names.text(id),
          stats.calls[id]!,
        ]);
        assert.deepEqual(new Map(found.filter(([, count]) => count > 0)), counted);
      });
    }
  }
});
