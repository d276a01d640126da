/** One of the processes of `npm run fuzz`: gets its part of the work as a message, tells what it does and finds. */
import { randomNumbers } from '../support/random';
import { fuzz, type Finding, type Progress } from './fuzzer';
import { seedTexts, sharedMissing } from './seeds';

/** What scripts/fuzz.mjs asks for. */
export interface FuzzJob {
  readonly runs: number;
  readonly seed: number;
  readonly seconds: number;
}

export type FuzzMessage =
  | { readonly kind: 'progress' | 'done'; readonly progress: Progress; readonly sharedMissing: boolean }
  | { readonly kind: 'finding'; readonly finding: Omit<Finding, 'bytes'>; readonly base64: string };

const parent = process.ppid;

function send(message: FuzzMessage): void {
  // The loop leaves no time for the event that the parent has ended.
  if (process.ppid !== parent) process.exit(1);
  process.send!(message);
}

process.once('message', ({ runs, seed, seconds }: FuzzJob) => {
  const progress = fuzz({
    seeds: seedTexts(2, false, randomNumbers(seed)),
    seed,
    runs,
    seconds,
    onFinding: ({ bytes, ...finding }) =>
      send({ kind: 'finding', finding, base64: Buffer.from(bytes).toString('base64') }),
    onProgress: (now) => send({ kind: 'progress', progress: now, sharedMissing }),
  });
  send({ kind: 'done', progress, sharedMissing });
  process.disconnect();
});
