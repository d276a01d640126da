/** Which files are runs of the same thing, told by their names: a proposal that people can change. */
import { compareNames } from '../analyse/functions';

/** A trace file that somebody selected, or that is in a folder that somebody selected. */
export interface TracePath {
  /** Whole path or URI; `/` or `\` between folders. */
  readonly path: string;
  /** The part of `path` below the selected folder: `socket/1.trace`; undefined where the file itself was selected. */
  readonly below?: string | undefined;
}

/** A scenario that was found: its runs are paths as they were given, in order of their numbers. */
export interface Group {
  readonly name: string;
  readonly runs: readonly string[];
}

const EXTENSIONS = /(?:\.(?:f?trace|txt|log|gz|xz|zst))+$/i;
/** `socket.2`, `socket-2`, `socket_run02`: the scenario, and the number of its run. */
const RUN = /^(.+?)([._ -])(?:run[._-]?)?(\d{1,4})$/i;

interface File {
  readonly path: string;
  readonly folder: string;
  readonly stem: string;
  /** What is left without the number of the run; the stem itself where it has none. */
  readonly scenario: string;
  readonly number: number;
  readonly separator: string;
}

/**
 * Proposes scenarios for a selection, in order of their first files. In a selected folder each subfolder is one; else
 * `name.N.trace` is run N of `name`. With `-` and `_` a number counts as that of a run only where there are two of them, as
 * `linux-6.trace` is none. Files of the same name in different folders are told apart by their folders.
 */
export function groupTraces(paths: readonly TracePath[]): Group[] {
  const files = paths.map(({ path, below }) => ({ file: readFile(path), subfolder: subfolderOf(below) }));
  const numbered = new Map<string, number>();
  for (const { file } of files) {
    const key = `${file.folder}\n${file.scenario}`;
    if (file.number >= 0) numbered.set(key, (numbered.get(key) ?? 0) + 1);
  }
  const groups = new Map<string, { name: string; folder: string; files: File[] }>();
  for (const { file, subfolder } of files) {
    const isRun = file.separator === '.' || (numbered.get(`${file.folder}\n${file.scenario}`) ?? 0) > 1;
    const name = subfolder ?? (isRun ? file.scenario : file.stem);
    const key = subfolder === undefined ? `${file.folder}\n${name}` : `\n${subfolder}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name, folder: file.folder, files: [file] });
    else group.files.push(file);
  }
  const found = [...groups.values()];
  const alike = (name: string): number => found.filter((group) => group.name === name).length;
  return found
    .map(({ name, folder, files: runs }) => ({
      name: alike(name) > 1 ? `${lastPart(folder)}/${name}` : name,
      runs: runs.sort((a, b) => a.number - b.number || compareNames(a.path, b.path)).map(({ path }) => path),
    }))
    .map(distinct());
}

/** Two groups never have the same name, whatever their folders are called. */
function distinct(): (group: Group) => Group {
  const taken = new Set<string>();
  return (group) => {
    let name = group.name;
    for (let more = 2; taken.has(name); more++) name = `${group.name} (${more})`;
    taken.add(name);
    return { ...group, name };
  };
}

function readFile(path: string): File {
  const parts = path.split(/[/\\]/);
  const base = parts.pop() ?? path;
  const stem = base.replace(EXTENSIONS, '') || base;
  const [, scenario = stem, separator = '', number] = RUN.exec(stem) ?? [];
  return {
    path,
    folder: parts.join('/'),
    stem,
    scenario,
    separator,
    number: number === undefined ? -1 : Number(number),
  };
}

function subfolderOf(below: string | undefined): string | undefined {
  const parts = below?.split(/[/\\]/) ?? [];
  return parts.length > 1 ? parts[0] : undefined;
}

function lastPart(folder: string): string {
  return folder.split('/').at(-1) ?? folder;
}
