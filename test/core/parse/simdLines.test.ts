/** WebAssembly reads the usual lines only as the TypeScript does: at the borders of what it has room for, too. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isCallKind } from '../../../server/src/core/model/lineKind';
import type { LineTable } from '../../../server/src/core/model/lineTable';
import type { Trace } from '../../../server/src/core/model/trace';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { FunctionNames } from '../../../server/src/core/parse/functionNames';
import { InterruptNames } from '../../../server/src/core/parse/interruptNames';
import { SimdLines } from '../../../server/src/core/parse/simdLines';
import type { ParserOptions } from '../../../server/src/core/parse/parserOptions';
import { SymbolTable } from '../../../server/src/core/symbols/symbolTable';
import { CLI, TemporaryFolder } from '../../support/cli';
import { bytesOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';
import { assertSameNumbers, assertSameTrace } from '../../support/sameTrace';

interface Case {
  /** What follows on START. */
  readonly text: string;
  /** How many calls were drawn; undefined where damage leaves that to chance. */
  readonly calls: number | undefined;
  readonly options?: Partial<ParserOptions>;
  /** The share of the lines that WebAssembly reads at least; 0.3 where nothing is said. */
  readonly read?: number;
}

const HEADER = '# tracer: function_graph\n#\n# CPU  DURATION                  FUNCTION CALLS\n';
const SWITCH = ' ------------------------------------------\n';

