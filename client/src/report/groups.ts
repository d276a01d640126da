/** How files are grouped into scenarios. No VS Code in here. */

/** Scenarios with the URIs of their runs. */
export type Groups = readonly { readonly name: string; readonly runs: readonly string[] }[];

/** More scenarios than these are not named one by one. */
const MAX_NAMED = 6;
const ENDING = /\.(?:(?:f?trace)(?:\.(?:gz|xz|zst|txt))?|txt|log)$/i;

/** `4 scenarios: socket (3 runs), tap (3 runs), qemu, kvm`. */
export function describeGroups(groups: Groups): string {
  const named = groups
    .slice(0, MAX_NAMED)
    .map(({ name, runs }) => (runs.length === 1 ? name : `${name} (${runs.length} runs)`));
  const more = groups.length - named.length;
  if (more > 0) named.push(`${more} more`);
  return `${groups.length} ${groups.length === 1 ? 'scenario' : 'scenarios'}: ${named.join(', ')}`;
}

/** Each file as a scenario of its own, named by as many parts of its path as tell them apart. */
export function eachFile(files: readonly string[]): Groups {
  const taken = new Set<string>();
  return files.map((run) => {
    const parts = run.split('/').map(decoded);
    let name = '';
    for (let count = 1; count <= parts.length; count++) {
      name = parts.slice(-count).join('/').replace(ENDING, '') || 'trace';
      if (!taken.has(name)) break;
    }
    const base = name;
    for (let number = 2; taken.has(name); number++) name = `${base} (${number})`;
    taken.add(name);
    return { name, runs: [run] };
  });
}

/** The groups with another name of one. */
export function renameScenario(groups: Groups, scenario: number, name: string): Groups {
  return groups.map((group, index) => (index === scenario ? { ...group, name } : group));
}

/** The groups with a run in another scenario, in one of its own, or in none; scenarios without runs go. */
export function moveRun(groups: Groups, run: string, to: number | 'new' | 'out'): Groups {
  const moved = groups.map(({ name, runs }, index) => {
    const others = runs.filter((one) => one !== run);
    return { name, runs: index === to ? [...others, run] : others };
  });
  const left = moved.filter(({ runs }) => runs.length > 0);
  if (to !== 'new') return left;
  const names = new Set(left.map(({ name }) => name));
  const [own] = eachFile([run]);
  let name = own!.name;
  for (let number = 2; names.has(name); number++) name = `${own!.name} (${number})`;
  return [...left, { name, runs: [run] }];
}

/** The last part of a URI, as people read it. */
export function fileName(uri: string): string {
  return decoded(uri.split('/').at(-1) ?? uri);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
