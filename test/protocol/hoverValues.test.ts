import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { callRows } from '../../server/src/core/analyse/callRows';
import { timesOfCall } from '../../server/src/core/analyse/calls';
import { LineKind } from '../../server/src/core/model/lineKind';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';
import { repositoryRoot } from '../support/repository';
import { openServer, PATIENCE_MS, placeOf, trace } from './support';

async function hoverOn(text: string, needle: string, index = 0): Promise<string> {
  const server = await openServer();
  server.open('a.trace', text);
  return server.hoverText('a.trace', placeOf(text, needle, index));
}

/** 100 µs, of which 30 µs in schedule() and 8 µs in an interrupt, which came twice. */
const SLEEPING = trace(
  ' 0)               |  sys_read() {',
  ' 0)               |    wait() {',
  ' 0)               |      schedule() {',
  ' 0) + 20.000 us   |        __schedule();',
  ' 0) + 30.000 us   |      }',
  ' 0) + 40.000 us   |    }',
  ' 0)   ==========> |',
  ' 0)   5.000 us    |    gic_handle_irq();',
  ' 0)   <========== |',
  ' 0)               |    tcp_recv() {',
  ' 0)   ==========> |',
  ' 0)               |      gic_handle_irq() {',
  ' 0)   1.000 us    |        irq_enter();',
  ' 0)   3.000 us    |      }',
  ' 0)   <========== |',
  ' 0) + 10.000 us   |    }',
  ' 0) ! 100.000 us  |  }',
);

describe('hover on a duration', function () {
  this.timeout(PATIENCE_MS);

  it('tells where the time went', async () => {
    // 100 - 40 - 5 - 10
    assert.equal(
      (await hoverOn(SLEEPING, '100.000')).split('\n\n').at(-1),
      [
        '- self time, without what it called: 45.00 µs',
        '- off the cpu, in `schedule`: 30.00 µs',
        '- in interrupts: 8.000 µs',
      ].join('\n'),
    );
    assert.equal(
      (await hoverOn(SLEEPING, '40.000')).split('\n\n').at(-1),
      '- self time, without what it called: 10.00 µs\n- off the cpu, in `schedule`: 30.00 µs',
    );
    assert.equal(
      (await hoverOn(SLEEPING, '10.000')).split('\n\n').at(-1),
      '- self time, without what it called: 7.000 µs\n- in interrupts: 3.000 µs',
    );
  });

  it('says no more of a leaf, and of a call whose entry is not there', async () => {
    assert.doesNotMatch(await hoverOn(SLEEPING, '20.000'), /self/);
    const lost = trace(' 0)   1.000 us    |    foo();', ' 0)   2.000 us    |  } /* bar */');
    assert.doesNotMatch(await hoverOn(lost, '2.000'), /self/);
  });

  it('does not know the self time where that of a callee is unknown', async () => {
    const text = trace(
      ' 0)               |  a() {',
      ' 0)               |    b() {',
      ' 0)   9.000 us    |  }',
    );
    assert.match(await hoverOn(text, '9.000'), /self time, without what it called: –$/);
  });

  it('gives up where the call is too long to be looked at', async () => {
    const leaf = ' 0)   1.000 us    |    b();';
    const long = (count: number): string =>
      trace(` 0)               |  a() {\n${`${leaf}\n`.repeat(count)} 0) $ 9000000 us  |  }`);
    assert.match(await hoverOn(long(199_999), '9000000'), /self time, without what it called: 8\.800 s/);
    assert.doesNotMatch(await hoverOn(long(200_000), '9000000'), /self/);
  });

  const files = ['kvm', 'qemu', 'socket', 'tap'].map((name) =>
    path.join(repositoryRoot, 'samples', `${name}.trace`),
  );
  it('tells the same as the command line', () => {
    let compared = 0;
    for (const file of files) {
      const bytes = new Uint8Array(fs.readFileSync(file));
      const text = new TraceText(bytes, parseTrace(bytes, { keepLines: true, keepSelf: true }));
      for (const { line, selfNs, offCpuNs, irqNs } of callRows(text)) {
        if (line === null || text.lines.kind(line - 1) !== LineKind.Entry) continue;
        const times = timesOfCall(text.trace, text.lines, line - 1);
        if (times === undefined) continue;
        const known = (ns: number): number | null => (Number.isNaN(ns) ? null : ns);
        assert.deepEqual(
          [known(times.selfNs), known(times.offCpuNs), known(times.interruptNs)],
          [selfNs, offCpuNs, irqNs],
          `${file} ${line}`,
        );
        compared++;
      }
    }
    assert.ok(compared > 1000);
  });
});

