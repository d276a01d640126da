/** What happens to a text after it was printed. */
import type { Format } from './format';

const ON_0 = { cpu: 0 };

/** The calls of the small tree that most of these damage. */
const TREE: Format['calls'] = [
  [1, 3, 'vfs_read', 0, 9000, 8000, null, ON_0],
  [2, 2, 'fsnotify', 1, 1000, 1000, 1, ON_0],
];
const TREE_TEXT = `
 0)               |  vfs_read() {
 0)   1.000 us    |    fsnotify();
 0)   9.000 us    |  }
`;

function latin1(text: string): Uint8Array {
  return Buffer.from(text.replace(/^\n/, ''), 'latin1');
}

export const DAMAGE_FORMATS: Readonly<Record<string, Format>> = {
  'line-ends': { text: TREE_TEXT.replaceAll('\n', '\r\n').replace('\r\n', '\n').slice(0, -2), calls: TREE },
  'byte-order-mark': { text: TREE_TEXT.replace('\n', '\n\ufeff'), calls: TREE },
  'utf-16': { text: Buffer.from(`\ufeff${TREE_TEXT.slice(1)}`, 'utf16le'), calls: TREE },
  bytes: {
    text: latin1(`
\0\0 0)   1.000 us    |  fput();
 0)   caf\xc3-12     |   1.000 us    |  vfs_read();
\x1b[31m 0)   \x1b[1mcat-12     |   1.000 us    |  vfs_write();\x1b[0m
`),
    calls: [
      [1, 1, 'fput', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'caf\ufffd' }],
      [2, 2, 'vfs_read', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'caf\ufffd' }],
      [3, 3, 'vfs_write', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'cat' }],
    ],
  },
  blanks: {
    text: `
 0)\t\t  |  vfs_read() {
\u00a00)\u00a0\u00a0 1.000 us    \uff5c    fsnotify();
 0)   9.000 us    &#124;  }
 0)    &lt;idle&gt;-0    |   1.000 us    |  fput();
`,
    calls: [
      [1, 3, 'vfs_read', 0, 9000, 8000, null, { cpu: 0, pid: 0, comm: '<idle>' }],
      [2, 2, 'fsnotify', 1, 1000, 1000, 1, { cpu: 0, pid: 0, comm: '<idle>' }],
      [4, 4, 'fput', 0, 1000, 1000, null, { cpu: 0, pid: 0, comm: '<idle>' }],
    ],
  },
  'lost-indentation': {
    text: `
0) | vfs_read() {
0) 1.000 us | fsnotify();
0) 9.000 us | }
`,
    calls: TREE,
  },
  'wide-indentation': {
    text: `
 0)               |  vfs_read() {
 0)               |      fsnotify() {
 0)   1.000 us    |          fput();
 0)   2.000 us    |      }
 0)   9.000 us    |  }
 0)               |  vfs_write() {
 0)   1.000 us    |      fput();
 0)   3.000 us    |  }
`,
    // Depth and callers are known; self time is not given: which levels are calls shows only at the end.
    calls: [
      [1, 5, 'vfs_read', 0, 9000, null, null, ON_0],
      [2, 4, 'fsnotify', 1, 2000, null, 1, ON_0],
      [3, 3, 'fput', 2, 1000, 1000, 2, ON_0],
      [6, 8, 'vfs_write', 0, 3000, null, null, ON_0],
      [7, 7, 'fput', 1, 1000, 1000, 6, ON_0],
    ],
  },
  mail: {
    text: `
>  0)               |  vfs_read() {
> >  0)   1.000 us    |    fsnotify();
>  0)   9.000 us    |  }
`,
    calls: TREE,
  },
  wrapped: {
    text: `
>             bash-939   [003]  1.000001: funcgraph_entry:      #
> 6219.500 us |  vfs_read();
 0)   1.000 us    |  a_function_with_a_name_of_so=
me_length(x=3D0x1);
`,
    producer: 'trace-cmd report',
    calls: [
      [
        2,
        2,
        'vfs_read',
        0,
        6_219_500,
        6_219_500,
        null,
        { cpu: 3, pid: 939, comm: 'bash', startNs: 1_000_001_000 },
      ],
      [3, 3, 'a_function_with_a_name_of_some_length', 0, 1000, 1000, null, { cpu: 0, args: 'x=0x1' }],
    ],
  },
  prefixes: {
    text: `
2024-01-01T00:00:00.0000000Z  0)               |  vfs_read() {
01-02 03:04:05.678  1234  1234 I kernel  :  0)   1.000 us    |    fsnotify();
  12:  0)   9.000 us    |  }
+ 0)               |  vfs_write() {
- 0)   1.000 us    |    fsnotify();
#  0)   9.000 us    |  }
trace.txt:7: 0)   1.000 us    |  fput();
         0)   1.000 us    |  fput();
`,
    calls: [
      ...TREE,
      [4, 6, 'vfs_write', 0, 9000, 8000, null, ON_0],
      [5, 5, 'fsnotify', 1, 1000, 1000, 4, ON_0],
      [7, 7, 'fput', 0, 1000, 1000, null, ON_0],
      [8, 8, 'fput', 0, 1000, 1000, null, ON_0],
    ],
  },
  remarks: {
    text: `
$ cat trace
 0)               |  vfs_read() {     // here it begins
...
[snip]
 0)   1.000 us    |    fsnotify(); #https://example.org
 0)   9.000 us    |  };
^C
`,
    unread: 4,
    calls: [
      [2, 6, 'vfs_read', 0, 9000, 8000, null, ON_0],
      [5, 5, 'fsnotify', 1, 1000, 1000, 2, ON_0],
    ],
  },
  truncated: {
    text: `
 0)               |  vfs_read() {
 0)   1.000 us    |    fsnotify();
 0)   2.0`,
    unread: 1,
    calls: [
      [1, null, 'vfs_read', 0, null, null, null, ON_0],
      [2, 2, 'fsnotify', 1, 1000, 1000, 1, ON_0],
    ],
  },
};
