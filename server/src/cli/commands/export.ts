import { once } from 'node:events';
import { version } from '../../../../package.json';
import { CallPaths } from '../../core/analyse/callPaths';
import { buildCallTree } from '../../core/analyse/callTree';
import { distinctNames } from '../../core/format/pathNames';
import { foldedStacks, type StackWeight } from '../../core/render/foldedStacks';
import { speedscope, type SpeedscopeProfile } from '../../core/render/speedscope';
import { describeFilter } from '../../core/filter/describe';
import { loadFilter } from '../filters';
import type { FilterOptions, ReadingOptions } from '../options';
import { InputError } from '../input';
import { loadCategories, loadTraceLines } from '../traces';

/** What the command line gives. */
export interface ExportOptions extends ReadingOptions, FilterOptions {
  readonly folded?: boolean;
  readonly speedscope?: boolean;
  readonly by?: string;
  readonly task?: boolean;
  /** Rules, for filters by category. */
  readonly categories?: string;
}

/** So much is written at once. */
const BATCH_CHARACTERS = 1 << 16;

/** `export --folded|--speedscope FILE…`: the call trees of traces, merged by path, in the format of another program. */
export async function exportCommand(files: readonly string[], options: ExportOptions): Promise<void> {
  const { by = 'self', folded = false } = options;
  if (folded === (options.speedscope ?? false)) throw new InputError('give either --folded or --speedscope');
  if (by !== 'self' && by !== 'calls') throw new InputError(`--by is self or calls, not ${by}`);
  if (folded && files.length > 2)
    throw new InputError(
      '--folded takes one trace, or two for their difference; --speedscope takes any number',
    );
  const categories = await loadCategories(options.categories);
  const filter = await loadFilter(options, categories);
  const paths = new CallPaths();
  const names = distinctNames(files);
  const profiles: SpeedscopeProfile[] = [];
  for (const [index, file] of files.entries()) {
    const trace = await loadTraceLines(file, options, filter, categories);
    const tree = buildCallTree([{ trace }], { paths, byTask: options.task === true });
    profiles.push({ name: names[index]!, tree });
  }
  const filters = Object.keys(filter).length === 0 ? '' : ` (${describeFilter(filter)})`;
  await print(folded ? foldedText(profiles, by) : speedscopeText(profiles, by, filters));
}

function foldedText(profiles: readonly SpeedscopeProfile[], by: StackWeight): Iterable<string> {
  const [first, second] = profiles.map(({ tree }) => tree);
  return foldedStacks(second === undefined ? [first!] : [first!, second], by);
}

function speedscopeText(
  profiles: readonly SpeedscopeProfile[],
  by: StackWeight,
  filters: string,
): Iterable<string> {
  const title = profiles.map(({ name }) => name).join(', ') + filters;
  return speedscope(profiles, by, title, `ftrace-explorer ${version}`);
}

async function print(pieces: Iterable<string>): Promise<void> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_CHARACTERS) continue;
    if (!process.stdout.write(batch)) await once(process.stdout, 'drain');
    batch = '';
  }
  process.stdout.write(batch);
}
