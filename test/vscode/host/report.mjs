// What the suite tells while it runs in the extension host, whose output is not ours: two files.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ passed: number, failed: number, skipped: number, done: boolean }} Report */

export class SuiteOutput {
  #log;
  #report;

  /** @param {string} folder */
  constructor(folder) {
    this.#log = path.join(folder, 'log.txt');
    this.#report = path.join(folder, 'report.json');
    /** For the environment of the extension host: test/vscode/suite/runner.ts reads it. */
    this.env = { TEST_LOG: this.#log, TEST_REPORT: this.#report };
  }

  /**
   * Copies the lines of the log to our standard output while the tests run.
   * @returns {() => void} copies the last ones, and ends that
   */
  follow() {
    let copied = 0;
    const pump = () => {
      const text = existsSync(this.#log) ? readFileSync(this.#log, 'utf8') : '';
      const end = text.lastIndexOf('\n') + 1;
      process.stdout.write(text.slice(copied, end));
      copied = end;
    };
    const timer = setInterval(pump, 100);
    return () => {
      clearInterval(timer);
      pump();
    };
  }

  /** @returns {Report} */
  read() {
    if (!existsSync(this.#report)) return { passed: 0, failed: 0, skipped: 0, done: false };
    return JSON.parse(readFileSync(this.#report, 'utf8'));
  }
}
