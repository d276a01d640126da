/** The independent counter `count.py` of the shared material, which knows nothing of calls, times or tasks. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { sharedFolder } from './repository';

const COUNTER = path.join(sharedFolder, 'traces', 'count.py');

/** Why the counter cannot be asked, or undefined where it can. */
export const counterMissing = ((): string | undefined => {
  if (!fs.existsSync(COUNTER)) return `no ${COUNTER}`;
  return spawnSync('python3', ['--version']).status === 0 ? undefined : 'no python3';
})();

/** The counter's own functions for many files at once: it counts the calls of one file per run. */
const CALLS_OF_MANY = `
import json, sys
source = open(sys.argv[1], encoding="utf-8").read()
call = "\\nmain(sys.argv[1:])\\n"
assert source.endswith(call)
exec(source[: -len(call)])
for path in sys.stdin.read().splitlines():
    print(json.dumps(calls_of(path)))
`;

/** Calls by name for each file, as count.py --calls prints them. */
export async function countCalls(files: readonly string[]): Promise<ReadonlyMap<string, number>[]> {
  const python = spawn('python3', ['-c', CALLS_OF_MANY, COUNTER], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(files.join('\n'));
  const chunks: Buffer[] = [];
  for await (const chunk of python.stdout) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
  if (lines.length !== files.length) throw new Error(`count.py answered for ${lines.length} files`);
  return lines.map((line) => new Map(Object.entries(JSON.parse(line) as Record<string, number>)));
}

/** What `count.py` prints with these arguments. */
export function runCounter(...args: readonly string[]): string {
  const { status, stdout } = spawnSync('python3', [COUNTER, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`count.py ended with ${status}`);
  return stdout;
}
