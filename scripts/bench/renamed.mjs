// The big recording with more or fewer names of functions, and everything else as it is.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const PIECE = 8 << 20;
const NEWLINE = 10;
/** `|`, the indentation, a name that is called. */
const CALL = /(?<=\| ( *))[\w.$]+(?=(?: \[\w+\])?\(\))/g;
/** Which variant of a name an exit would have to print is not known here: none prints any. */
const EXIT_NAME = / \/\* [\w.$]+ \*\//g;
/** With other names they would be no interrupts any more, and what they interrupt would be something else. */
const INTERRUPT =
  /sysvec_|common_interrupt$|^(__)?irq_(enter|exit)(_rcu)?$|irqentry_exit_cond_resched$|^__hrtimer_rearm_deferred$|exc_nmi$/;
/** With so many names at each of these depths hardly a call is within one of its own name, as hardly any is in the recording. */
const FEW_PER_DEPTH = 5;
const FEW_DEPTHS = 20;

/**
 * Writes `source` to `target` with about `names` names: those of the recording, if it has about as many; else names out of a
 * hundred, or as many variants of each (`update_curr.17`) as it takes, each as often as the others, so that the first
 * hundredth of the names is in as many calls as before.
 * @param {string} source
 * @param {string} target
 * @param {number} names
 */
export function rename(source, target, names) {
  const calls = countCalls(source);
  const own = [...calls.keys()];
  /** @type {(name: string, depth: number) => string} */
  let renamed;
  if (names < calls.size) {
    if (names !== FEW_PER_DEPTH * FEW_DEPTHS) throw new Error(`${names} names are not provided for`);
    const number = new Map(own.map((name, index) => [name, index]));
    renamed = (name, depth) =>
      own[(depth % FEW_DEPTHS) * FEW_PER_DEPTH + ((number.get(name) ?? 0) % FEW_PER_DEPTH)] ?? name;
  } else if (names <= 1.25 * calls.size) renamed = (name) => name;
  else {
    const most = variantsFor(names, [...calls.values()]);
    /** @type {Map<string, string[]>} */
    const variants = new Map(own.map((name) => [name, []]));
    let seed = 1;
    renamed = (name) => {
      const known = variants.get(name) ?? [];
      // Each once first; then by a xorshift generator, so that the file is the same each time.
      if (known.length < most) return (known[known.length] = `${name}.${known.length}`);
      seed ^= seed << 13;
      seed ^= seed >>> 17;
      seed ^= seed << 5;
      return known[(seed >>> 0) % most] ?? name;
    };
  }
  const output = openSync(target, 'w');
  forEachPiece(source, (text) => {
    const changed = text.replace(CALL, (name, indentation) =>
      INTERRUPT.test(name) ? name : renamed(name, indentation.length >> 1),
    );
    writeSync(output, changed.replace(EXIT_NAME, ''), null, 'latin1');
  });
  closeSync(output);
}

/**
 * How often each function is called that gets other names, in the order of their first calls.
 * @param {string} source
 */
function countCalls(source) {
  /** @type {Map<string, number>} */
  const calls = new Map();
  forEachPiece(source, (text) => {
    for (const [name] of text.matchAll(CALL)) calls.set(name, (calls.get(name) ?? 0) + 1);
  });
  for (const name of calls.keys()) if (INTERRUPT.test(name)) calls.delete(name);
  return calls;
}

/**
 * The least number of variants of each function that makes `names` in all: a function has no more of them than calls.
 * @param {number} names
 * @param {number[]} calls
 */
function variantsFor(names, calls) {
  const enough = Math.max(...calls);
  let most = 1;
  while (most < enough && calls.reduce((sum, count) => sum + Math.min(count, most), 0) < names) most++;
  return most;
}

/**
 * Gives the text of the file, whole lines at a time, a character per byte.
 * @param {string} file
 * @param {(text: string) => void} take
 */
function forEachPiece(file, take) {
  const input = openSync(file, 'r');
  const piece = Buffer.alloc(PIECE);
  for (let at = 0; ;) {
    const count = readSync(input, piece, 0, PIECE, at);
    if (count === 0) break;
    const end = piece.subarray(0, count).lastIndexOf(NEWLINE) + 1 || count;
    take(piece.toString('latin1', 0, end));
    at += end;
  }
  closeSync(input);
}
