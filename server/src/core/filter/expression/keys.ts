import type { Key } from './expression';

/** What the values of a key are. */
export type ValueType = 'text' | 'category' | 'count' | 'duration' | 'time' | 'ret' | 'property';

/** A key of filter expressions, as the parser and suggestions know it. */
export interface KeyInfo {
  readonly key: Key;
  /** As it is written; the first is suggested. */
  readonly names: readonly string[];
  readonly type: ValueType;
  /** Half a sentence: `part of the function's name`. */
  readonly description: string;
  readonly example: string;
}

/** All keys, in the order in which they are suggested. */
export const KEYS: readonly KeyInfo[] = [
  {
    key: 'name',
    names: ['name', 'function', 'func', 'fn'],
    type: 'text',
    description: 'part of the function’s name; = all of it; tcp_* and /regex/ work, too',
    example: 'name:tcp_sendmsg',
  },
  {
    key: 'category',
    names: ['category', 'cat'],
    type: 'category',
    description: 'category of the function',
    example: 'category:network',
  },
  {
    key: 'duration',
    names: ['duration', 'dur'],
    type: 'duration',
    description: 'how long the call took; without a unit in µs',
    example: 'duration>10us',
  },
  {
    key: 'self',
    names: ['self'],
    type: 'duration',
    description: 'the same without what it called',
    example: 'self:10us..1ms',
  },
  {
    key: 'under',
    names: ['under'],
    type: 'text',
    description: 'a function that called it, directly or farther up',
    example: 'under:do_sys_open',
  },
  {
    key: 'caller',
    names: ['caller'],
    type: 'text',
    description: 'the function that called it directly',
    example: 'caller:vfs_read',
  },
  {
    key: 'comm',
    names: ['comm', 'task'],
    type: 'text',
    description: 'part of the task’s name, as printed',
    example: 'comm:bash',
  },
  { key: 'pid', names: ['pid', 'tid'], type: 'count', description: 'thread id', example: 'pid:1234' },
  { key: 'cpu', names: ['cpu'], type: 'count', description: 'cpu on which it began', example: 'cpu:0,2' },
  {
    key: 'depth',
    names: ['depth'],
    type: 'count',
    description: 'nesting as printed; 0 is a top-level call',
    example: 'depth:0..3',
  },
  {
    key: 'ret',
    names: ['ret', 'retval'],
    type: 'ret',
    description: 'return value: a number or the name of an error',
    example: 'ret:-EINVAL',
  },
  {
    key: 'args',
    names: ['args', 'arg'],
    type: 'text',
    description: 'part of the printed arguments',
    example: 'args:"skb="',
  },
  {
    key: 'time',
    names: ['time'],
    type: 'time',
    description: 'printed time of its beginning; without a unit in s',
    example: 'time:12.5s..13s',
  },
  {
    key: 'is',
    names: ['is'],
    type: 'property',
    description: 'interrupt, leaf, or open: without an exit in the text',
    example: 'is:interrupt',
  },
  {
    key: 'is',
    names: ['hide'],
    type: 'property',
    description: 'the opposite of is',
    example: 'hide:interrupts',
  },
];

const BY_NAME = new Map(KEYS.flatMap((info) => info.names.map((name) => [name, info] as const)));

/** The key that is written so, in either case; undefined where there is none. */
export function keyNamed(name: string): KeyInfo | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Values of `is` and `hide`, the first of each is suggested. */
export const PROPERTIES = {
  interrupt: ['interrupt', 'interrupts', 'irq', 'irqs'],
  leaf: ['leaf', 'leaves'],
  open: ['open', 'unfinished'],
} as const;
