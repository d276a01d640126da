import { runFolder } from '../suite/runner';

/** VS Code calls this in the extension host; the tests here see the installed package, not this folder. */
export function run(): Promise<void> {
  return runFolder(__dirname);
}
