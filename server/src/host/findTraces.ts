import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TracePath } from '../core/compare/grouping';
import { compareNames } from '../core/analyse/functions';
import { asTraceFileError } from './traceFileError';

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
        const found = await tracesBelow(given, notes);
        if (found.length === 0)
          notes.push(`${given}: there is no trace in it (name them *.trace, *.trace.gz)`);
        traces.push(...found);
      } else traces.push({ path: given });
    } catch (error) {
      notes.push(noteOn(given, error));
    }
  }
  if (traces.length > MAX_FILES) {
    notes.push(`only the first ${MAX_FILES} of ${traces.length} traces are taken`);
    traces.length = MAX_FILES;
  }
  return { traces, notes };
}

/** Traces of a folder; a subfolder that cannot be read is left out and noted. */
async function tracesBelow(folder: string, notes: string[]): Promise<TracePath[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inSubfolders = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const below = path.join(folder, name);
        try {
          const files = await readdir(below, { withFileTypes: true });
          return files.filter((entry) => entry.isFile()).map((entry) => path.join(name, entry.name));
        } catch (error) {
          notes.push(noteOn(below, error));
          return [];
        }
      }),
  );
  return [...entries.filter((entry) => entry.isFile()).map(({ name }) => name), ...inSubfolders.flat()]
    .filter((below) => TRACE_FILE.test(below))
    .sort(compareNames)
    .map((below) => ({ path: path.join(folder, below), below }));
}

function noteOn(given: string, error: unknown): string {
  return `${given}: ${asTraceFileError(error).message}`;
}
