import assert from 'node:assert/strict';
import { comparabilityWarnings } from '../../../server/src/core/compare/comparability';
import { scenariosOf, traceOfCounts } from '../../support/comparison';
import {
  options,
  readRecording,
  reportMissing,
  samples,
  scenarios as recordings,
} from '../../support/material';

/** Warnings about scenarios of these runs. */
function warnings(list: Readonly<Record<string, readonly (string | Uint8Array)[]>>): readonly string[] {
  return comparabilityWarnings(scenariosOf(Object.entries(list).map(([name, runs]) => ({ name, runs }))));
}

const F = traceOfCounts({ f: 1 });

/** A trace in latency format, which prints the kernel. */
function ofKernel(version: string): string {
  return [
    '# tracer: function_graph',
    '#',
    `# function_graph latency trace v1.1.5 on ${version}`,
    '# --------------------------------------------------------------------',
    ' 0)   1.000 us    |  f();\n',
  ].join('\n');
}

describe('a warning that recordings are hard to compare', () => {
  it('is not given where they are alike', () => {
    assert.deepEqual(warnings({ A: [F], B: [F, F] }), []);
    assert.deepEqual(warnings({ A: [F], B: [traceOfCounts({ f: 10 })] }), []);
    assert.deepEqual(warnings({}), []);
  });

  it('names different kernels', () => {
    assert.deepEqual(
      warnings({ A: [ofKernel('6.1.0')], B: [ofKernel('7.3.0'), F], C: [ofKernel('6.1.0')] }),
      ['Kernels differ: 6.1.0: A, C; 7.3.0: B (B.1.trace).'],
    );
    assert.deepEqual(warnings({ A: [ofKernel('6.1.0')], B: [ofKernel('6.1.0')] }), []);
  });

  it('names different tracers', () => {
    assert.deepEqual(
      warnings({ A: [`# tracer: irqsoff\n${F}`], B: [`# tracer: function_graph\n${F}`], C: [F] }),
      ['Tracers differ: function_graph: B; irqsoff: A.'],
    );
  });

  it('names different architectures', () => {
    const of = (name: string): string => traceOfCounts({ f: 3, [name]: 1 });
    assert.deepEqual(warnings({ A: [of('__x64_sys_read')], B: [of('__arm64_sys_read')], C: [F] }), [
      'Architectures, told by names of functions, differ: arm64: B; x86: A.',
    ]);
    assert.deepEqual(warnings({ A: [of('__riscv_sys_read')], B: [of('__s390x_sys_read')] }), [
      'Architectures, told by names of functions, differ: riscv: A; s390: B.',
    ]);
    // One name that looks like another's does not outweigh the others.
    assert.deepEqual(
      warnings({ A: [traceOfCounts({ native_x: 1, el0_svc: 1, el0_da: 1 })], B: [of('do_el0_svc')] }),
      [],
    );
  });

  it('names columns that some of them lack', () => {
    const untimed = '# tracer: function_graph\n 0)  f();\n';
    assert.deepEqual(warnings({ A: [F], B: [untimed, F] }), [
      'There is no duration column in B (B.1.trace): times of its functions are unknown.',
    ]);
    assert.deepEqual(warnings({ A: [F], B: ['   1.000 us    |  f();\n'] }), [
      'There is no cpu column in B: calls of different cpus cannot be told apart.',
    ]);
    assert.deepEqual(warnings({ A: [untimed], B: [untimed] }), []);
  });

  it('names recordings that are not complete', () => {
    const lost = `CPU:0 [LOST 5 EVENTS]\n${F}`;
    assert.deepEqual(warnings({ A: [lost], B: [F, F, lost] }), [
      'In A, B (B.3.trace) events were lost while recording: functions may be missing.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i}`, [lost]]));
    assert.deepEqual(warnings(many), [
      'In s0, s1, s2, s3, s4, s5 and 3 more events were lost while recording: functions may be missing.',
    ]);
  });

  it('names recordings that are much longer, by the mean of their runs', () => {
    const long = traceOfCounts({ f: 1230 });
    assert.deepEqual(warnings({ A: [long], B: [F, F, traceOfCounts({ f: 34 })], C: [F] }), [
      'A has 1,230 times as many calls as C: compare numbers of calls and times by request or by share, and see below whether C was recorded for long enough.',
    ]);
    // 1230 is not more than ten times 123.
    assert.deepEqual(warnings({ A: [long], B: [traceOfCounts({ f: 100 }), traceOfCounts({ f: 146 })] }), []);
  });

  it('does not stumble over scenarios without runs or calls', () => {
    assert.deepEqual(warnings({ A: [F], B: [], C: [traceOfCounts({ f: 2 })], D: [''] }), []);
    assert.deepEqual(warnings({ B: [] }), []);
  });

  it('writes out what is hostile in names', () => {
    assert.deepEqual(warnings({ 'A\u001b': [ofKernel('6')], B: [ofKernel('7\u202e')] }), [
      'Kernels differ: 6: A\\u{1b}; 7\\u{202e}: B.',
    ]);
  });

  it('is not given for runs of one scenario', () => {
    for (const sample of samples)
      assert.deepEqual(warnings({ A: [readRecording(sample)], B: [readRecording(sample)] }), []);
    for (const name of ['socket', 'tap', 'qemu', 'kvm']) {
      const runs = recordings.filter((one) => one.name.startsWith(`scenarios/${name}.`)).map(readRecording);
      assert.deepEqual(warnings({ A: runs }), []);
    }
  });

  reportMissing('architectures of all recordings', options.length === 0);
  it('never takes a recording for one of another architecture', function () {
    if (options.length === 0) this.skip();
    let decided = 0;
    for (const recording of options) {
      const bytes = readRecording(recording);
      // A folder is called 6.1-arm64, 7.3-x86_64-fulltrace, ….
      const own = recording.name.includes('-arm64/') ? 'arm64' : 'x86';
      const told = warnings({
        'this one': [bytes],
        x: [traceOfCounts({ __x64_sys_read: 1 })],
        a: [traceOfCounts({ __arm64_sys_read: 1 })],
      }).find((sentence) => sentence.startsWith('Architectures'));
      const known = told!.includes('this one');
      if (known) {
        decided++;
        assert.ok(told!.includes(`${own}: this one, `), `${recording.name}: ${told}`);
      }
      const text = Buffer.from(bytes).toString('latin1');
      // What calls a system call must be told; a text of exits has no calls.
      if (/\b(?:__x64_sys_\w+|__arm64_sys_\w+|do_syscall_64|el0_svc)(?: \[\w+\])?\(\)/.test(text))
        assert.ok(known, recording.name);
    }
    assert.ok(decided > 200, String(decided));
  });
});
