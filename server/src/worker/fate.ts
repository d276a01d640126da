import { statSync, type Stats } from 'node:fs';
import type { TextFile } from './textFile';

/** What has become of the file that is open. */
export type Fate = 'same' | 'grown' | 'shorter' | 'changed' | 'replaced' | 'gone' | 'hidden';

/** What has become of a file, in words. */
export const FATES: Readonly<Record<Fate, string | undefined>> = {
  same: undefined,
  grown: 'The file has grown since it was read: reload it to see what is new.',
  shorter: 'The file has become shorter: lines behind its end cannot be read any more; reload it.',
  changed: 'The file has changed since it was read: reload it to see what is in it now.',
  replaced: 'The file was replaced by another: what is shown is the old one; reload it to see the new one.',
  gone: 'The file is gone: what is shown can be read as long as this view is open.',
  hidden: 'The file cannot be looked at any more: what is shown can be read as long as this view is open.',
};

/** Compares the file of a name with the one that was opened, of which `bytes` are read. */
export function fateOf(file: TextFile, bytes: number): Fate {
  let now: Stats;
  try {
    now = statSync(file.path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'hidden';
  }
  if (now.ino !== file.stats.ino || now.dev !== file.stats.dev) return 'replaced';
  if (now.size < bytes) return 'shorter';
  if (now.size > bytes) return 'grown';
  return now.mtimeMs === file.stats.mtimeMs ? 'same' : 'changed';
}
