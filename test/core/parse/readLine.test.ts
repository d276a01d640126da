import assert from 'node:assert/strict';
import { LineFields } from '../../../server/src/core/parse/lineFields';
import { readLine } from '../../../server/src/core/parse/readLine';
import { bytesOf, kindName } from '../../support/drawing';

type Columns = Readonly<Record<string, string | number>>;

/** The columns that the line has, as texts, and its kind and depth. */
function read(line: string | Uint8Array): Columns {
  const bytes = typeof line === 'string' ? bytesOf(line) : line;
  const f = new LineFields();
  readLine(bytes, 0, bytes.length, f);
  const columns: Record<string, string | number> = { kind: kindName(f.kind) };
  if (f.depth >= 0) columns['depth'] = f.depth;
  const add = (name: string, from: number, to: number): void => {
    if (from >= 0) columns[name] = Buffer.from(bytes.subarray(from, to)).toString('utf8');
  };
  add('time', f.timeStart, f.timeEnd);
  add('relative', f.relativeStart, f.relativeEnd);
  add('cpu', f.cpuStart, f.cpuEnd);
  add('comm', f.commStart, f.commEnd);
  if (f.pid >= 0) columns['pid'] = f.pid;
  add('nextComm', f.nextCommStart, f.nextCommEnd);
  if (f.nextPid >= 0) columns['nextPid'] = f.nextPid;
  add('flags', f.flagsStart, f.flagsEnd);
  add('mark', f.mark, f.mark + 1);
  add('duration', f.durationStart, f.durationEnd);
  if (!Number.isNaN(f.durationNs)) columns['ns'] = f.durationNs;
  add('name', f.nameStart, f.nameEnd);
  add('module', f.moduleStart, f.moduleEnd);
  add('args', f.argsStart, f.argsEnd);
  add('ret', f.retStart, f.retEnd);
  add('retaddr', f.retaddrStart, f.retaddrEnd);
  if (f.commentOpen) columns['open'] = 'comment';
  return columns;
}

/** Rows of a table: a line, and what it says. */
function table(title: string, rows: readonly (readonly [line: string, columns: Columns])[]): void {
  describe(title, () => {
    for (const [line, columns] of rows) {
      it(JSON.stringify(line), () => assert.deepEqual(read(line), columns));
    }
  });
}

