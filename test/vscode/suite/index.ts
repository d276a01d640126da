import { runFolder } from './runner';

/** VS Code calls this in the extension host. */
export function run(): Promise<void> {
  return runFolder(__dirname);
}
