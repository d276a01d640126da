import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { runCli, runJson, TemporaryFolder } from '../support/cli';

interface Inspection {
  readonly file: string;
  readonly verdict: string;
  readonly reason: string | null;
  readonly producer: string;
  readonly tracer: string | null;
  readonly kernel: string | null;
  readonly lines: number;
  readonly calls: number;
  readonly columns: readonly string[];
  readonly options: readonly string[];
  readonly lineKinds: Readonly<Record<string, number>>;
  readonly problems: readonly Record<string, unknown>[];
}

const TRACE = `# tracer: function_graph
#
# function_graph latency trace v1.1.5 on 6.12.0
   24.520774 |   0)     sh-12      |  d..1. |               |  vfs_read() {
   24.520775 |   0)     sh-12      |  d..1. | + 12.000 us   |    fput();
   24.520775 |   0)     sh-12      |  d..1. |               |    /* p_open: x=1 */
   24.520781 |   0)     sh-12      |  d..1. | + 17.000 us   |  } /* vfs_read */
 (Overruns: 0)
what is this
CPU:0 [LOST 12 EVENTS]

   24.520790 |   0)     sh-12      |  d..1. | + 21.000 us   |  } /* vfs_open */
`;

const FUNCTION_TRACER = `# tracer: function
#
            bash-939     [003] d..2.  1234.567890: mutex_lock <-do_exit
            bash-939     [003] d..2.  1234.567891: mutex_unlock <-do_exit
`;

/** Smallest texts of each producer. */
const PRODUCERS = [
  ['kernel', ' 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fput();\n'],
  ['trace-cmd report', ' a-1 [000] 1.000001: funcgraph_entry:   1.000 us   |  fput();\n'.repeat(2)],
  [
    'perf ftrace',
    'function_graph tracer is used\n 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fput();\n',
  ],
  [
    'perf-tools funcgraph',
    'Tracing "fput"... Ctrl-C to end.\n 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fput();\n',
  ],
  ['console dump', '[    1.000001]  0)   1.000 us    |  fput();\n'.repeat(2)],
] as const;

