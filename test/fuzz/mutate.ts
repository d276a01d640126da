/**
 * Damage to a trace that knows what a trace is: lines, columns, bodies, what producers and people put around them; and
 * some that knows nothing. A text is a latin1 string: one character is one byte.
 */
export type Random = (below: number) => number;

const MAX_BYTES = 12_000;
/** Longest line that the parser holds; its neighbourhood is tried now and then. */
const LONG_LINE = 1 << 20;

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)]!;
}

function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

const NUMBERS = [
  '0', '1', '7', '42', '255', '999', '1000', '4095', '4096', '65535', '65536', '99999', '100000', '4194304', '2147483647',
  '2147483648', '4294967', '4294967295', '4294967296', '9007199254740993', '18446744073709551', '18446744073709551615',
  '99999999999999999999999999', '00', '007', '-1', '--1', '-0', '1e9', '0x0', '0xffffffffffffffea', '1.5', '.5', '5.',
  '0.000', '12.345678901', '1234567.890', '3594274', `${'9'.repeat(400)}`,
]; // prettier-ignore

const NAMES = [
  'foo', 'a', '_', '.foo', '$x', 'f@@v1', 'foo.isra.0.cold', 'foo.constprop.12', '0xffffffffc0a81000', 'ffffffffc0a81000',
  'ret_from_fork', 'do_exit', 'schedule', 'sysvec_apic_timer_interrupt', 'asm_sysvec_call_function', 'gic_handle_irq',
  'el1_interrupt', 'smp_apic_timer_interrupt', 'do_IRQ', '__do_softirq', 'common_interrupt', 'asm_exc_page_fault',
  'bpf_prog_0123456789abcdef_p', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'us', 'ret', '_RNvC3foo3bar',
  bytesOf('naïve_🐧'), bytesOf('関数'), 'a+0x1/0x2', 'x:y', 'if', 'n'.repeat(130), 'n'.repeat(1024), 'n'.repeat(1025),
  'n'.repeat(5000),
]; // prettier-ignore

const TASKS = [
  'bash-939', 'sh-12', '<idle>-0', '<...>-939', '<...>-40', '<XXX>--1', 'kworker-1234567', 'a b-7', '|-17', 'a|b-18',
  'a)b-19', '=> x-20', '-21', '--22', 'tokio-r-3604', ' lead-5', '12345-12345', 'd..1.-23', `${bytesOf('é')}-24`,
  '\xc3-25', 'x-99999999999', 'x-0', 'swapper/0-0', 'kworker/u13:0-events-199', 'us |-26',
]; // prettier-ignore

const FLAGS = [
  'd..1.',
  '....',
  '.N.1',
  'dNh4.',
  'd.H.',
  'D.z2.',
  '..Z..',
  'X...',
  'bLs3.',
  'd..',
  'd......8',
  'dnh.1.',
  'cafe',
];

const MODULES = [
  ' [ext4]',
  ' [bpf]',
  ' []',
  ' [ext4 1f2e]',
  ' [a][b]',
  '[x]',
  ' [ext4',
  ` [${'m'.repeat(70)}]`,
];

const ARGS = [
  '', 'a=0x1', 'a=0x1, b=2 [B_TWO]', 's=(STRUCT)[0x1:0x2]', 's=(STRUCT)[0x1:...]', '?0x7, ...', '7f, 0, 0', ')', '(', '{',
  ');', ') {', '; /* x */', '/*', '*/', '|', ' ', 'x="a b"', '} /* y */',
]; // prettier-ignore

const NOTES = [
  ' /* ret=0x0 */', ' /* = -22 */', ' /* <-caller+0x1b/0x60 */', ' /* <-caller+0x1b/0x60 [ext4] ret=-22 */', ' /* foo */',
  ' /* foo ret=0x1 */', ' /* foo = 0x1 */', ' /* foo [ext4] */', ' /* foo() */', ' /* foo (); */', ' /* ret=1 */', ' /* V=0x0 A=b+0x1/0x2 */',
  ' (ret=0x0)', ' (ret=-5) (3)', ' (3)', ' /*', ' */', ' /**/', ' /* */', ' /* <- */', ' /* ret= */', ' # remark', ' // remark',
  ' <!-- x -->', ' /* <-a <ffffffff81234567> */', ' ', ';', ' /* /* foo */ */', ' /* <-a ret=0x1',
]; // prettier-ignore

