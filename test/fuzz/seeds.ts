/**
 * What the mutations begin with: windows of 1 to 60 lines of real texts, and drawn lines in every combination of columns.
 * Texts are latin1 strings here and in mutate.ts: one character is one byte.
 */
import fs from 'node:fs';
import path from 'node:path';
import { options, readRecording, samples, type Recording } from '../support/material';
import { repositoryRoot, sharedFolder } from '../support/repository';
import type { Random } from './mutate';

const MAX_WINDOW_LINES = 60;
const MAX_WINDOW_BYTES = 6000;

function textsBelow(folder: string): Recording[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(trace|txt)$/.test(file))
    .sort()
    .map((name) => ({ name, path: path.join(folder, name) }));
}

const golden = textsBelow(path.join(repositoryRoot, 'test', 'golden')).filter(({ name }) =>
  name.endsWith('.trace'),
);
const realworld = textsBelow(path.join(sharedFolder, 'realworld'));

/** Whether the shared texts are left out because they are not there. */
export const sharedMissing = options.length === 0 || realworld.length === 0;

/** `count` windows of a text; the first is its beginning. */
function windowsOf(text: string, count: number, random: Random): string[] {
  return Array.from({ length: count }, (_, number) => {
    const begin = number === 0 ? 0 : text.indexOf('\n', random(text.length)) + 1;
    // Few lines more often than many: they are read sooner.
    const lines = 1 + random(1 + random(MAX_WINDOW_LINES));
    let end = begin;
    for (let line = 0; line < lines && end - begin < MAX_WINDOW_BYTES; line++) {
      const newline = text.indexOf('\n', end);
      end = newline < 0 ? text.length : newline + 1;
    }
    return text.slice(begin, Math.min(end, begin + MAX_WINDOW_BYTES));
  });
}

/** The same calls in every combination of the kernel's columns, and as trace-cmd prints them. */
function drawn(): string[] {
  const columns = [
    ['', '   12.345678 |  ', '      123 us |  '],
    ['', ' 3) '],
    ['', '   bash-939    | ', '     |-17      | ', '   <...>-40    | '],
    ['', ' d..1. | ', ' dNh4. | '],
  ];
  const prefixes = columns.reduce(
    (all, column) => all.flatMap((prefix) => column.map((more) => prefix + more)),
    [''],
  );
  const graph = (prefix: string, blank: string, leaf: string, exit: string): string =>
    [
      `${blank}do_sys_open() {`,
      `${leaf}  getname_flags [vfs](a=0x1, b=2 [B_TWO]); /* <-open+0x1/0x2 [vfs] ret=0x0 */`,
      `${blank}  vfs_read(fd=3) { /* <-ksys_read+0x6b/0xe0 */`,
      `${leaf}    kfree(); /* = -22 */`,
      `${blank}    /* sched_switch: prev_comm=bash`,
      '   next_comm=sh */',
      `${blank}    ==========> |`.replace('|      ', ''),
      `${blank}    sysvec_apic_timer_interrupt() {`,
      `${leaf}      irq_enter_rcu();`,
      `${exit}    } /* sysvec_apic_timer_interrupt */`,
      `${blank}    <========== |`.replace('|      ', ''),
      `${exit}  } /* vfs_read ret=-22 */`,
      `${exit}}`,
    ]
      .map((line) => `${prefix}${line}\n`)
      .join('');
  const blank = '              |  ';
  const traceCmd = (event: string, body: string): string =>
    `            bash-939   [003] d..1.  1234.567890: ${`${event}: `.padEnd(20)}${body}\n`;
  return [
    ...prefixes.flatMap((prefix) => [
      graph(prefix, blank, '  0.123 us    |  ', '* 25039.11 us |  '),
      graph(prefix, '', '', ''),
    ]),
    traceCmd('funcgraph_entry', '                  |  do_IRQ() {') +
      traceCmd('fgraph_retaddr_entry', '                  |    foo(7f, 0) /* <-bar */ {') +
      traceCmd('funcgraph_entry', '       0.123 us   |      baz(); /* <-foo */ (ret=0x1) (2)') +
      traceCmd('sched_switch', 'bash:939 [120] R ==> sh:12 [120]') +
      traceCmd('funcgraph_exit', '     + 10.123 us  |    } (ret=-5)') +
      traceCmd('funcgraph_exit', '     + 12.500 us  |  }'),
  ];
}

/** The windows to begin with: about `perText` of each text. With `few`, of every tenth recording only. */
export function seedTexts(perText: number, few: boolean, random: Random): string[] {
  const recordings = options.filter((_, number) => !few || number % 10 === 0);
  const real = [...samples, ...golden, ...realworld, ...recordings].flatMap((recording) =>
    windowsOf(Buffer.from(readRecording(recording)).toString('latin1'), perText, random),
  );
  return [...drawn(), ...real].filter((text) => text !== '');
}
