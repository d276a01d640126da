/** Real traces: the committed samples, and the shared recordings where these are. */
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repositoryRoot, sharedFolder } from './repository';

export interface Recording {
  /** `samples/tap.trace`, `options/6.1-arm64/sleep.long.trace.gz`, `scenarios/kvm.1.trace.gz`. */
  readonly name: string;
  readonly path: string;
}

function recordingsBelow(folder: string, name: string, ending: string): Recording[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.includes('lookalikes'))
    .sort()
    .map((file) => ({ name: `${name}/${file.replaceAll(path.sep, '/')}`, path: path.join(folder, file) }));
}

export const samples = recordingsBelow(path.join(repositoryRoot, 'samples'), 'samples', '.trace');
export const options = recordingsBelow(path.join(sharedFolder, 'traces', 'options'), 'options', '.trace.gz');
export const scenarios = recordingsBelow(
  path.join(sharedFolder, 'traces', 'scenarios'),
  'scenarios',
  '.trace.gz',
);

/** Says in one line what a run without the shared material leaves out. */
export function reportMissing(what: string, missing: boolean): void {
  if (missing) console.log(`    left out: ${what} (no shared material at ${sharedFolder})`);
}

/** The text of a recording, as bytes. */
export function readRecording({ path: file }: Recording): Uint8Array {
  const bytes = fs.readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