/** Lines that stand between the lines of a graph, with everything that should not. */
const LINES = [
  ' ------------------------------------------', '---', '- '.repeat(8), 'CPU:0 [LOST 12 EVENTS]', 'CPU:3 [LOST EVENTS]',
  'CPU:99999999 [LOST 1 EVENTS]', 'CPU: [LOST EVENTS]', 'CPU:0 [EVENTS DROPPED]', 'CPU:0 [12 EVENTS DROPPED]',
  'CPU:1 [SUBBUFFER START]', '[LINE TOO BIG]', '##### CPU 1 buffer started ####', ' (Overruns: 0)', '# tracer: function_graph',
  '# tracer: function', '# tracer: nop', '# tracer:', '#', '# CPU  DURATION                  FUNCTION CALLS',
  '# |     |   |                     |   |   |   |', '# 1837.709 us |  }', '# function_graph latency trace v1.1.5 on 6.12.0',
  ' => do_sys_open', ' =>  <00007f0000000000>', '            bash-939     [003] d..2.  1234.567890: <stack trace>',
  '            bash-939   [003]  1234.567890: funcgraph_entry:        0.123 us   |    foo();',
  '            bash-939   [003]  1234.567890: funcgraph_entry:                   |    foo() {',
  '            bash-939   [003]  1234.567895: funcgraph_exit:       + 10.123 us  |    }',
  '            bash-939   [003]  1234.567895: funcgraph_exit:         func=0x1 calltime=0x1 depth=0',
  '    bash-939   3d..1 1234us!: funcgraph_entry:                   |    foo() {',
  '            bash-939   [003]  1234.567895: sched_switch:         bash:939 [120] R ==> sh:12 [120]',
  'cpus=8', '', ' ', '\t', '...', '[...]', '$ cat trace', 'Tracing "x"... Ctrl-C to end.', '  }', '}', '};', '{', 'foo() {', 'foo();',
  ' */', '*/', '/*', '/* a', ' 0)               |  /* a', ' 0)               |  /*  */', ' 0)               |  /*   */ */',
  ' 0)   ==========> |', ' 0)   <========== |', ' 0)   ==========>', ' 3)   ==========> |', ' 3)   <========== |',
  ' 0)  d..1. |   ==========> |', ' 0)   1.000 us    |  foo();', ' 0)               |  foo() {', ' 0)   1.000 us    |  }',
  ' 0) ! 114.001 us  |  } /* foo */', ' 1)   0.123 us    |    bar [m]();', ' 0)    ls-12276    |               |  foo() {',
  ' 0)    ls-12276    |   2.000 us    |  } /* foo */', ' 0)  <idle>-0    |  dNh1. |   0.500 us    |    foo();',
  '  123.456789 |   0)   1.000 us    |  }', ' 0) 18446744073709551 us |  }', '     3 us |   2)   bash-1234   |  d..1  |               |  f() {',
  '[   12.345678] Dumping ftrace buffer:', '[   12.345680] ---------------------------------', '   43.840 us |   3 |    name()',
  '  bash-1234  2d..1    3us : foo <-bar', '   1.234 us [ 1234] | fib(2) = 1;',
]; // prettier-ignore

const SPACES = [
  '',
  ' ',
  '  ',
  '   ',
  '\t',
  ' '.repeat(8),
  ' '.repeat(14),
  ' '.repeat(40),
  '\xc2\xa0',
  '\xe3\x80\x80',
  '\v',
  '\f',
  '\r',
];

const PIECES = [
  '\n', '\r\n', '\r', '\n\n', ' ', '\t', '|', '| ', ' | ', '|  ', '}', '{', ';', ' {', '();', '() {', '(', ')', '/*', '*/', ' */',
  '/* ', '\n */\n', '#', '+ ', '! ', '$', '@', '*', '.', '-', '0)', ' 1) ', '12345) ', '123456) ', 'us', ' us |', '0.123 us',
  '[', ']', '=>', ' => ', '==========>', '<==========', '<-', 'ret=', '> ', '>> ', '\0', '\0\0\0\0', '\x1b[31m', '\x1b[0m', '\x1b]0;x\x07',
  '\x08', '\x7f', '\x85', '\xc2\xa0', '\xef\xbb\xbf', '\xff\xfe', '\xfe\xff', '\xc3', '\xf0\x9f\x90', '\xed\xa0\x80', '\xc0\x80', '\xf8\x88\x80\x80\x80',
  '\xe2\x80\xa8', '\xe2\x80\xae', '\xef\xbd\x9c', '\xe2\x80\x93', '&lt;', '&gt;', '&amp;', '&nbsp;', '&#124;', '&#x7c;', '=3D', '=20', '=\n',
  '\xe2\x94\x82', '"', "'", '\\',
]; // prettier-ignore

