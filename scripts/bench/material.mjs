// What is measured on: the recordings of ../shared, parts of them, and generated traces.
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import xz from 'xz-decompress';
import { root } from './measure.mjs';
import { rename } from './renamed.mjs';

/** Names are drawn as recordings have them: the first hundredth of them in half of all calls (the big one: 53 %). */
const SKEW = 7;
const PIECE = 8 << 20;
const NEWLINE = 10;

/** The files, each made when it is asked for the first time, in the folder `work`. */
export class Material {
  /** @type {Map<string, Promise<string>>} */
  #made = new Map();

  /** @param {string} work */
  constructor(work) {
    this.work = work;
  }

  /** The largest recording, of 8 million lines. */
  big() {
    return this.#once('system-650m', (file) => unpack('system-650m', file));
  }

  /** A recording of 50 MB. */
  small() {
    return this.#once('webserver-56m', (file) => unpack('webserver-56m', file));
  }

  /**
   * Complete lines of the big recording: `bytes` of them at most, from the position `from` on.
   * @param {number} bytes
   * @param {number} from
   */
  part(bytes, from = 0) {
    return this.#once(`part-${from}-${bytes}`, async (file) =>
      copyLines(await this.big(), file, from, bytes),
    );
  }

  /**
   * Complete lines of the small recording, from its beginning.
   * @param {number} bytes
   */
  smallPart(bytes) {
    return this.#once(`small-part-${bytes}`, async (file) => copyLines(await this.small(), file, 0, bytes));
  }

  /**
   * The big recording with about so many names of functions.
   * @param {number} names
   */
  renamed(names) {
    return this.#once(`names-${names}`, async (file) => rename(await this.big(), file, names));
  }

  /**
   * One call with `lines` callees: what is inside it is to be said at once.
   * @param {number} bytes
   */
  oneCall(bytes) {
    return this.#once('one-call', (file) => generateCall(file, bytes));
  }

  /**
   * @param {string} name
   * @param {(file: string) => void | Promise<void>} make
   */
  #once(name, make) {
    const file = path.join(this.work, `${name}.trace`);
    const made = this.#made.get(name) ?? Promise.resolve(make(file)).then(() => file);
    this.#made.set(name, made);
    return made;
  }
}

/**
 * @param {string} name
 * @param {string} target
 */
async function unpack(name, target) {
  const shared = process.env.FTRACE_SHARED ?? path.join(root, '..', 'shared');
  const source = path.join(shared, 'traces', 'big', `${name}.trace.xz`);
  if (!existsSync(source))
    throw new Error(`${source} is not there: set FTRACE_SHARED to the shared material`);
  const stream = new xz.XzReadableStream(Readable.toWeb(createReadStream(source)));
  await pipeline(Readable.fromWeb(stream), createWriteStream(target));
}

/**
 * @param {string} source
 * @param {string} target
 * @param {number} from
 * @param {number} bytes
 */
function copyLines(source, target, from, bytes) {
  const input = openSync(source, 'r');
  const output = openSync(target, 'w');
  const piece = Buffer.alloc(PIECE);
  const end = Math.min(from + bytes, statSync(source).size);
  for (let at = from; at < end;) {
    const count = readSync(input, piece, 0, Math.min(PIECE, end - at), at);
    if (count === 0) break;
    const start = at === from && from > 0 ? piece.indexOf(NEWLINE) + 1 : 0;
    const stop = at + count < end ? count : piece.subarray(0, count).lastIndexOf(NEWLINE) + 1;
    writeSync(output, piece, start, stop - start);
    at += count;
  }
  closeSync(input);
  closeSync(output);
}

const NAMES_IN_CALL = 2400;
const MOST_TEXT = 1 << 20;

/**
 * A call with groups of an entry, two leaves and an exit in it.
 * @param {string} file
 * @param {number} bytes
 */
function generateCall(file, bytes) {
  const output = openSync(file, 'w');
  let seed = 1;
  const name = () => {
    // A xorshift generator: the file is the same each time.
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    const drawn = Math.floor(NAMES_IN_CALL * ((seed >>> 0) / 2 ** 32) ** SKEW);
    return `function_${String(drawn).padStart(6, '0')}`;
  };
  let text =
    '# tracer: function_graph\n#\n# CPU  DURATION                  FUNCTION CALLS\n# |     |   |                     |   |   |   |\n' +
    ' 0)               |  all_of_it() {\n';
  for (let written = 0; written < bytes;) {
    while (text.length < MOST_TEXT)
      text +=
        ` 0)               |    ${name()}() {\n` +
        ` 0)   0.123 us    |      ${name()}();\n` +
        ` 0)   0.456 us    |      ${name()}();\n` +
        ` 0)   1.234 us    |    }\n`;
    written += text.length;
    writeSync(output, text);
    text = '';
  }
  writeSync(output, ' 0) ! 999999.9 us |  }\n');
  closeSync(output);
}
