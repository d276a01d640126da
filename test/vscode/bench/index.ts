import { runFolder } from '../suite/runner';

/** VS Code calls this in the extension host: measurements in a real VS Code, for `npm run bench`. */
export function run(): Promise<void> {
  return runFolder(__dirname);
}
