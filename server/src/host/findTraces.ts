import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TracePath } from '../core/compare/grouping';
import { compareNames } from '../core/analyse/functions';

/** What a trace in a folder is called. A file that somebody names may be called anything. */
const TRACE_FILE = /(?:^|\.)f?trace(?:\.(?:txt|log|gz|xz|zst))*$/i;
/** More files than this are no comparison, but a wrong folder. */
const MAX_FILES = 1000;

/** The traces among files and folders, and sentences about what was left out. */
export interface FoundTraces {
  readonly traces: readonly TracePath[];
  readonly notes: readonly string[];
}

/** Finds the traces: files as they are, folders by the names of their files and of those in their subfolders. */
export async function findTraces(paths: readonly string[]): Promise<FoundTraces> {
  const traces: TracePath[] = [];
  const notes: string[] = [];
  for (const given of paths) {
    try {
      if ((await stat(given)).isDirectory()) {
        const found = await tracesBelow(given);
        if (found.length === 0)
          notes.push(`${given}: there is no trace in it (name them *.trace, *.trace.gz)`);
        traces.push(...found);
      } else traces.push({ path: given });
    } catch (error) {
      notes.push(`${given}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (traces.length > MAX_FILES) {
    notes.push(`only the first ${MAX_FILES} of ${traces.length} traces are taken`);
    traces.length = MAX_FILES;
  }
  return { traces, notes };
}

async function tracesBelow(folder: string): Promise<TracePath[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inSubfolders = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) =>
        (await readdir(path.join(folder, name), { withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(name, entry.name)),
      ),
  );
  return [...entries.filter((entry) => entry.isFile()).map(({ name }) => name), ...inSubfolders.flat()]
    .filter((below) => TRACE_FILE.test(below))
    .sort(compareNames)
    .map((below) => ({ path: path.join(folder, below), below }));
}