describe('hover on values', function () {
  this.timeout(PATIENCE_MS);

  const VALUES = trace(
    ' 0)   0.500 us    |  vfs_read(file=0xffff8881538df980, count=-1); /* <-ksys_read+0x6d/0xf0 ret=-22 */',
    ' 0)               |  foo(a=0x1) { /* <-bar+0x10/0x40 */',
    ' 0)   1.500 us    |  } /* foo ret=0x0 */',
  );

  it('explains arguments', async () => {
    const text = await hoverOn(VALUES, 'file=');
    assert.match(text, /^\*\*Arguments\*\*: .*6\.15 .*`funcgraph-args`.*BTF/);
    assert.equal(await hoverOn(VALUES, 'count=-1'), text);
    assert.match(await hoverOn(VALUES, 'a=0x1'), /^\*\*Arguments\*\*/);
  });

  it('explains return values, and names errors', async () => {
    assert.match(
      await hoverOn(VALUES, '-22'),
      /^\*\*`-22`\*\*, the error \*\*EINVAL\*\*: .*6\.5 .*`funcgraph-retval`/,
    );
    assert.match(await hoverOn(VALUES, '0x0'), /^\*\*`0x0`\*\*: what was in the register/);
  });

  // include/uapi/asm-generic/errno-base.h, errno.h, include/linux/errno.h
  for (const [value, name] of [
    ['-1', 'EPERM'],
    ['-11', 'EAGAIN'],
    ['-34', 'ERANGE'],
    ['-35', 'EDEADLK'],
    ['-40', 'ELOOP'],
    ['-41', undefined],
    ['-42', 'ENOMSG'],
    ['-57', 'EBADSLT'],
    ['-58', undefined],
    ['-59', 'EBFONT'],
    ['-95', 'EOPNOTSUPP'],
    ['-110', 'ETIMEDOUT'],
    ['-115', 'EINPROGRESS'],
    ['-133', 'EHWPOISON'],
    ['-134', undefined],
    ['-512', 'ERESTARTSYS'],
    ['-517', 'EPROBE_DEFER'],
    ['-519', 'ENOPARAM'],
    ['-520', undefined],
    ['-521', 'EBADHANDLE'],
    ['-524', 'ENOTSUPP'],
    ['-531', 'ENOGRACE'],
    ['-4095', undefined],
    ['0xffffffea', 'EINVAL'],
    ['0xffffffffffffffea', 'EINVAL'],
    ['0xffff8881ffffffea', undefined],
    ['0x16', undefined],
  ] as const) {
    it(`${name ?? 'no error'} is ${value}`, async () => {
      const text = await hoverOn(trace(` 0)   0.5 us    |  foo(); /* ret=${value} */`), value);
      assert.equal(/the error \*\*(\w+)\*\*/.exec(text)?.[1], name);
    });
  }

  it('explains return addresses', async () => {
    assert.match(
      await hoverOn(VALUES, 'ksys_read'),
      /^\*\*`ksys_read\+0x6d\/0xf0`\*\*: .*6\.13 .*`funcgraph-retaddr`/,
    );
    assert.match(await hoverOn(VALUES, 'bar+'), /^\*\*`bar\+0x10\/0x40`\*\*/);
  });

  it('knows what trace-cmd prints', async () => {
    const line = (body: string): string => `  sh-1  [000] 1.000000: funcgraph_entry:  1.000 us  |  ${body}\n`;
    const text = line('foo(7fff4a902080, 0); /* <-caller */ (ret=-2)') + line('foo();').repeat(2);
    assert.match(await hoverOn(text, '7fff'), /trace-cmd prints them from 3\.4 on.*no BTF/);
    assert.match(await hoverOn(text, 'caller'), /^\*\*`caller`\*\*: .*trace-cmd prints it from 3\.4 on/);
    assert.match(await hoverOn(text, '-2)'), /\*\*ENOENT\*\*: .*trace-cmd prints it from 3\.3 on/);
  });

  it('names the line that a piece belongs to', async () => {
    const line = (body: string): string => `  sh-1  [000] 1.000000: funcgraph_entry:      ${body}\n`;
    const text =
      line('# 6219.500 us |  foo();') + line('#\n6219.500 us |  bar();') + line('1.000 us   |  baz();');
    const server = await openServer();
    server.open('a.trace', text);
    const texts = await Promise.all(
      [1, 2].map((at) => server.hoverText('a.trace', { line: at, character: 2 })),
    );
    // The body is on line 2.
    assert.match(texts[0]!, /^\*\*Part of the line below\*\*/);
    assert.match(await server.hoverText('a.trace', placeOf(text, 'bar')), /^\*\*`bar`\*\*/);
  });
});
