/** Which files are runs of the same thing, told by their names: a proposal that people can change. */
import { distinctNames } from '../format/pathNames';
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
const RUN = /^(.+?)([._ -])(run[._-]?)?(\d{1,4})$/i;
/** `2`, `run2`: a file or a folder that is a run of what its folder is called, or of what its files are called. */
const RUN_ONLY = /^(?:run[._ -]?)?(\d{1,3})$/i;
/** `linux-6` of `linux-6.1`, `v6` of `v6.1`: a version, and no run. */
const VERSION = /(?:^|[._ -])v?\d+$/i;

interface File {
  readonly path: string;
  /** The folder that it is in, without one that is only a run. */
  readonly folder: readonly string[];
  readonly stem: string;
  /** What is left without the number of the run: the folder's name where that is all; undefined where there is none. */
  readonly scenario: string | undefined;
  /** The number of the run; -1 where there is none. */
  readonly number: number;
  /** Nobody means anything else by `name.2`. */
  readonly surely: boolean;
  /** How many of the folders are those of the selected folder; undefined where the file itself was selected. */
  readonly root: number | undefined;
}

/** A file's name without what says only that it is a trace: `tap.1` of `tap.1.trace.gz`. */
export function stemOf(name: string): string {
  return name.replace(EXTENSIONS, '') || name;
}

/**
 * Proposes scenarios for a selection, in order of their first files. In a selected folder each subfolder is one; else
 * `name.N.trace` is run N of `name`. With `-` and `_`, and for `N.trace`, a number counts as that of a run only where there are
 * two of them, as `linux-6.trace` is none. Folders `run1`, `run2` are runs of the files in them. Files of the same name in
 * different folders are told apart by their folders. A path that is there twice counts once.
 */
export function groupTraces(paths: readonly TracePath[]): Group[] {
  const files = withoutRunFolders([...new Map(paths.map((file) => [file.path, file])).values()]).map(
    readFile,
  );
  const numbered = new Map<string, number>();
  const keyOf = ({ folder }: File, name: string): string => `${folder.join('/')}\n${name}`;
  for (const file of files) {
    if (file.scenario === undefined) continue;
    const key = keyOf(file, file.scenario);
    numbered.set(key, (numbered.get(key) ?? 0) + 1);
  }
  const groups = new Map<string, { path: string; files: File[] }>();
  for (const file of files) {
    const { folder, root, stem, scenario, surely } = file;
    let path = [...folder, stem];
    if (root !== undefined && folder.length > root) path = folder.slice(0, root + 1);
    else if (scenario === '') path = numbered.get(keyOf(file, ''))! > 1 ? [...folder] : path;
    else if (scenario !== undefined && (surely || numbered.get(keyOf(file, scenario))! > 1))
      path = [...folder, scenario];
    const key = path.join('/');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { path: key, files: [file] });
    else group.files.push(file);
  }
  const found = [...groups.values()];
  const names = distinctNames(found.map(({ path }) => path));
  return found
    .map(({ files: runs }, index) => ({
      name: names[index]!,
      runs: runs.sort((a, b) => a.number - b.number || inOrder(a.path, b.path)).map(({ path }) => path),
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

interface Located {
  readonly path: string;
  readonly folder: readonly string[];
  readonly base: string;
  readonly root: number | undefined;
  /** The number of the folder that was left out; -1 where none was. */
  readonly runFolder: number;
}

/** Where files are; where `run1` stands beside `run2`, they are in the folder of both. */
function withoutRunFolders(paths: readonly TracePath[]): Located[] {
  const located = paths.map(({ path, below }): Located => {
    const parts = readable(path).split(/[/\\]/);
    const base = parts.pop() ?? path;
    const depth = below === undefined ? 0 : below.split(/[/\\]/).filter((part) => part !== '').length;
    const root = below === undefined ? undefined : Math.max(0, parts.length + 1 - depth);
    return { path, folder: parts, base, root, runFolder: -1 };
  });
  const siblings = new Map<string, Set<string>>();
  const parentOf = (folder: readonly string[]): string => folder.slice(0, -1).join('/');
  for (const { folder } of located) {
    const last = folder.at(-1) ?? '';
    if (!RUN_ONLY.test(last)) continue;
    const parent = parentOf(folder);
    siblings.set(parent, (siblings.get(parent) ?? new Set()).add(last));
  }
  return located.map((file) => {
    const { folder } = file;
    const [, number] = RUN_ONLY.exec(folder.at(-1) ?? '') ?? [];
    if (number === undefined || siblings.get(parentOf(folder))!.size < 2) return file;
    return { ...file, folder: folder.slice(0, -1), runFolder: Number(number) };
  });
}

function readFile({ path, folder, base, root, runFolder }: Located): File {
  const stem = stemOf(base);
  const file = { path, folder, stem, root };
  if (runFolder >= 0) return { ...file, scenario: stem, number: runFolder, surely: true };
  const [, only] = RUN_ONLY.exec(stem) ?? [];
  if (only !== undefined && (folder.at(-1) ?? '') !== '')
    return { ...file, scenario: '', number: Number(only), surely: false };
  const [, scenario, separator, run, number] = RUN.exec(stem) ?? [];
  if (scenario === undefined || (separator === '.' && run === undefined && VERSION.test(scenario)))
    return { ...file, scenario: undefined, number: -1, surely: false };
  return { ...file, scenario, number: Number(number), surely: separator === '.' };
}

/** The path of a URI as people write it: `%20` is a blank. */
function readable(path: string): string {
  if (!/^[a-z][\w+.-]*:\/\//i.test(path)) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** As `compareNames`, but 10 comes after 9. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/(\d+)/));
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    const [x, y] = [left![i]!, right![i]!];
    // Every second part is a number: the longer one is greater, without its zeros.
    const [m, n] = i % 2 === 0 ? [x, y] : [x, y].map((digits) => digits.replace(/^0+(?=.)/, ''));
    const order = (i % 2 === 0 ? 0 : m!.length - n!.length) || compareNames(m!, n!);
    if (order !== 0) return order;
  }
  return left!.length - right!.length || compareNames(a, b);
}