function times(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

/** A leaf at a depth, with a duration of seven characters. */
function leaf(cpu: number | string, depth: number, name: string, us = '  1.000'): string {
  return `${String(cpu).padStart(2)}) ${us} us    |  ${'  '.repeat(depth)}${name}();\n`;
}
function entry(cpu: number | string, depth: number, name: string): string {
  return `${String(cpu).padStart(2)})               |  ${'  '.repeat(depth)}${name}() {\n`;
}
function exit(cpu: number | string, depth: number, us = '  2.000', tail = ''): string {
  return `${String(cpu).padStart(2)}) ${us} us    |  ${'  '.repeat(depth)}}${tail}\n`;
}

/** What each text begins with: from here on it is known how wide a level is. It has two calls. */
const START = HEADER + entry(0, 0, 'outer') + leaf(0, 1, 'inner') + exit(0, 0);

/** Calls within calls, `depth` of them. */
function nested(depth: number): string {
  return times(depth, (at) => entry(0, at, `f${at}`)) + times(depth, (at) => exit(0, depth - 1 - at));
}

/** Three digits of cpu, as with 100 cpus and more. */
function onManyCpus(cpus: number, rounds: number): string {
  const draw = (at: number, body: string): string => ` ${String(at % cpus).padStart(3)}) ${body}\n`;
  return times(3 * rounds * cpus, (at) => {
    const round = Math.floor(at / cpus) % 3;
    if (round === 0) return draw(at, '              |  outer() {');
    return round === 1 ? draw(at, '  0.250 us    |    inner();') : draw(at, '  1.500 us    |  } /* outer */');
  });
}

/** Lines with the column of a task, which has a width. */
function ofTask(task: string): string {
  const call = (body: string): string => ` 1) ${task} |${body}\n`;
  return times(
    20,
    () =>
      call('               |  outer() {') +
      call('   0.500 us    |    inner();') +
      call('   2.000 us    |  }'),
  );
}

/** Leaves at times, the first column, behind so many that the clock is known to be one. */
function at(seconds: string[]): string {
  const width = Math.max(...seconds.map(({ length }) => length));
  const line = (second: string): string => `${second.padStart(width)} |   1) + 30.000 us   |  leaf();\n`;
  return (
    times(120, (each) => line(`1.${String(40 * each).padStart(6, '0')}`)) +
    times(3, () => seconds.map((second) => line(second)).join(''))
  );
}

/** What may stand in the place of a call, behind it, and behind an exit: hardly any of it is what a tracer prints. */
const ODD_CALLS = `f(a=(b))
f(a={b})
f(a|b)
f(a us | b)
f(a; b)
f(a /* b */)
f(a // b)
f(a&b)
f(a=3D1)
f(a=3)
f(a=3DE)
f(a= 3D)
f(\u00e4)
f(a\tb)
f( )
f(# b)
f(<!-- b)
f(${'a=1, '.repeat(300)})
f(a),
f(a
f(a)\u0020
f(a) g(b)
f [ext4](a=1)
f+0x1/0x2(a=1)
0xffff(a)`.split('\n');
const ODD_ENDS = ` {
;
;\u0020
 {\u0020
;;
 ;
; /* ret=1 */
; /* ret= */
; /* ret=3D1 */
; /* ret=1*/
; /* ret=1 */\u0020
; /* ret=1 <-g */
; /* ret=1
; /* ret=1 (E) */
; /* = */
; /* = -1 */
; /* */
; /**/
; /* a */ /* = 1 */
; /* <-g [ext4] ret=1 */
; /* <-g [ext4 1f2e] ret=1 */
 { /* <- */
 { /* <-g */
; // b
; (3)
; (ret=1)
`.split('\n');
const ODD_NOTES = `/* f ret=1 */
/* ret=1 */
/*ret=1*/
/* g ret=1 */
/* f [ext4] ret=1 */
/* f() ret=1 */
/* f
/* f ret=1
/* f  ret=1 */
/* f = 1 2 */
/* f <-g ret=1 */
/* <-g */
/* =1 */
/* = */
/* V=0x0 A=g+0x1/0x2 */
/* ret=1 */ (2)
/* ret=3D1 */
(ret=1)
; /* ret=1 */`.split('\n');

const cases: Record<string, Case> = {
  'a last line without a break': { text: leaf(0, 0, 'a').repeat(9).trimEnd(), calls: 9 },
  'breaks of Windows': { text: nested(9).replaceAll('\n', '\r\n'), calls: 9 },
  'breaks of both kinds': { text: (leaf(0, 0, 'a') + '\r\n').repeat(9), calls: 9 },
  '300 cpus': { text: onManyCpus(300, 4), calls: 2400 },
  '256 and 257 cpus': { text: onManyCpus(256, 3) + onManyCpus(257, 3), calls: 3078 },
  'a depth of 255': { text: nested(255).repeat(3), calls: 765 },
  'a depth of 256': { text: nested(256).repeat(3), calls: 768 },
  'a depth of 257': { text: nested(257).repeat(3), calls: 771 },
  'a depth of 700': { text: nested(700).repeat(3), calls: 2100 },
  'names of 127 to 129 bytes and of 1024 and 1025': {
    text:
      times(60, (each) => leaf(0, 0, 'n'.repeat([127, 128, 129, 1024][each % 4]!))) +
      times(60, (each) => entry(0, 0, 'm'.repeat(127 + (each % 3))) + exit(0, 0)),
    calls: 120,
  },
  'names that are alike up to their last byte': {
    text: times(500, (each) => leaf(0, 0, 'a'.repeat(1 + (each % 40)) + String(each % 3))),
    calls: 500,
  },
  'columns of tasks of 23, 38 and 47 bytes': {
    text: [20, 35, 44].map((width) => ofTask('bash-1234'.padStart(width).padEnd(width + 2))).join(''),
    calls: 120,
  },
  'columns of tasks of 48 and 49 bytes': {
    text: [46, 47].map((width) => ofTask('bash-1234'.padStart(width))).join(''),
    calls: 80,
  },
  'tasks that go from cpu to cpu': {
    text: times(
      400,
      (each) =>
        ` ${each % 3})  task-${100 + (each % 7)}  |               |  outer() {\n` +
        ` ${each % 3})  task-${100 + (each % 7)}  |   1.000 us    |    inner();\n` +
        ` ${(each + 2) % 3})  task-${100 + (each % 7)}  |   2.000 us    |  }\n`,
    ),
    calls: 800,
  },
  'switches between tasks': {
    text: times(
      60,
      (each) =>
        `${entry(0, 0, 'outer')}\n${SWITCH} 0)   a-${each % 5}   =>   a-${(each + 1) % 5}  \n${SWITCH}\n` +
        leaf(0, 1, 'inner') +
        exit(0, 0, '  9.000'),
    ),
    calls: 120,
  },
  'seconds of 8 digits': {
    text: at(['99999998.000001', ...Array<string>(40).fill('99999999.999999')]),
    calls: 243,
  },
  'seconds of 9 and 10 digits': {
    text: at(['99999999.999999', '123456789.000001', '1234567890.123456']),
    calls: 129,
    read: 0,
  },
  'times that go back': {
    text: at(['10.000003', '10.000002', ...Array<string>(40).fill('10.000002'), '9.999999']),
    calls: 249,
  },
  'durations with fewer decimals, marks, and of 10 s and more': {
    text: times(
      3,
      () =>
        ' 0)   0.001 us    |  a();\n 0) + 12.345 us   |  a();\n 0) ! 123.456 us  |  a();\n' +
        ' 0) # 1234.567 us |  a();\n 0) * 12345.67 us |  a();\n 0) @ 123456.7 us |  a();\n' +
        ' 0) $ 1234567 us  |  a();\n 0) $ 12345678 us |  a();\n 0) $ 4294967.2 us|  a();\n' +
        ' 0) $ 123456789 us|  a();\n 0) 10000000.1 us |  a();\n 0)   12. us       |  a();\n' +
        ' 0)   7 us        |  a();\n 0)               |  a();\n 0)   1.2345 us   |  a();\n',
    ),
    calls: 45,
  },
  '4.29 s, the longest that fits a record': {
    text: times(4, () =>
      ['4294967.293', '4294967.294', '4294967.295', '4294967.296', '9999999.999']
        .map((us) => ` 0) ${us} us |  a();\n`)
        .join(''),
    ),
    calls: 20,
    // Without records of lines all of them.
    read: 0.1,
  },
  'callees that take longer than their caller': {
    text: (entry(0, 0, 'a') + leaf(0, 1, 'b', '  9.000') + exit(0, 0, '  1.000')).repeat(9),
    calls: 18,
  },
  recursion: {
    text: (times(9, (depth) => entry(0, depth, 'again')) + times(9, (depth) => exit(0, 8 - depth))).repeat(3),
    calls: 27,
  },
  'names at exits, right and wrong ones': {
    text: times(
      40,
      (each) =>
        entry(0, 0, 'a') + leaf(0, 1, 'b') + exit(0, 0, '  2.000', each % 4 === 3 ? ' /* b */' : ' /* a */'),
    ),
    calls: 80,
  },
  'exits without entries, entries without exits': {
    text: times(
      60,
      (each) => exit(0, 2 - (each % 3)) + entry(0, each % 4, 'a') + leaf(0, (each % 4) + 1, 'b'),
    ),
    calls: 120,
  },
  'lost events': {
    text: times(
      40,
      (each) =>
        entry(each % 2, 0, 'a') +
        leaf(each % 2, 1, 'b') +
        (each % 5 === 0 ? `CPU:${each % 2} [LOST 12 EVENTS]\n` : '') +
        exit(each % 2, 0),
    ),
    calls: 80,
  },
  interrupts: {
    text: times(
      30,
      (each) =>
        entry(0, 0, 'a') +
        entry(0, 1 + (each % 2), 'asm_sysvec_apic_timer_interrupt') +
        leaf(0, 2 + (each % 2), 'irq_enter_rcu') +
        exit(0, 1 + (each % 2), '  1.500') +
        leaf(0, 1, 'b') +
        exit(0, 0, '  9.000'),
    ),
    calls: 120,
  },
  'interrupts, and tasks that go on': {
    text: times(
      30,
      () =>
        entry(0, 0, 'a') +
        entry(0, 1, 'asm_sysvec_apic_timer_interrupt') +
        leaf(0, 2, 'hrtimer_interrupt') +
        exit(0, 1, '  1.500') +
        entry(0, 1, 'asm_common_interrupt') +
        exit(0, 1, '  0.500') +
        leaf(0, 1, 'asm_sysvec_call_function') +
        leaf(0, 1, 'b') +
        exit(0, 0, '  9.000') +
        leaf(0, 0, 'asm_sysvec_reschedule_ipi'),
    ),
    calls: 210,
    read: 0.9,
  },
  'tasks that begin within calls': {
    text: times(20, (each) => {
      const begins = ` 0)   a-${each}   =>   a-${each + 1}  \n`;
      const callerless = leaf(0, 3, 'inner').repeat(6) + entry(0, 3, 'outer') + exit(0, 3, '  4.000');
      const orphans = exit(0, 2, '  8.000') + exit(0, 1, '  9.000', ' /* outer */') + exit(0, 0, ' 10.000');
      return `${SWITCH}${begins}${SWITCH}\n${callerless}${orphans}${callerless.repeat(2)}`;
    }),
    calls: 420,
    read: 0.7,
  },
  'switches to and fro': {
    text: times(
      60,
      (each) =>
        `${SWITCH} 0)   a-${each % 2}   =>   a-${(each + 1) % 2}  \n${SWITCH}\n${leaf(0, 1, 'inner')}`,
    ),
    calls: 60,
    read: 0.6,
  },
  'modules, named late': {
    text:
      leaf(0, 0, 'read').repeat(4) +
      ` 0)   1.000 us    |  read [ext4]();\n`.repeat(4) +
      ` 0)   1.000 us    |  new_one [ext4]();\n`.repeat(4),
    calls: 12,
  },
  'comments and blank lines between': {
    text: times(40, (each) => `${leaf(0, 0, 'a').repeat(4)}\n 0)               |  /* note ${each} */\n\n`),
    calls: 160,
  },
  'blanks to the end': { text: leaf(0, 0, 'a').repeat(9) + ' '.repeat(5000) + '\n', calls: 9 },
  'lines that are cut': {
    text: times(55, (each) => `${leaf(0, 0, 'leaf')}${leaf(0, 0, 'leaf').slice(0, each % 30)}\n`),
    calls: undefined,
    read: 0,
  },
  zeros: {
    text: leaf(0, 0, 'a').repeat(9) + '\0'.repeat(300) + '\n' + leaf(0, 0, 'a').repeat(9),
    calls: 18,
  },
  'one text behind the other': {
    text: (HEADER + entry(0, 0, 'a') + leaf(0, 1, 'b').repeat(5)).repeat(5),
    calls: 30,
  },
  'a column of times that begins in the middle': {
    text:
      times(4, (cpu) => leaf(cpu, 0, 'a')).repeat(20) +
      times(200, (each) => {
        const time = (step: number): string => ` 10.${String(1000 * each + step).padStart(6, '0')} |`;
        const cpu = each % 4;
        return (
          `${time(0)}   ${cpu})               |  slow() {\n` +
          `${time(1)}   ${cpu})   0.500 us    |    a();\n` +
          `${time(2)}   ${cpu}) ! 500.000 us  |  }\n`
        );
      }),
    calls: 480,
  },
  'addresses of one function within each other': {
    text:
      (entry(0, 0, '0xffffffff81000010') + leaf(0, 1, '0xffffffff81000020') + exit(0, 0, '  5.000')).repeat(
        20,
      ) + (entry(0, 0, 'one') + leaf(0, 1, '0xffffffff81000020') + exit(0, 0, '  5.000')).repeat(20),
    calls: 80,
    options: {
      symbols: SymbolTable.parse(bytesOf('ffffffff81000000 T one\nffffffff81001000 T two\n')),
    },
  },
  'names of which more is to be known where they are met first': {
    text: times(600, (each) => {
      const names = [
        ...['sysvec_apic', 'irq_exit', 'irq_exits', 'do_IRQ', 'do_IR', 'asm_sysvec_', 'exc_nm', 'el1_irq_x'],
        ...['0xffffffff8100', 'deadbeef', 'deadbee', 'ffffffff81000010', 'add', 'bad_area', '9p_read', 'x0'],
        ...['ext4_get [ext4]', 'ext4_put', 'ext4_put [ext4]', '$x', 'a@plt', 'foo.isra.0', '_', 'f'],
      ];
      const name = names[each % names.length]!;
      const own = name.includes('[') ? name.replace(' ', `_${each >> 2} `) : `${name}${each % 5}`;
      return leaf(0, 0, each % 3 === 0 ? name : own) + leaf(0, 0, `n${each >> 2}`);
    }),
    calls: 1200,
    read: 0.2,
  },
  'interrupts of names of their own': {
    text:
      entry(0, 0, 'outer') +
      times(
        200,
        (each) =>
          leaf(0, 1, `plain_${each}`) + leaf(0, 1, ['i', 'my_irq', 'my_irqs', 'long_name_of_one'][each % 4]!),
      ) +
      exit(0, 0),
    calls: 401,
    options: { interruptNames: new InterruptNames(['i', 'my_irq', 'long_name*', 'w?']) },
    read: 0.3,
  },
  'interrupts of any name that ends so': {
    text: times(200, (each) => leaf(0, 0, `f${each}`) + (each % 9 === 0 ? leaf(0, 0, `x${each}_irq`) : '')),
    calls: 223,
    options: { interruptNames: new InterruptNames(['*_irq']) },
  },
  'more names of interrupts than are looked for': {
    text: times(400, (each) => leaf(0, 0, `f${each}`)),
    calls: 400,
    options: { interruptNames: new InterruptNames(Array.from({ length: 300 }, (_, each) => `f${each}x`)) },
  },
  'names that stand first in lines with something odd': {
    text: times(
      200,
      (each) =>
        exit(0, 0, '  1.000', ` /* gone_${each} */`) +
        leaf(0, 0, `gone_${each >> 1}`) +
        entry(0, 0, `open_${each}`) +
        ` 0)               |  /* a comment */\n` +
        leaf(0, 2, `odd_${each}`) +
        leaf(0, 0, `odd_${each}`) +
        leaf(0, 0, `new_${each}`),
    ),
    calls: 1000,
    read: 0.1,
  },
  'arguments, return values and return addresses': {
    text: times(60, (each) =>
      [
        ` 0)               |  outer(a=0x${each}, b=-1, c=0 [NR_LRU_BASE]) {\n`,
        ` 0)   1.000 us    |    inner(name="a b", f=1.5); /* ret=0x0 */\n`,
        ` 0)   1.000 us    |    inner(); /* = -22 */\n`,
        ` 0)   1.000 us    |    inner(p=0xffffffff81f50180); /* <-outer+0x1b/0x60 ret=-2 */\n`,
        ` 0)               |    middle() { /* <-outer+0x1b/0x60 [ext4] */\n`,
        ` 0)   1.000 us    |      new_${each >> 1}(x=1); /* <-middle+0x1/0x2 */\n`,
        ` 0)   1.000 us    |    } /* middle ret=${each} */\n`,
        ` 0)   9.000 us    |  } /* ${['ret=0x0', '= 0x0', 'outer = 1', 'outer'][each % 4]!} */\n`,
      ].join(''),
    ),
    calls: 360,
    read: 0.9,
  },
  'cpus whose every line prints values': {
    text: times(
      60,
      (each) =>
        ` ${each % 3})               |  outer(a=${each}) {\n` +
        ` ${each % 3})   1.000 us    |    inner(b=1); /* ret=0x0 */\n` +
        ` ${each % 3})   9.000 us    |  } /* ret=0x0 */\n`,
    ),
    calls: 120,
    read: 0.9,
  },
  'arguments and notes with something odd': {
    text: ODD_CALLS.flatMap((call) =>
      ODD_ENDS.map((end) => ` 0)   1.000 us    |  ${call}${end}\n` + leaf(0, 0, 'plain').repeat(4)),
    ).join(''),
    calls: undefined,
    read: 0.5,
  },
  'notes that are wrapped before a module': {
    text: times(
      60,
      (each) =>
        leaf(0, 0, 'plain').repeat(1 + (each % 3)) +
        [
          ` 0)   1.000 us    |  f(); /* <-caller+0x1b/0x60\n[ext4] ret=-22 */\n`,
          ` 0)               |  f() { /* <-caller+0x1b/0x60\n[ext4] */\n` + exit(0, 0),
          entry(0, 0, 'f') + ` 0)   2.000 us    |  } /* f <-caller+0x1b/0x60\n[ext4] */\n`,
          ` 0)   1.000 us    |  f(); /* <-caller+0x1b/0x60;[ext4] ret=-22 */\n`,
        ][each % 4]!,
    ),
    calls: undefined,
    read: 0.3,
  },
  'names that are odd, and known before a line that looks like them': {
    text: times(
      40,
      (each) =>
        [
          entry(0, 0, 'f') + exit(0, 0, '  3.000', ' /* /*x */') + leaf(0, 0, '/*x'),
          entry(0, 0, 'V=0') + exit(0, 0, '  3.000', ' /* V=0 */'),
          entry(0, 0, 'A=g') + exit(0, 0, '  3.000', ' /* A=g */'),
          leaf(0, 0, 'caf\u00e9') + leaf(0, 0, 'a&b') + leaf(0, 0, 'f+0x10'),
          leaf(0, 0, '#x') + leaf(0, 0, '-') + leaf(0, 0, '=3D'),
        ][each % 5]! + leaf(0, 0, 'plain').repeat(4),
    ),
    calls: undefined,
    read: 0.5,
  },
  'a symbol with an offset in its name': {
    text: (leaf(0, 0, '0xffffffff81000010') + leaf(0, 0, 'one+0x10') + leaf(0, 0, 'one')).repeat(20),
    calls: 60,
    options: { symbols: SymbolTable.parse(bytesOf('ffffffff81000000 T one+0x10\n')) },
  },
  'columns of other tools among arguments': {
    text:
      times(40, () => leaf(0, 0, 'plain').repeat(3)) +
      (
        `               |  f(x-1 [000]  1.000000: funcgraph_entry: g);\n` + leaf(0, 0, 'plain').repeat(3)
      ).repeat(20) +
      (
        `               |  g(x-1 [000]  1.000000: sched_switch: y);\n` + `               |  h();\n`.repeat(3)
      ).repeat(20),
    calls: undefined,
  },
  'names as long as those of Rust': {
    text: times(
      60,
      (each) =>
        entry(0, 0, `_RNv${'x'.repeat(120 + each * 3)}`) + leaf(0, 1, `in_${each}`).repeat(3) + exit(0, 0),
    ),
    calls: 240,
  },
  'exits with something odd behind them': {
    text: ODD_NOTES.map((note) =>
      (entry(0, 0, 'f') + leaf(0, 1, 'g') + exit(0, 0, '  3.000', ` ${note}`)).repeat(3),
    ).join(''),
    calls: undefined,
    read: 0.3,
  },
  '100,000 names': {
    text: times(130_000, (each) => leaf(0, 0, `function_${(each * 7919) % 100_000}`)),
    calls: 130_000,
  },
};

/** The text in pieces of a size, as a file comes. */
function fed(bytes: Uint8Array, size: number, options: ParserOptions): Trace {
  const feeder = new Feeder(options);
  for (let at = 0; at < bytes.length; at += size) feeder.push(bytes.subarray(at, at + size));
  return feeder.finish();
}

/** What filters ask of each call's line is the same. */
function assertSameContext({ lines: a }: Trace, { lines: b }: Trace): void {
  const context = (lines: LineTable | undefined): string =>
    Array.from({ length: lines!.length }, (_, line) =>
      isCallKind(lines!.kind(line))
        ? [
            line,
            lines!.cpu(line),
            lines!.timeNs(line),
            lines!.printedDepth(line),
            lines!.inInterrupt(line),
            lines!.isNamed(line),
            lines!.selfNs(line),
          ].join(' ')
        : '',
    ).join('\n');
  assert.equal(context(a), context(b), 'context');
}

function bytesOfCase({ text }: Case): Uint8Array {
  return bytesOf(START + text);
}

/** How many lines WebAssembly reads while `parse` runs. */
function readBySimd(parse: () => void): number {
  const run = Reflect.get<SimdLines, 'run'>(SimdLines.prototype, 'run');
  let read = 0;
  SimdLines.prototype.run = function (bytes, at, limit, line): number {
    const next = run.call(this, bytes, at, limit, line);
    read += this.line - line;
    return next;
  };
  try {
    parse();
  } finally {
    SimdLines.prototype.run = run;
  }
  return read;
}

describe('usual lines in WebAssembly', function () {
  this.timeout(60_000);

  for (const [name, { text, calls, options, read }] of Object.entries(cases)) {
    it(name, () => {
      const bytes = bytesOf(START + text);
      const lined = { ...options, keepLines: true };
      const plain = parseTrace(bytes, { ...lined, plain: true });
      if (calls !== undefined) assert.equal(plain.calls, 2 + calls, 'as drawn');
      assertSameTrace(parseTrace(bytes, { ...lined, simd: 'never' }), plain, 'TypeScript');
      const count = readBySimd(() =>
        assertSameTrace(parseTrace(bytes, { ...lined, simd: 'always' }), plain, 'WebAssembly'),
      );
      assert.ok(count >= plain.lineCount * (read ?? 0.3), `only ${count} lines of ${plain.lineCount}`);
      assertSameTrace(fed(bytes, 100_003, { ...lined, simd: 'always' }), plain, 'in pieces');
      const summary = { ...options, keepLines: false, simd: 'always' } as const;
      assertSameNumbers(parseTrace(bytes, summary), plain, 'without lines');
      const all = { ...lined, keepSelf: true, keepContext: true };
      assertSameContext(
        parseTrace(bytes, { ...all, simd: 'always' }),
        parseTrace(bytes, { ...all, plain: true }),
      );
    });
  }

  it('meets names itself, but for those of which more is to be known', () => {
    const { prototype } = FunctionNames;
    const take = Reflect.get<FunctionNames, 'take'>(prototype, 'take');
    const teach = Reflect.get<FunctionNames, 'teach'>(prototype, 'teach');
    let met = 0;
    const told: string[] = [];
    prototype.take = function (name, hash): void {
      met++;
      take.call(this, name, hash);
    };
    prototype.teach = function (name, learner): boolean {
      told.push(new TextDecoder().decode(name.bytes.subarray(name.from, name.to)));
      return teach.call(this, name, learner);
    };
    try {
      const special = ['irq_exit', 'irq_exits', 'sysvec_apic', 'el1_any', 'deadbeef', '9p_read', '0xff'];
      const usual = ['add', 'deadbee', 'deadbeef0'];
      const long = 'n'.repeat(300);
      const text =
        START +
        leaf(0, 0, long) +
        times(5000, (each) => leaf(0, 0, each % 7 === 0 ? `f${each} [mod_${each % 5}]` : `f${each}`)) +
        [...special, ...usual].map((name) => leaf(0, 0, name)).join('');
      const trace = parseTrace(bytesOf(text), { keepLines: false, simd: 'always' });
      assert.equal(trace.calls, 2 + 1 + 5000 + special.length + usual.length);
      // `inner` and `outer` stand before the first line that is lent, and the long name in none that it reads.
      assert.equal(met, 5000 + usual.length);
      assert.deepEqual(told.sort(), special.sort());
    } finally {
      Object.assign(prototype, { take, teach });
    }
  });

  it('is the plain reader for a text of nothing', () => {
    for (const text of ['', '\n', ' ', HEADER])
      assertSameTrace(
        fed(bytesOf(text), 1, { keepLines: true, simd: 'always' }),
        parseTrace(bytesOf(text), { keepLines: true, plain: true }),
        JSON.stringify(text),
      );
  });

  it('knows nothing of the text before', () => {
    const small = Object.values(cases).filter(({ text }) => text.length < 100_000);
    // In another order than above, where each was read after the same one.
    for (const each of small.reverse()) {
      const lined = { ...each.options, keepLines: true };
      const plain = parseTrace(bytesOfCase(each), { ...lined, plain: true });
      const again = parseTrace(bytesOfCase(each), { ...lined, simd: 'always' });
      assertSameTrace(again, plain, each.text.slice(0, 200));
    }
  });

  it('keeps texts apart that are read at the same time, more than are kept for others', () => {
    const texts = ['300 cpus', 'interrupts', 'switches between tasks', 'lost events', 'recursion'].map(
      (name) => bytesOfCase(cases[name]!),
    );
    const longest = Math.max(...texts.map(({ length }) => length));
    for (let round = 0; round < 2; round++) {
      const feeders = texts.map(() => new Feeder({ keepLines: true, simd: 'always' }));
      for (let at = 0; at < longest; at += 1000)
        feeders.forEach((feeder, index) => feeder.push(texts[index]!.subarray(at, at + 1000)));
      feeders.forEach((feeder, index) => {
        const plain = parseTrace(texts[index]!, { keepLines: true, plain: true });
        assertSameTrace(feeder.finish(), plain, `text ${index}`);
      });
    }
  });

  it('is done without where there is none', () => {
    const folder = new TemporaryFolder();
    try {
      const file = folder.write('cpus.trace', START + cases['300 cpus']!.text);
      for (const path of [
        file,
        ...samples.map((sample) => folder.write(sample.name.replaceAll('/', '-'), readRecording(sample))),
      ]) {
        const run = (...flags: string[]): { status: number | null; stdout: string; stderr: string } =>
          spawnSync(process.execPath, [...flags, CLI, 'summary', path], { encoding: 'utf8' });
        const without = run('--import', 'data:text/javascript,delete globalThis.WebAssembly');
        assert.equal(without.stderr, '');
        assert.equal(without.status, 0);
        assert.equal(without.stdout, run().stdout);
      }
    } finally {
      folder.remove();
    }
  });
});