/** The parts of a line with a bar: all before the duration, duration, indentation, body. */
const BARRED = /^(.*?)((?:[+!#*@$] ?|  )?\d+(?:\.\d+)? us *|(?: {10,14})?)\|( *)([^|].*)$/s;
const INDENTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 20, 62, 64, 66, 102, 510, 512, 2046, 8190, 8192, 8194];

function callBody(random: Random): string {
  const name = pick(random, NAMES) + (random(4) === 0 ? pick(random, MODULES) : '');
  const args = random(3) === 0 ? pick(random, ARGS) : '';
  const note = random(3) === 0 ? pick(random, NOTES) : '';
  switch (random(7)) {
    case 0:
    case 1:
      return `${name}(${args}) {${note}`;
    case 2:
    case 3:
      return `${name}(${args});${note}`;
    case 4:
      return `}${note}`;
    case 5:
      return `} /* ${name}${pick(random, ['', ' ret=0x0', ' = -22', '()', ' ret=', ' V=0x1'])} */`;
    default:
      return pick(random, ['/* ', '/* a_event: x=1 */', `/* ${name} */`, '/*  */', `/* ${name}`, '*/']);
  }
}

function duration(random: Random): string {
  if (random(4) === 0) return ' '.repeat(pick(random, [14, 13, 10, 2, 1, 0]));
  const number = pick(random, ['0.123', '12.345', '1234.567', '12345.67', '3594274', ...NUMBERS]);
  return `${pick(random, ['  ', '+ ', '! ', '# ', '* ', '@ ', '$ ', '+', ''])}${number} us`.padEnd(14);
}

type LineChange = (line: string, random: Random) => string;

/** Changes of one line. */
const lineChanges: readonly LineChange[] = [
  // Columns of a line with a bar.
  (line, random) => line.replace(BARRED, (_, a: string, b: string, _c: string, d: string) => `${a}${b}|${' '.repeat(pick(random, INDENTS))}${d}`),
  (line, random) => line.replace(BARRED, (_, a: string, _b: string, c: string, d: string) => `${a}${duration(random)}|${c}${d}`),
  (line, random) => line.replace(BARRED, (_, a: string, b: string, c: string) => `${a}${b}|${c}${callBody(random)}`),
  (line, random) => line.replace(BARRED, (_, _a: string, b: string, c: string, d: string) => `${b}${pick(random, ['|', ''])}${c}${d}`),
  (line, random) => line.replace(BARRED, (_, a: string, _b: string, _c: string, _d: string) => `${a}  ${pick(random, ['==========>', '<=========='])} |`),
  (line, random) => line.replace(/\|( *)([^| ][^|]*)$/, (_, c: string, d: string) => `|${c}${pick(random, ['  ', ' ', '    '])}${d}`),
  (line) => line.replace(/\|  ( *[^| ][^|]*)$/, '|$1'),
  (line, random) => line.replace(/\d+\)/, `${pick(random, ['0', '1', '3', '7', '12', '8191', '99999', '123456', '-1', ''])})`),
  (line, random) => line.replace(/\S+-\d+ +\||(?<=\) )/, `  ${pick(random, TASKS).padEnd(11)} | `),
  (line, random) => line.replace(/\S+-\d+/, () => pick(random, TASKS)),
  (line, random) => line.replace(/ [.A-Za-z0-9]{4,5} +\||(?=\|)/, () => `  ${pick(random, FLAGS)} | `),
  (line, random) => line.replace(/^ *\d+\.\d{6} \| |^/, () => `${pick(random, ['  123.456789', ' 1700000000.123456', '    0.000000', '99999999999999999999.000001', '   12.123456789'])} |  `),
  (line) => line.replace(/^ *\d+\.\d{6} \|  |^ *\d+\) /, ''),
  // Bodies.
  (line, random) => line.replace(/[\w.$@]+(?=(?: \[\w+\])?\()|(?<=\} \/\* )\S+/, () => pick(random, NAMES)),
  (line, random) => line.replace(/(?=\()|(?<=\} \/\* \S+)/, () => pick(random, MODULES)),
  (line, random) => line.replace(/\([^()]*\)/, () => `(${pick(random, ARGS)})`),
  (line, random) => line + pick(random, NOTES),
  (line) => line.replace(/\(([^)]*)\) \{/, '($1);'),
  (line) => line.replace(/\(([^)]*)\);/, '($1) {'),
  (line) => line.replace(/(\S+)\(.*\) \{.*$/, '} /* $1 */'),
  (line) => line.replace(/\} \/\*.*$/, '}'),
  (line) => line.replace(/ *\/\*.*$/, ''),
  (line) => line.replace(/[;{]\s*$/, ''),
  // Words, whatever they are.
  (line, random) => replaceOne(line, random, /\d+/g, () => pick(random, NUMBERS)),
  (line, random) => replaceOne(line, random, /[A-Za-z_][\w.]*/g, () => pick(random, NAMES)),
  (line, random) => replaceOne(line, random, / +/g, () => pick(random, SPACES)),
  (line, random) => replaceOne(line, random, /[^\w\s]/g, () => pick(random, PIECES)),
  (line, random) => replaceOne(line, random, /\S+/g, () => ''),
  // Producers, mail, terminals, editors.
  (line, random) => pick(random, ['> ', '>> ', '> > ', '| ', '>', '    ', '\t', '# ', '+', '-', '+ ', ' * ', '  12  ', '12: ', '$ ', '// ']) + line,
  (line, random) => pick(random, ['[   12.345678] ', '<0>[   12.345678] ', '[   12.345678][  T123] ', 'Jan  1 00:00:00 host kernel: ', '2024-01-01T00:00:00.0000000Z ', '10-05 12:00:00.000  1  1 I kernel: ']) + line,
  (line) => line.replaceAll(' '.repeat(8), '\t'),
  (line) => line.replace(/^ +/, ''),
  (line) => line.replace(/ +/g, ' '),
  (line) => line.replaceAll(' ', '\xc2\xa0'),
  (line) => `${line}\r`,
  (line) => `${line}   `,
  (line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('|', '&#124;'),
  (line) => line.replaceAll('=', '=3D'),
  (line) => line.replaceAll('|', '\xef\xbd\x9c'),
  (line) => line.replace(/(\w+)(?=\()/, '\x1b[1;32m$1\x1b[0m'),
  (line, random) => wrap(line, pick(random, [20, 30, 40, 72, 76, 80]), '\n'),
  (line, random) => wrap(line, pick(random, [40, 76]), '=\n'),
  (line, random) => line.slice(0, random(line.length + 1)),
]; // prettier-ignore

function replaceOne(line: string, random: Random, what: RegExp, by: () => string): string {
  const places = [...line.matchAll(what)];
  if (places.length === 0) return line;
  const { index, 0: old } = pick(random, places);
  return line.slice(0, index) + by() + line.slice(index + old.length);
}

function wrap(line: string, column: number, by: string): string {
  const parts: string[] = [];
  for (let at = 0; at < line.length; at += column) parts.push(line.slice(at, at + column));
  return parts.join(by);
}

type TextChange = (lines: string[], random: Random, other: () => string[]) => void;

/** Changes of the order and number of lines, in place. */
const textChanges: readonly TextChange[] = [
  (lines, random) => lines.splice(random(lines.length), 1 + random(4)),
  (lines, random) => {
    const at = random(lines.length);
    lines.splice(at, 0, lines[at]!);
  },
  (lines, random) => {
    const a = random(lines.length);
    const b = random(lines.length);
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  },
  (lines, random) => {
    const [line] = lines.splice(random(lines.length), 1);
    lines.splice(random(lines.length + 1), 0, line!);
  },
  (lines, random) => {
    const at = random(lines.length);
    const part = lines.slice(at, at + 1 + random(6));
    for (let times = random(4); times >= 0; times--) lines.splice(at, 0, ...part);
  },
  (lines, random) => lines.splice(random(lines.length + 1), 0, pick(random, LINES)),
  (lines, random) => lines.splice(random(lines.length + 1), 0, pick(random, LINES), pick(random, LINES)),
  // A call with the columns of its neighbour.
  (lines, random) => {
    const at = random(lines.length);
    const parts = BARRED.exec(lines[at]!);
    if (parts === null) return;
    const indent = Math.max(parts[3]!.length + 2 * (random(4) - 1), 2);
    const time = random(2) === 0 ? parts[2]! : duration(random);
    lines.splice(at + 1, 0, `${parts[1]}${time}|${' '.repeat(indent)}${callBody(random)}`);
  },
  // A context switch, after which the same cpu goes on.
  (lines, random) => {
    const rule = ' ------------------------------------------';
    const at = random(lines.length + 1);
    const cpu = /(\d+)\)/.exec(lines[at] ?? '')?.[1] ?? String(random(4));
    const banner = ` ${cpu})  ${pick(random, TASKS)}   =>   ${pick(random, TASKS)} `;
    lines.splice(at, 0, rule, banner, rule, '');
  },
  // An interrupt around some lines.
  (lines, random) => {
    const at = random(lines.length);
    const parts = BARRED.exec(lines[at]!);
    const before = parts?.[1] ?? ' 0) ';
    const indent = parts?.[3] ?? '  ';
    const deeper = pick(random, ['', '  ', '    ']);
    const call = `${before}${' '.repeat(14)}|${indent}${deeper}`;
    lines.splice(at + 1 + random(4), 0, `${call}}`, `${before}  <========== |`);
    lines.splice(at + 1, 0, `${before}  ==========> |`, `${call}gic_handle_irq() {`);
  },
  (lines, random) => {
    const cpu = /(\d+)\)/.exec(pick(random, lines))?.[1] ?? '0';
    lines.splice(random(lines.length + 1), 0, `CPU:${cpu} [LOST ${random(5000)} EVENTS]`);
  },
  (lines, random, other) => lines.splice(random(lines.length + 1), 0, ...other()),
  (lines, random, other) => {
    const more = other();
    for (let at = 0; at < lines.length && more.length > 0; at += 1 + random(3)) lines.splice(at, 0, more.shift()!);
  },
  (lines, random) => lines.splice(random(lines.length) + 1),
  // Two lines become one.
  (lines, random) => {
    const at = random(lines.length);
    lines.splice(at, 2, lines.slice(at, at + 2).join(pick(random, [' ', '', '\r'])));
  },
  // The columns of one line before the body of another.
  (lines, random) => {
    const a = random(lines.length);
    const left = lines[a]!;
    const right = pick(random, lines);
    const bar = right.lastIndexOf('|');
    const own = left.lastIndexOf('|');
    if (bar >= 0 && own >= 0) lines[a] = left.slice(0, own) + right.slice(bar);
  },
]; // prettier-ignore

