/** The workflow in docs/ci.md: that it is YAML, and that what it runs is what the command line takes. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCli, TemporaryFolder } from '../support/cli';
import { repositoryRoot } from '../support/repository';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: { readonly check: { readonly steps: readonly Step[] } };
}

/** Mocha's own parser, as long as it has one. */
function yamlParser(): ((text: string) => unknown) | undefined {
  try {
    const require = createRequire(createRequire(__filename).resolve('mocha'));
    return (require('js-yaml') as { load: (text: string) => unknown }).load;
  } catch {
    return undefined;
  }
}

describe('docs/ci.md', function () {
  this.timeout(60_000);
  const text = fs.readFileSync(path.join(repositoryRoot, 'docs', 'ci.md'), 'utf8');

  it('has a workflow that checks, and uploads what the check wrote', function () {
    const parse = yamlParser();
    if (parse === undefined) {
      console.log('      left out: the workflow as YAML (Mocha has no parser)');
      return this.skip();
    }
    const workflow = parse(/```yaml\n(.*?)```/s.exec(text)![1]!) as Workflow;
    assert.ok(typeof workflow.on === 'object');
    assert.deepEqual(workflow.permissions, { contents: 'read', 'security-events': 'write' });
    const { steps } = workflow.jobs.check;
    for (const { uses } of steps) if (uses !== undefined) assert.match(uses, /^[\w./-]+@v\d+$/);
    const [upload] = steps.filter(
      ({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif') === true,
    );
    assert.equal(upload?.with?.['sarif_file'], 'check.sarif');
    assert.equal(upload.if, 'success() || failure()');
    const [run] = steps.flatMap((step) => step.run ?? []);
    const command = /ftrace-explorer (check .*) > check\.sarif\s*$/.exec(run!)![1]!;
    const folder = new TemporaryFolder();
    try {
      const trace = ' 0)   1.000 us    |  vfs_read();\n 0)   1.000 us    |  tcp_ack();\n';
      const recordings = [1, 2].map((index) => folder.write(`kvm.${index}.trace.gz`, gzipSync(trace)));
      const baseline = folder.write('kvm.baseline', 'vfs_read\n');
      const args = command
        .replaceAll('${{ matrix.scenario }}', 'kvm')
        .split(' ')
        .flatMap((arg) =>
          arg.startsWith('recordings/') ? recordings : arg.startsWith('baselines/') ? baseline : arg,
        );
      const { code, stdout, stderr } = runCli(...args);
      assert.deepEqual([code, stderr], [1, '']);
      assert.equal(stdout.match(/"ruleId": "new-kernel-function"/g)?.length, 2);
    } finally {
      folder.remove();
    }
  });
});
