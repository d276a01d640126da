import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { isPlain } from '../host/unpack';
import { asTraceFileError, TraceFileError } from '../host/traceFileError';

/** Enough of a file to know what it is. */
const HEAD_BYTES = 1024;

/**
 * A file that is read by windows. It is kept open, so that what is shown stays what it was when another file takes its
 * name. Reading is synchronous: it happens in a thread that has nothing else to do.
 */
export class TextFile {
  private isClosed = false;
  private lastSize = 0;

  private constructor(
    private readonly descriptor: number,
    readonly path: string,
    /** As it was when it was opened. */
    readonly stats: Stats,
  ) {
    this.lastSize = stats.size;
  }

  /** Opens a file of plain text. Throws a TraceFileError where it cannot be read by windows, which says what to do. */
  static open(path: string): TextFile {
    try {
      const kind = statSync(path);
      if (kind.isDirectory()) throw new TraceFileError('it is a folder; name a trace file in it');
      // Opening a pipe would wait for somebody to write.
      if (!kind.isFile())
        throw new TraceFileError('it is no file with positions; save its text to a file and open that');
      const descriptor = openSync(path, 'r');
      try {
        const head = new Uint8Array(HEAD_BYTES);
        const count = readSync(descriptor, head, 0, HEAD_BYTES, 0);
        if (!isPlain(head.subarray(0, count)))
          throw new TraceFileError(
            'it is compressed or in UTF-16, and the view reads lines by their place in the text; unpack or convert it first, or open it as text',
          );
        return new TextFile(descriptor, path, fstatSync(descriptor));
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    } catch (error) {
      throw asTraceFileError(error);
    }
  }

  /** The size of the file that is open, which may have another name by now, or none; the last one where it cannot be had. */
  size(): number {
    try {
      this.lastSize = fstatSync(this.descriptor).size;
    } catch {
      // Of a network that is gone: what was read of the file stays, and who reads on is told why that fails.
    }
    return this.lastSize;
  }

  /** Reads into all of `space` from a position on, less at the end of the file; gives how many bytes there were. */
  readInto(space: Uint8Array, position: number): number {
    let filled = 0;
    while (filled < space.length) {
      const count = this.readOnce(space, filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  /** The bytes [from, to), or as many as there are. Throws a TraceFileError. */
  read(from: number, to: number): Uint8Array {
    const space = new Uint8Array(Math.max(0, to - from));
    return space.subarray(0, this.readInto(space, from));
  }

  /** Nothing can be read behind that. */
  close(): void {
    this.isClosed = true;
    closeSync(this.descriptor);
  }

  private readOnce(space: Uint8Array, at: number, position: number): number {
    // Its descriptor may be another file's by now.
    if (this.isClosed) throw new TraceFileError('it was closed or is read again');
    try {
      return readSync(this.descriptor, space, at, space.length - at, position);
    } catch (error) {
      throw asTraceFileError(error);
    }
  }
}
