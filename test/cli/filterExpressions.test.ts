import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { CLI, runCli, runJson, TemporaryFolder } from '../support/cli';

const DRAWING = `# tracer: function_graph
#
#     TIME        CPU  TASK/PID         DURATION                  FUNCTION CALLS
    1.000000 |   0)    web-12     |               |  sys_read(fd=3) {
    1.000001 |   0)    web-12     |   1.000 us    |    kvm_lock(); /* ret=0x0 */
    1.000002 |   0)    web-12     |   1.000 us    |    irq_enter();
    1.000003 |   1)    sh-1234    | + 20.000 us   |  tcp_write(sk=0x7, count=5); /* ret=-22 */
    1.000004 |   0)    web-12     |   4.000 us    |  } /* sys_read ret=0xffffffea */
    1.000005 |   1)    sh-1234    |   1.000 us    |  lock();
`;

interface Summary {
  readonly calls: number;
  readonly filter: { readonly spec: object; readonly text: string };
}

describe('--filter', () => {
  const folder = new TemporaryFolder();
  const file = folder.write('a.trace', DRAWING);
  const packed = folder.write('a.trace.gz', gzipSync(DRAWING));
  after(() => folder.remove());

  function names(expression: string, ...more: readonly string[]): string[] {
    const { functions } = runJson<{ functions: { name: string }[] }>(
      'functions',
      file,
      '--filter',
      expression,
      ...more,
    );
    return functions.map(({ name }) => name).sort();
  }

  for (const [expression, expected] of [
    ['lock', ['kvm_lock', 'lock']],
    ['lock -name=lock', ['kvm_lock']],
    ['category:virtualization or category:network', ['kvm_lock', 'tcp_write']],
    ['duration>=4us', ['sys_read', 'tcp_write']],
    ['self:2us', ['sys_read']],
    ['cpu:1 comm:sh', ['lock', 'tcp_write']],
    ['ret=-EINVAL', ['sys_read', 'tcp_write']],
    ['ret:0', ['kvm_lock']],
    ['args:"count=5" or args:fd', ['sys_read', 'tcp_write']],
    ['under:sys_read hide:interrupts', ['kvm_lock']],
    ['time>=1.000005', ['lock']],
  ] as const) {
    it(`counts what ${expression} means`, () => assert.deepEqual(names(expression), expected));
  }

  it('counts the same from standard input and of packed files', () => {
    const [plain] = runJson<Summary[]>('summary', file, '--filter', 'ret<0 args:/./');
    assert.equal(plain!.calls, 2);
    assert.deepEqual(plain!.filter.spec, { where: 'ret<0 args:/./' });
    assert.equal(plain!.filter.text, 'where ret<0 args:/./');
    const [unpacked] = runJson<Summary[]>('summary', packed, '--filter', 'ret<0 args:/./');
    assert.deepEqual(unpacked!.filter, plain!.filter);
    assert.equal(unpacked!.calls, 2);
    const { stdout } = spawnSync(
      process.execPath,
      [CLI, 'summary', '-', '--json', '--filter', 'ret<0 args:/./'],
      { input: DRAWING, encoding: 'utf8' },
    );
    assert.equal((JSON.parse(stdout) as Summary[])[0]!.calls, 2);
  });

  it('prints the calls that match, and what was taken away', () => {
    const { stdout, code } = runCli('calls', file, '--filter', 'duration>3us');
    assert.equal(code, 0);
    assert.equal(
      stdout.replaceAll(folder.path, '').replace(/^file +filter/m, 'file      filter'),
      `     line      exit  cpu  task               duration       self  function
        4         8    0  web-12             4.000 µs   2.000 µs  sys_read(fd=3) = 0xffffffea
        7         7    1  sh-1234            20.00 µs   20.00 µs  tcp_write(sk=0x7, count=5) = -22

file      filter              functions  calls
/a.trace  where duration>3us         −3     −3
`,
    );
  });

  it('goes with the other filters', () => {
    assert.deepEqual(names('lock', '--cpu', '1'), ['lock']);
    assert.deepEqual(names('irq or lock', '--without-interrupts'), ['kvm_lock', 'lock']);
  });

  it('is what a file of filters has as "where"', () => {
    const filters = folder.write('filters.json', '{ "ftrace.filter": { "where": " tcp " } }');
    const [row] = runJson<Summary[]>('summary', file, '--filters', filters);
    assert.deepEqual([row!.calls, row!.filter.spec], [1, { where: 'tcp' }]);
    const wrong = folder.write('wrong.json', '{ "where": "category:nets" }');
    const { stderr, code } = runCli('summary', file, '--filters', wrong);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /wrong\.json: "where": there is no category "nets"; there are: virtualization, network, other \(at character 10\); it is left out\n$/,
    );
  });

  it('applies to every command that counts, and is named there', () => {
    const where = ['--filter', 'tcp or ret<0'];
    const compared = JSON.parse(runCli('compare', file, packed, '--json', ...where).stdout) as {
      provenance: { filters: string };
      functions: { total: { left: number } };
    };
    assert.equal(compared.provenance.filters, 'where tcp or ret<0');
    const report = runCli('compare', file, packed, '--each', '--markdown', ...where).stdout;
    assert.match(report, /where tcp or ret\\<0 · rules: paper/);
    const baseline = runCli('baseline', file, ...where).stdout;
    assert.match(baseline, /^# filters: where tcp or ret<0$/m);
    assert.deepEqual(
      baseline
        .split('\n')
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(' ')[0]),
      ['sys_read', 'tcp_write'],
    );
    const list = folder.write('allowed.txt', 'sys_read\n');
    const checked = runCli('check', file, '--baseline', list, ...where);
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /tcp_write/);
    assert.doesNotMatch(checked.stdout, /kvm_lock/);
    assert.equal(
      runCli('export', file, '--folded', '--by', 'calls', ...where).stdout,
      'sys_read 1\ntcp_write 1\n',
    );
  });

  it('takes the rules that are named', () => {
    const rules = folder.write(
      'rules.json',
      '[{ "id": "io", "label": "Input", "patterns": ["read", "write"] }]',
    );
    assert.deepEqual(names('category:io', '--categories', rules), ['sys_read', 'tcp_write']);
    const calls = runCli('calls', file, '--json', '--filter', 'category:input', '--categories', rules).stdout;
    assert.equal(calls.trim().split('\n').length, 1 + 2);
  });

  describe('that makes no sense', () => {
    for (const [expression, message] of [
      [
        'tcp and foo:bar',
        `--filter: there is no key "foo"; there are: name, category, duration, self, under, caller, comm, pid, cpu, depth, ret, args, time, is, hide
ftrace-explorer:   tcp and foo:bar
ftrace-explorer:           ^^^
`,
      ],
      [
        '(tcp',
        `--filter: a parenthesis has no end: ")" is missing
ftrace-explorer:   (tcp
ftrace-explorer:   ^
`,
      ],
      [
        'tcp or',
        `--filter: a test is missing here; for example: tcp_sendmsg or duration>10us
ftrace-explorer:   tcp or
ftrace-explorer:         ^
`,
      ],
      [
        `${'x'.repeat(80)} \u001b[31m cpu:one ${'y'.repeat(80)}`,
        `--filter: "one" is not a whole number from 0 on, or a range: 0..3
ftrace-explorer:   …${'x'.repeat(39)} \\u{1b}[31m cpu:one ${'y'.repeat(49)}…
ftrace-explorer:    ${' '.repeat(39 + 1 + 10 + 5)}^^^
`,
      ],
    ] as const) {
      it(`is refused with its place: ${expression.slice(-20)}`, () => {
        const { stdout, stderr, code } = runCli('summary', file, '--filter', expression);
        assert.deepEqual([code, stdout], [2, '']);
        assert.equal(stderr, `ftrace-explorer: ${message}`);
      });
    }
  });

  describe('that leaves nothing', () => {
    const bare = folder.write('bare.trace', '   1.000 us    |  read();\n'.repeat(4));
    for (const [expression, warning] of [
      ['ret<0', /bare\.trace: a filter by return value leaves nothing: no line of this trace prints one$/m],
      ['args:skb', /a filter by arguments leaves nothing: no line of this trace prints any$/m],
      ['cpu:0', /a filter by cpu leaves nothing/m],
      ['write', /the filters leave nothing of this trace: where write$/m],
    ] as const) {
      it(`is said: ${expression}`, () => {
        const { stderr, code } = runCli('summary', bare, '--filter', expression);
        assert.equal(code, 0);
        assert.match(stderr, warning);
      });
    }

    it('is not said of what leaves something', () => {
      assert.equal(runCli('summary', bare, '--filter', 'ret<0 or read').stderr, '');
    });
  });
});