describe('ftrace-explorer inspect', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());

  it('says in JSON what a text is, its columns, options, kinds of lines and problems', () => {
    const file = folder.write('a.trace', TRACE);
    const { problems, ...rest } = runJson<Inspection>('inspect', file);
    assert.deepEqual(rest, {
      file,
      verdict: 'graph',
      reason: null,
      producer: 'kernel',
      tracer: 'function_graph',
      kernel: '6.12.0',
      lines: 12,
      calls: 2,
      columns: ['time', 'cpu', 'task', 'flags', 'mark', 'duration', 'exitNames', 'overruns'],
      options: [
        'funcgraph-abstime',
        'funcgraph-proc',
        'latency-format',
        'funcgraph-tail',
        'funcgraph-overrun',
      ],
      lineKinds: {
        unread: 1,
        blank: 1,
        header: 3,
        entry: 1,
        leaf: 1,
        exit: 1,
        orphanExit: 1,
        comment: 1,
        lost: 1,
        marker: 1,
      },
    });
    assert.deepEqual(
      problems.map(({ code, severity, count, line }) => [code, severity, count, line]),
      [
        ['lostEvents', 'warning', 1, 10],
        ['unreadLines', 'information', 1, 9],
        ['lostEntries', 'information', 1, 12],
      ],
    );
    assert.equal(problems[0]!['remedy'], 'echo 65536 > /sys/kernel/tracing/buffer_size_kb');
    assert.equal(problems[1]!['remedy'], null);
  });

  it('says the same as text', () => {
    const { code, stdout, stderr } = runCli('inspect', folder.write('a.trace', TRACE));
    assert.deepEqual([code, stderr], [0, '']);
    const lines = stdout.split('\n').slice(1, -1);
    assert.deepEqual(lines, [
      'producer  kernel',
      'tracer    function_graph',
      'kernel    6.12.0',
      'columns   time, cpu, task, flags, mark, duration, exitNames, overruns',
      'options   funcgraph-abstime, funcgraph-proc, latency-format, funcgraph-tail, funcgraph-overrun',
      'lines     1 blank, 3 header, 1 entry, 1 leaf, 1 exit, 1 orphanExit, 1 comment, 1 lost, 1 marker, 1 unread',
      'problems',
      '  warning: Events were lost in 1 place: calls are missing, and those open there have no end. (first: line 10)',
      '    next time, a larger buffer: echo 65536 > /sys/kernel/tracing/buffer_size_kb',
      '  note: 1 line could not be read: nothing of it is counted. (first: line 9)',
      '  note: 1 exit without entry: of calls that began before what is in the text. (first: line 12)',
    ]);
  });

  for (const [producer, text] of PRODUCERS) {
    it(`knows the producer "${producer}"`, () => {
      const inspection = runJson<Inspection>('inspect', folder.write('producer.trace', text));
      assert.deepEqual([inspection.verdict, inspection.producer], ['graph', producer]);
    });
  }

  it('guesses the kernel from what its printer wrote first', () => {
    const kernelOf = (body: string): string | null =>
      runJson<Inspection>('inspect', folder.write('k.trace', ` 0)   1.000 us    |  ${body}\n`.repeat(2)))
        .kernel;
    assert.equal(kernelOf('fput();'), null);
    assert.equal(kernelOf('fput(); /* = 0x0 */'), '6.5+');
    assert.equal(kernelOf('fput(); /* <-vfs_read+0x1/0x2 */'), '6.13+');
    assert.equal(kernelOf('fput(f=0x1);'), '6.15+');
  });

  it('knows the options that take columns away', () => {
    const optionsOf = (text: string): readonly string[] =>
      runJson<Inspection>('inspect', folder.write('o.trace', text)).options;
    assert.deepEqual(optionsOf('  12.000 us   |  fput();\n'.repeat(2)), [
      'nofuncgraph-cpu',
      'nofuncgraph-overhead',
    ]);
    assert.deepEqual(optionsOf(' 0) fput();\n 0) fput();\n'), ['nofuncgraph-duration']);
    assert.deepEqual(optionsOf('# tracer: function_graph\n#\nfput();\nfput();\n'), ['nocontext-info']);
    // All exits have names then, whether funcgraph-tail is on or not.
    assert.deepEqual(optionsOf(' 0) ! 114.001 us  |  } /* fput */\n'.repeat(2)), ['tracing_thresh']);
  });

  it('tells a look-alike for what it is, with code 0', () => {
    const file = folder.write('function.trace', FUNCTION_TRACER);
    const inspection = runJson<Inspection>('inspect', file);
    const reason =
      'This is text of the tracer "function", not of function_graph. Record with current_tracer set to function_graph.';
    assert.deepEqual(
      [inspection.verdict, inspection.reason, inspection.tracer, inspection.calls],
      ['otherTracer', reason, 'function', 0],
    );
    const { code, stdout, stderr } = runCli('inspect', file);
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(stdout.includes(`\nverdict   ${reason}\n`));
  });

  it('reads compressed files, and an empty one', () => {
    assert.equal(runJson<Inspection>('inspect', folder.write('a.gz', gzipSync(TRACE))).calls, 2);
    assert.equal(runJson<Inspection>('inspect', folder.write('empty', '')).verdict, 'empty');
  });

  it('refuses a file that is not there with code 2', () => {
    const { code, stdout, stderr } = runCli('inspect', `${folder.path}/missing`);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /missing: there is no such file\n$/);
  });

  it('gives to summary --json the same problems', () => {
    const file = folder.write('a.trace', TRACE);
    const { stdout } = runCli('summary', file, '--json');
    const [summary] = JSON.parse(stdout) as Inspection[];
    assert.deepEqual(summary!.problems, runJson<Inspection>('inspect', file).problems);
  });
});
