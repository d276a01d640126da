/** The file format of speedscope: https://www.speedscope.app/file-format-schema.json. */
import { ROOT, type CallPaths } from '../analyse/callPaths';
import type { CallTree } from '../analyse/callTree';
import { visible } from '../format/escape';
import { weightAt, type StackWeight } from './foldedStacks';

/** Traces of one scenario, called by its name. */
export interface SpeedscopeProfile {
  readonly name: string;
  readonly tree: CallTree;
}

/** So much text is given at once. */
const BATCH_CHARACTERS = 1 << 16;

/**
 * The text of a file with a sampled profile per tree, in pieces. A sample is a path with its self time in nanoseconds, or its
 * calls; paths are merged, so that their order says nothing of time. All trees have the same paths, and share their
 * frames: speedscope's list of profiles shows them one beside the other. `exporter`: `ftrace-explorer 1.0.0`.
 */
export function* speedscope(
  profiles: readonly SpeedscopeProfile[],
  by: StackWeight,
  title: string,
  exporter: string,
): Generator<string> {
  const { paths } = profiles[0]!.tree;
  const frames = new Frames(paths);
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":${JSON.stringify(exporter)}`;
  yield `,"name":${JSON.stringify(visible(title))},"activeProfileIndex":0,"shared":{"frames":[`;
  yield* batches(frames.names.map((name) => `{"name":${JSON.stringify(visible(name))}}`));
  yield ']},"profiles":[';
  for (const [index, { name, tree }] of profiles.entries()) {
    const nodes: number[] = [];
    let end = 0;
    for (let node = ROOT + 1; node < paths.length; node++) {
      const weight = weightAt(tree, node, by);
      if (weight === 0) continue;
      nodes.push(node);
      end += weight;
    }
    const unit = by === 'calls' ? 'none' : 'nanoseconds';
    yield `${index > 0 ? ',' : ''}{"type":"sampled","name":${JSON.stringify(visible(name))},"unit":"${unit}"`;
    yield `,"startValue":0,"endValue":${end},"samples":[`;
    yield* batches(map(nodes, (node) => `[${paths.pathTo(node).map((at) => frames.of(at)).join(',')}]`)); // prettier-ignore
    yield '],"weights":[';
    yield* batches(map(nodes, (node) => String(weightAt(tree, node, by))));
    yield ']}';
  }
  yield ']}\n';
}

/** Functions by number, in the order in which they first appear. */
class Frames {
  readonly names: string[] = [];
  private readonly byName = new Map<number, number>();

  constructor(private readonly paths: CallPaths) {
    for (let node = ROOT + 1; node < paths.length; node++) {
      const name = paths.nameOf(node);
      if (this.byName.has(name)) continue;
      this.byName.set(name, this.names.length);
      this.names.push(paths.text(node));
    }
  }

  of(node: number): number {
    return this.byName.get(this.paths.nameOf(node))!;
  }
}

function* map<T>(values: readonly T[], text: (value: T) => string): Generator<string> {
  for (const value of values) yield text(value);
}

/** The texts with commas between them, in pieces of some length. */
function* batches(texts: Iterable<string>): Generator<string> {
  let batch = '';
  let comma = '';
  for (const text of texts) {
    batch += comma + text;
    comma = ',';
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
