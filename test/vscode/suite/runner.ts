import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';

/**
 * Runs all `*.test.js` of a folder in this process, which is an extension host.
 *
 * Its standard output is not that of `npm test`. So each line goes to the file TEST_LOG and the counts to
 * TEST_REPORT, which test/vscode/host/report.mjs reads. Without them, as in VS Code's own debugger, the lines
 * go to the console.
 */
export async function runFolder(folder: string): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: LineReporter });
  if (process.env.TEST_GREP) mocha.grep(process.env.TEST_GREP);
  for (const name of fs.readdirSync(folder).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(folder, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

class LineReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: 0, done: false };
    const { EVENT_SUITE_BEGIN, EVENT_TEST_PASS, EVENT_TEST_PENDING, EVENT_TEST_FAIL, EVENT_RUN_END } =
      Mocha.Runner.constants;

    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.title) writeLine(`${'  '.repeat(suite.titlePath().length - 1)}${suite.title}`);
    });
    runner.on(EVENT_TEST_PASS, (test) => {
      counts.passed++;
      writeReport(counts);
      writeLine(`${indent(test)}ok   ${test.title} (${test.duration ?? 0} ms)`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped++;
      writeReport(counts);
      writeLine(`${indent(test)}skip ${test.title}`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      counts.failed++;
      writeReport(counts);
      writeLine(`${indent(test)}FAIL ${test.title}`);
      writeLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    runner.on(EVENT_RUN_END, () => writeReport({ ...counts, done: true }));
  }
}

function indent(test: Mocha.Runnable): string {
  return '  '.repeat(test.titlePath().length - 1);
}

function writeLine(line: string): void {
  if (process.env.TEST_LOG) fs.appendFileSync(process.env.TEST_LOG, `${line}\n`);
  else console.log(line);
}

/** By a rename: a run may be ended while we write. */
function writeReport(report: object): void {
  const file = process.env.TEST_REPORT;
  if (!file) return;
  fs.writeFileSync(`${file}.new`, JSON.stringify(report));
  fs.renameSync(`${file}.new`, file);
}
