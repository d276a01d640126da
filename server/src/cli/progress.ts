import { isatty } from 'node:tty';
import { visible } from '../core/format/escape';

const MEGABYTE = 1 << 20;
/** Below this a file is read before anyone would look. */
const SHOW_FROM_BYTES = 32 * MEGABYTE;
const INTERVAL_MS = 100;
/** Asking process.stderr would make a stream of it. */
const STANDARD_ERROR = 2;

/** One line on standard error, rewritten in place, while a long file is read; nothing where that is no terminal. */
export class Progress {
  private readonly started = Date.now();
  private last = 0;
  private shown = false;
  private isTerminal: boolean | undefined;

  constructor(private readonly name: string) {}

  /** `read` of `size` bytes are done. */
  show(read: number, size: number): void {
    const now = Date.now();
    if (size < SHOW_FROM_BYTES || now - this.last < INTERVAL_MS) return;
    if (!(this.isTerminal ??= isatty(STANDARD_ERROR))) return;
    this.last = now;
    this.shown = true;
    const percent = Math.floor((read / size) * 100);
    const rate = read / MEGABYTE / Math.max((now - this.started) / 1000, 0.001);
    const text = `${percent} % of ${Math.round(size / MEGABYTE)} MB, ${Math.round(rate)} MB/s: ${visible(this.name)}`;
    // A line that is too long would be wrapped and could not be taken away. Some terminals have 0 columns.
    process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
  }
}
