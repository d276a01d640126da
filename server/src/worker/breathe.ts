/** So long a thread works on one thing before it looks for other messages. */
const SLICE_MS = 8;

/** Says when it is time to look for other messages. */
export class Slice {
  private end = performance.now() + SLICE_MS;

  /** Lets others in if it is time; gives whether it did. */
  async pause(): Promise<boolean> {
    if (performance.now() < this.end) return false;
    await breathe();
    this.end = performance.now() + SLICE_MS;
    return true;
  }
}

/** Lets messages be answered that have come meanwhile. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