/** Changes of bytes, whatever they mean. */
function changeBytes(text: string, random: Random): string {
  const at = random(text.length + 1);
  const few = 1 + random(24);
  switch (random(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + few);
    case 1:
      return text.slice(0, at + few) + text.slice(at);
    case 2:
      return text.slice(0, at) + pick(random, PIECES) + text.slice(at);
    case 3: {
      const piece = pick(random, PIECES);
      return text.slice(0, at) + piece + text.slice(at + piece.length);
    }
    case 4:
      return text.slice(0, at) + String.fromCharCode(random(256)) + text.slice(at + 1);
    case 5:
      return pick(random, ['\xef\xbb\xbf', '\xff\xfe', '\0', '\n']) + text;
    case 6:
      return text.slice(0, at);
    default: {
      const from = random(text.length + 1);
      return text.slice(0, at) + text.slice(from, from + few) + text.slice(at);
    }
  }
}

/** One to all lines changed in the same way. */
function changeLines(lines: string[], random: Random): void {
  const change = pick(random, lineChanges);
  const from = random(lines.length);
  const count = pick(random, [1, 1, 1, 1, 3, 10, lines.length]);
  const begin = count === lines.length ? 0 : from;
  for (let at = begin; at < Math.min(begin + count, lines.length); at++)
    lines[at] = change(lines[at]!, random);
}

/** `text`, damaged one to seven times; `other` gives a text to splice with. */
export function mutate(text: string, random: Random, other: () => string): string {
  let damaged = text;
  for (let left = pick(random, [1, 1, 1, 2, 2, 3, 4, 7]); left > 0; left--) {
    const kind = random(10);
    if (kind === 0 || damaged === '') {
      damaged = changeBytes(damaged, random);
      continue;
    }
    const lines = damaged.split('\n');
    if (kind < 6) changeLines(lines, random);
    else pick(random, textChanges)(lines, random, () => other().split('\n'));
    damaged = lines.join('\n');
  }
  return damaged.slice(0, MAX_BYTES);
}

/** `text` with one line of about the greatest length that is read. */
export function mutateLong(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const place = random(lines[at]!.length + 1);
  const length = LONG_LINE - 3 + random(6);
  const fill = pick(random, [' ', 'n', '|', '\0', '*', '\xc2\xa0', '0']);
  const line = lines[at]!;
  const missing = Math.max(length - line.length, 0);
  lines[at] = line.slice(0, place) + fill.repeat(missing).slice(0, missing) + line.slice(place);
  return lines.join('\n');
}