describe('readLine', () => {
  describe('reads every combination of columns with every body', () => {
    /** Specification 1.2 to 1.8: what the kernel prints for a column, and what it means. */
    const prefixes: readonly (readonly [text: string, columns: Columns])[][] = [
      [['', {}], ['  123.456789 |  ', { time: '123.456789' }]],
      [['', {}], [' 3) ', { cpu: '3' }]],
      [['', {}], ['   bash-939    | ', { comm: 'bash', pid: 939 }]],
      [['', {}], [' d..1. | ', { flags: 'd..1.' }]],
    ]; // prettier-ignore
    const durations: readonly (readonly [text: string, columns: Columns])[] = [
      ['', {}],
      ['              |  ', {}],
      ['  0.123 us    |  ', { duration: '0.123 us', ns: 123 }],
      ['* 25039.11 us |  ', { mark: '*', duration: '25039.11 us', ns: 25_039_110 }],
    ];
    const bodies: readonly (readonly [text: string, columns: Columns])[] = [
      ['vfs_read() {', { kind: 'Entry', name: 'vfs_read' }],
      ['vfs_read();', { kind: 'Leaf', name: 'vfs_read' }],
      ['}', { kind: 'Exit' }],
      ['} /* vfs_read */', { kind: 'Exit', name: 'vfs_read' }],
      ['ext4_sync_file [ext4]() {', { kind: 'Entry', name: 'ext4_sync_file', module: 'ext4' }],
      ['foo(a=0x1, b=2 [B_TWO]);', { kind: 'Leaf', name: 'foo', args: 'a=0x1, b=2 [B_TWO]' }],
      ['/* sched_switch: prev_comm=bash */', { kind: 'Comment' }],
    ];
    const combinations = prefixes.reduce<readonly (readonly [string, Columns])[]>(
      (before, column) =>
        before.flatMap(([text, columns]) =>
          column.map(([more, meaning]) => [text + more, { ...columns, ...meaning }] as const),
        ),
      [['', {}]],
    );
    for (const [prefix, columns] of combinations) {
      it(prefix === '' ? 'no column' : JSON.stringify(prefix), () => {
        for (const [duration, time] of durations) {
          for (const depth of [0, 1, 7]) {
            for (const [body, meaning] of bodies) {
              const line = prefix + duration + '  '.repeat(depth) + body;
              assert.deepEqual(read(line), { depth, ...columns, ...time, ...meaning }, JSON.stringify(line));
            }
          }
        }
      });
    }
  });

  table('durations', [
    [' 0)   1.382 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.382 us', ns: 1382, name: 'a' }],
    [' 0)   12.345 us   |  a();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '12.345 us', ns: 12345, name: 'a' }],
    [' 0) # 1234.567 us |  a();', { kind: 'Leaf', depth: 0, cpu: '0', mark: '#', duration: '1234.567 us', ns: 1234567, name: 'a' }],
    [' 0) * 12345.67 us |  a();', { kind: 'Leaf', depth: 0, cpu: '0', mark: '*', duration: '12345.67 us', ns: 12345670, name: 'a' }],
    [' 0) @ 119760.2 us |  a();', { kind: 'Leaf', depth: 0, cpu: '0', mark: '@', duration: '119760.2 us', ns: 119760200, name: 'a' }],
    [' 0) $ 3594274 us  |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '$', duration: '3594274 us', ns: 3594274000 }],
    // Before 4.4 the bar stood one column further left.
    [' 0) $ 3594274 us |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '$', duration: '3594274 us', ns: 3594274000 }],
    [' 0) $ 12345678 us |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '$', duration: '12345678 us', ns: 12345678000 }],
    [' 0) $ 123456789 us |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '$', duration: '123456789 us', ns: 123456789000 }],
    [' 0) + 10.000 us   |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '+', duration: '10.000 us', ns: 10000 }],
    [' 0) ! 100.500 us  |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '!', duration: '100.500 us', ns: 100500 }],
    // A clock that ran backwards: unknown, not 580 years.
    [' 0) $ 18446744073709551 us |  }', { kind: 'Exit', depth: 0, cpu: '0', mark: '$', duration: '18446744073709551 us' }],
    // Marks missing although long, as some 3.x kernels print.
    [' 0)   1000131 us |  }', { kind: 'Exit', depth: 0, cpu: '0', duration: '1000131 us', ns: 1000131000 }],
    // nofuncgraph-cpu: a mark at the beginning is no header, no prompt and no diff.
    ['# 1837.709 us |  }', { kind: 'Exit', depth: 0, mark: '#', duration: '1837.709 us', ns: 1837709 }],
    ['$ 3594274 us  |  }', { kind: 'Exit', depth: 0, mark: '$', duration: '3594274 us', ns: 3594274000 }],
    ['+ 12.345 us   |    a();', { kind: 'Leaf', depth: 1, mark: '+', duration: '12.345 us', ns: 12345, name: 'a' }],
  ]); // prettier-ignore

  table('cpus, times and tasks', [
    ['   0)               |  a() {', { kind: 'Entry', depth: 0, cpu: '0', name: 'a' }],
    [' 127)               |  a() {', { kind: 'Entry', depth: 0, cpu: '127', name: 'a' }],
    ['0)   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'a' }],
    ['1700000000.123456 |   0)               |  a() {', { kind: 'Entry', depth: 0, time: '1700000000.123456', cpu: '0', name: 'a' }],
    ['      123 us |   2)   bash-1234   |  d...  |   0.000 us    |  a();', { kind: 'Leaf', depth: 0, relative: '123 us', cpu: '2', comm: 'bash', pid: 1234, flags: 'd...', duration: '0.000 us', ns: 0, name: 'a' }],
    [' 0)    <idle>-0    |               |  a() {', { kind: 'Entry', depth: 0, cpu: '0', comm: '<idle>', pid: 0, name: 'a' }],
    [' 0)  kworker-1234567 |               |  a() {', { kind: 'Entry', depth: 0, cpu: '0', comm: 'kworker', pid: 1234567, name: 'a' }],
    [' 0)   <...>-1234   |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: '<...>', pid: 1234, duration: '1.000 us', ns: 1000, name: 'a' }],
    // The name of a negative pid, kernel-made: the last dash divides.
    [' 0)   <XXX>--1    |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: '<XXX>-', duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)  tokio-r-3604  |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: 'tokio-r', pid: 3604, duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)   a b |c-12   |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: 'a b |c', pid: 12, duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)     |-178      |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: '|', pid: 178, duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)      -185      |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: '', pid: 185, duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)  x) {-19  |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', comm: 'x) {', pid: 19, duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)  /* x */-7    |               |  } /* a */', { kind: 'Exit', depth: 0, cpu: '0', comm: '/* x */', pid: 7, name: 'a' }],
    // A comment that looks like a task behind the bar of a blank duration.
    [' 0)               |  /* a-12 | b */', { kind: 'Comment', depth: 0, cpu: '0' }],
  ]); // prettier-ignore

  table('latency flags', [
    [' 0)  d..2. |   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', flags: 'd..2.', duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)  dNh4. |               |  a() {', { kind: 'Entry', depth: 0, cpu: '0', flags: 'dNh4.', name: 'a' }],
    // Before 5.1 no bar stood behind them.
    [' 0)  d..2   1.000 us    |  a();', { kind: 'Leaf', depth: 0, cpu: '0', flags: 'd..2', duration: '1.000 us', ns: 1000, name: 'a' }],
    [' 0)  d..2               |  a() {', { kind: 'Entry', depth: 0, cpu: '0', flags: 'd..2', name: 'a' }],
    [' 0)   bash-939    |  d..1. | + 12.345 us   |    a();', { kind: 'Leaf', depth: 1, cpu: '0', comm: 'bash', pid: 939, flags: 'd..1.', mark: '+', duration: '12.345 us', ns: 12345, name: 'a' }],
  ]); // prettier-ignore

  table('names', [
    [' 0)   1.000 us    |  foo.isra.0.cold();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'foo.isra.0.cold' }],
    [' 0)   1.000 us    |  .foo$bar@plt:+-();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: '.foo$bar@plt:+-' }],
    [' 0)   1.000 us    |  0xffffffffc0a81000();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: '0xffffffffc0a81000' }],
    [' 0)   1.000 us    |  foo+0x1b/0x60();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'foo' }],
    [' 0)   1.000 us    |  bpf_prog_6deef7357e7b4530_x [bpf]();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'bpf_prog_6deef7357e7b4530_x', module: 'bpf' }],
    [' 0)   1.000 us    |  naïve_ƒ();', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'naïve_ƒ' }],
  ]); // prettier-ignore

  table('arguments, return values and return addresses', [
    [' 0)               |  getname_flags(filename=0x7fff4a902080, flags=0) {', { kind: 'Entry', depth: 0, cpu: '0', name: 'getname_flags', args: 'filename=0x7fff4a902080, flags=0' }],
    [' 0)               |  f(a=(S)[0x1:0x2], b="); x() {", ...) {', { kind: 'Entry', depth: 0, cpu: '0', name: 'f', args: 'a=(S)[0x1:0x2], b="); x() {", ...' }],
    [' 0)   1.000 us    |  f(); /* = 0x0 */', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', ret: '0x0' }],
    [' 0)   1.000 us    |  f(); /* ret=0x0 */', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', ret: '0x0' }],
    [' 0)               |  f() { /* <-caller+0x1b/0x60 */', { kind: 'Entry', depth: 0, cpu: '0', name: 'f', retaddr: 'caller+0x1b/0x60' }],
    [' 0)   1.000 us    |  f(a=0x1, b=2 [B_TWO]); /* <-bar+0x10/0x40 [ext4] ret=-22 */', { kind: 'Leaf', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', args: 'a=0x1, b=2 [B_TWO]', ret: '-22', retaddr: 'bar+0x10/0x40 [ext4]' }],
    [' 0)   1.000 us    |  } /* f = -22 */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', ret: '-22' }],
    [' 0)   1.000 us    |  } /* f ret=0xffffffea */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', ret: '0xffffffea' }],
    [' 0)   1.000 us    |  } /* f [ext4] ret=0x0 */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', module: 'ext4', ret: '0x0' }],
    // Posted, never merged: no name.
    [' 0)   1.000 us    |  } /* ret=1 */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, ret: '1' }],
    [' 0)   1.000 us    |  } /* f V=0x0 */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f', ret: '0x0' }],
  ]); // prettier-ignore

  table('exits as people write them down', [
    [' 0)   1.000 us    |  } /* kmem_cache_free() */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'kmem_cache_free' }],
    [' 0)   1.000 us    |  }; /* f */', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000, name: 'f' }],
    [' 0)   1.000 us    |  };', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000 }],
    [' 0)   1.000 us    |  }   ', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000 }],
    [' 0)   1.000 us    |  }\r', { kind: 'Exit', depth: 0, cpu: '0', duration: '1.000 us', ns: 1000 }],
  ]); // prettier-ignore

  table('comments', [
    [' 1)               |  /*  */', { kind: 'Comment', depth: 0, cpu: '1' }],
    [' 1)               |    /* a } ; foo(); */', { kind: 'Comment', depth: 1, cpu: '1' }],
    [' 1)               |  /* first of two', { kind: 'Comment', depth: 0, cpu: '1', open: 'comment' }],
    [' 1)               |  /*/', { kind: 'Comment', depth: 0, cpu: '1', open: 'comment' }],
  ]); // prettier-ignore

  table('lines that are no calls', [
    ['', { kind: 'Blank' }],
    ['   ', { kind: 'Blank' }],
    ['\r', { kind: 'Blank' }],
    ['# tracer: function_graph', { kind: 'Header' }],
    ['#', { kind: 'Header' }],
    ['# CPU  DURATION                  FUNCTION CALLS', { kind: 'Header' }],
    ['# |     |   |                     |   |   |   |', { kind: 'Header' }],
    [' ------------------------------------------', { kind: 'Rule' }],
    [' 0)   bash-3173    =>    <idle>-0   ', { kind: 'Banner', cpu: '0', comm: 'bash', pid: 3173, nextComm: '<idle>', nextPid: 0 }],
    // Tasks that are called `=>`, and nothing at all.
    [' 0)     =>-12     =>     a => b-3   ', { kind: 'Banner', cpu: '0', comm: '=>', pid: 12, nextComm: 'a => b', nextPid: 3 }],
    [' 1)      -185      =>      -186     ', { kind: 'Banner', cpu: '1', comm: '', pid: 185, nextComm: '', nextPid: 186 }],
    ['CPU:2 [LOST 1234 EVENTS]', { kind: 'Lost' }],
    ['CPU:2 [LOST EVENTS]', { kind: 'Lost' }],
    ['CPU:1 [716 EVENTS DROPPED]', { kind: 'Lost' }],
    ['##### CPU 1 buffer started ####', { kind: 'Marker' }],
    ['[LINE TOO BIG]', { kind: 'Marker' }],
    [' (Overruns: 0)', { kind: 'Marker' }],
    [' => do_sys_open', { kind: 'Stack' }],
    [' 1)   ==========> |', { kind: 'Arrow', cpu: '1' }],
    [' 1)   <========== |', { kind: 'Arrow', cpu: '1' }],
    ['   ==========>', { kind: 'Arrow' }],
    ['Tracing "vfs_read"... Ctrl-C to end.', { kind: 'Marker' }],
    [' 0)               |  ...', { kind: 'Unread', depth: 0, cpu: '0' }],
    [' 0)               |  foo()', { kind: 'Unread', depth: 0, cpu: '0', name: 'foo' }],
    [' 0)               |  foo {', { kind: 'Unread', depth: 0, cpu: '0' }],
  ]); // prettier-ignore

  table('trace-cmd report', [
    ['            bash-939   [003]  1234.567890: funcgraph_entry:        0.123 us   |    foo();', { kind: 'Leaf', depth: 1, time: '1234.567890', cpu: '003', comm: 'bash', pid: 939, duration: '0.123 us', ns: 123, name: 'foo' }],
    ['            bash-939   [003] d..1.  1234.567895: funcgraph_exit:       + 10.123 us  |  }', { kind: 'Exit', depth: 0, time: '1234.567895', cpu: '003', comm: 'bash', pid: 939, flags: 'd..1.', mark: '+', duration: '10.123 us', ns: 10123 }],
    ['          <idle>-0     [000] 157412.933969: funcgraph_entry:                  |  do_IRQ() {', { kind: 'Entry', depth: 0, time: '157412.933969', cpu: '000', comm: '<idle>', pid: 0, name: 'do_IRQ' }],
    ['            bash-939   [003]  1234.567890: sched_switch:  prev_comm=bash', { kind: 'Event', time: '1234.567890', cpu: '003', comm: 'bash', pid: 939 }],
  ]); // prettier-ignore

  describe('depth', () => {
    it('is unknown where the blanks behind the bar are odd or too few', () => {
      for (const blanks of ['', ' ', '   ', '     ']) {
        assert.equal(read(` 0)   1.000 us    |${blanks}a();`)['depth'], undefined);
        assert.equal(read(` 0)   1.000 us    |${blanks}a();`)['kind'], 'Leaf');
      }
    });

    it('is unknown beyond what a kernel can print', () => {
      const depthOf = (depth: number): string | number | undefined =>
        read(` 0)   1.000 us    |  ${'  '.repeat(depth)}a();`)['depth'];
      assert.equal(depthOf(4095), 4095);
      assert.equal(depthOf(4096), undefined);
    });
  });

  it('keeps invalid UTF-8 within its column', () => {
    const line = Buffer.concat([
      Buffer.from(' 1)  x'),
      Buffer.from([0xc3]),
      Buffer.from('-183 |   1.000 us    |  a();'),
    ]);
    assert.deepEqual(read(line), {
      kind: 'Leaf',
      depth: 0,
      cpu: '1',
      comm: 'x\ufffd',
      pid: 183,
      duration: '1.000 us',
      ns: 1000,
      name: 'a',
    });
  });

  it('reads only between its bounds', () => {
    const f = new LineFields();
    const bytes = bytesOf('xx 0)   1.000 us    |  foo();yy');
    readLine(bytes, 2, bytes.length - 2, f);
    assert.equal(kindName(f.kind), 'Leaf');
    assert.deepEqual([f.start, f.end, f.nameStart, f.nameEnd], [2, 29, 23, 26]);
    readLine(bytes, 2, 28, f);
    assert.equal(kindName(f.kind), 'Unread');
  });

  it('takes no number of more than five digits for a cpu', () => {
    const line = (cpu: string): string => ` bash-9 [${cpu}] 1.000001: funcgraph_entry: 1.000 us | foo();`;
    assert.equal(read(line('08191'))['cpu'], '08191');
    assert.equal(read(line('99999999999'))['cpu'], undefined);
    assert.equal(read(' 99999) 1.000 us |  foo();')['cpu'], '99999');
    assert.equal(read(' 999999) 1.000 us |  foo();')['cpu'], undefined);
  });

  it('does not read lines of 1 MiB and more', () => {
    const line = ` 0)   1.000 us    |  foo(${'a'.repeat(1 << 20)});`;
    assert.equal(read(line)['kind'], 'Unread');
    assert.equal(read(line.replace(/a{2000}/, ''))['kind'], 'Leaf');
  });
});
