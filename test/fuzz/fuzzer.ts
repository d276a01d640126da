/**
 * Damaged texts without end, each asked all laws. Texts in which something new was seen are damaged further. The same seed
 * gives the same texts. What breaks a law is made small.
 */
import { runInThisContext } from 'node:vm';
import { randomNumbers } from '../support/random';
import { featuresOf } from './features';
import { minimise } from './minimise';
import { mutate, mutateLong } from './mutate';
import { checkLaws, type Broken, type Understood } from './oracles';

/** A text that breaks a law. */
export interface Finding {
  /** How it breaks it; each way is reported once. */
  readonly signature: string;
  /** A file name for it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly detail: string;
}

export interface Progress {
  inputs: number;
  bytes: number;
  /** Texts that are damaged further. */
  corpus: number;
  features: number;
}

export interface FuzzOptions {
  readonly seeds: readonly string[];
  readonly seed: number;
  readonly runs: number;
  /** Ends after this time even if there are runs left. */
  readonly seconds: number;
  readonly onFinding: (finding: Finding) => void;
  readonly onProgress?: (progress: Readonly<Progress>) => void;
}

const BATCH = 200;
const MAX_CORPUS = 6000;
/** One text in so many gets a line of about 1 MiB. */
const LONG_EVERY = 10_000;
/** Behind this a batch hangs. */
const BATCH_TIMEOUT_MS = 60_000;
const INPUT_TIMEOUT_MS = 10_000;
/** All laws together may take as long for any text, and 1 s per MB. */
const SLOW_FLOOR_MS = 500;
const SLOW_MS_PER_BYTE = 1e-3;
const PROGRESS_EVERY_MS = 1000;

const TIMED = '__ftraceFuzzTimed';

/** Runs `work`; gives false where it does not end within `ms`, even if it never would. */
function endsWithin(ms: number, work: () => void): boolean {
  (globalThis as Record<string, unknown>)[TIMED] = work;
  try {
    runInThisContext(`${TIMED}()`, { timeout: ms });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

function millisecondsOf(work: () => void): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

function timeLimit(bytes: Uint8Array): number {
  return SLOW_FLOOR_MS + SLOW_MS_PER_BYTE * bytes.length;
}

/** All ways in which `bytes` breaks a law, hangs or takes too long. */
export function failuresOf(bytes: Uint8Array): readonly Broken[] {
  // A machine that does something else is no reason: slow is what is slow three times.
  let fastest = Infinity;
  let broken: readonly Broken[] = [];
  for (let times = 0; times < 3 && fastest > timeLimit(bytes); times++) {
    const work = (): void => void (broken = checkLaws(bytes).broken);
    if (!endsWithin(INPUT_TIMEOUT_MS, () => void (fastest = Math.min(fastest, millisecondsOf(work)))))
      return [{ signature: 'time: hangs', detail: `not done after ${INPUT_TIMEOUT_MS} ms` }];
  }
  if (fastest <= timeLimit(bytes)) return broken;
  const detail = `${bytes.length} bytes take ${Math.ceil(fastest)} ms`;
  return [...broken, { signature: 'time: slow', detail }];
}

function nameOf(signature: string): string {
  let hash = 0;
  for (let at = 0; at < signature.length; at++) hash = (Math.imul(hash, 31) + signature.charCodeAt(at)) | 0;
  const law = signature.split(':')[0]!.replaceAll(' ', '-');
  return `${law}-${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

/** Damages texts until runs or time are over. */
export function fuzz(options: FuzzOptions): Progress {
  const { seeds, onFinding, onProgress } = options;
  const random = randomNumbers(options.seed);
  const corpus = [...seeds];
  const seen = new Set<number>();
  const signatures = new Set<string>();
  const progress: Progress = { inputs: 0, bytes: 0, corpus: 0, features: 0 };
  const begin = performance.now();
  let reported = begin;
  let current: Uint8Array = new Uint8Array(0);

  const learn = (understood: Understood): boolean => {
    const before = seen.size;
    for (const feature of featuresOf(understood)) seen.add(feature);
    return seen.size > before;
  };
  const report = (bytes: Uint8Array): void => {
    for (const { signature, detail } of failuresOf(bytes)) {
      if (signatures.has(signature)) continue;
      signatures.add(signature);
      const failure = (fewer: Uint8Array): Broken | undefined =>
        failuresOf(fewer).find((broken) => broken.signature === signature);
      const small = minimise(bytes, (fewer) => failure(fewer) !== undefined);
      onFinding({
        signature,
        name: nameOf(signature),
        bytes: small,
        detail: failure(small)?.detail ?? detail,
      });
    }
  };
  const one = (text: string, keep: boolean): void => {
    current = Buffer.from(text, 'latin1');
    progress.inputs++;
    progress.bytes += current.length;
    const started = performance.now();
    const { broken, understood } = checkLaws(current);
    const slow = performance.now() - started > timeLimit(current);
    if (slow || broken.some(({ signature }) => !signatures.has(signature))) report(current);
    if (understood === undefined || !learn(understood) || !keep) return;
    // The seeds stay: what is replaced is one of the texts made of them.
    if (corpus.length < MAX_CORPUS) corpus.push(text);
    else corpus[seeds.length + random(Math.max(MAX_CORPUS - seeds.length, 1))] = text;
  };
  const any = (): string => corpus[random(corpus.length)]!;
  const batch = (texts: () => string[], keep: boolean): void => {
    const all = texts();
    let done = 0;
    const work = (): void => {
      while (done < all.length) one(all[done++]!, keep);
    };
    while (done < all.length) if (!endsWithin(BATCH_TIMEOUT_MS, work)) report(current);
  };

  for (let at = 0; at < seeds.length; at += BATCH) batch(() => seeds.slice(at, at + BATCH), false);
  while (progress.inputs < options.runs && performance.now() - begin < options.seconds * 1000) {
    const count = Math.min(BATCH, options.runs - progress.inputs);
    batch(() => Array.from({ length: count }, () => mutate(any(), random, any)), true);
    if (random(LONG_EVERY / BATCH) === 0) batch(() => [mutateLong(any(), random)], false);
    const now = performance.now();
    if (onProgress !== undefined && now - reported > PROGRESS_EVERY_MS) {
      reported = now;
      progress.corpus = corpus.length;
      progress.features = seen.size;
      onProgress(progress);
    }
  }
  progress.corpus = corpus.length;
  progress.features = seen.size;
  return progress;
}
