/** Makes a text smaller while it still fails: first without some of its lines, then without some of its bytes. */

const MAX_TRIES = 4000;
/** A text with a very long line takes its time at each try. */
const MAX_MS = 15_000;

/** The smallest text found; `fails` must hold for `bytes`. */
export function minimise(bytes: Uint8Array, fails: (bytes: Uint8Array) => boolean): Uint8Array {
  let tries = 0;
  const end = performance.now() + MAX_MS;
  const stillFails = (text: string): boolean =>
    tries++ < MAX_TRIES && performance.now() < end && fails(Buffer.from(text, 'latin1'));
  const text = Buffer.from(bytes).toString('latin1');
  const lines = without(text.match(/[^\n]*\n|[^\n]+$/g) ?? [], (left) => stillFails(left.join('')));
  const characters = without([...lines.join('')], (left) => stillFails(left.join('')));
  return Buffer.from(characters.join(''), 'latin1');
}

/** `parts` without all that can be left out, tried in halves, quarters and so on. */
function without(parts: readonly string[], fails: (left: readonly string[]) => boolean): readonly string[] {
  let left = parts;
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length;) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if (fewer.length < left.length && fails(fewer)) left = fewer;
      else at += size;
    }
  }
  return left;
}
