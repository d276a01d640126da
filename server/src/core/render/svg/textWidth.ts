/**
 * How wide text will be. Nobody can be asked before it is drawn, so it is estimated from above for the usual fonts without
 * serifs: labels keep apart rather than touch.
 */
import { visible } from '../../format/escape';

const NARROW = /[ .,:;'|!ijltfrI()[\]{}\\/-]/;
const WIDE = /[mwMW@%–—…]/;
const CAPITAL = /[A-Z0-9_&#?=+<>~^]/;

/** Width of a line of text in units, at a size in units. */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const character of visible(text)) {
    if (NARROW.test(character)) em += 0.36;
    else if (WIDE.test(character)) em += 0.92;
    else if (CAPITAL.test(character)) em += 0.66;
    else em += character.codePointAt(0)! > 0x2e7f ? 1.05 : 0.6;
  }
  return em * size;
}

/** The text, or its beginning and end with `…` between them where it would be wider. */
export function fit(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...visible(text)];
  let kept = characters.length - 1;
  // Names that are long differ at their ends more often than in between.
  const shortened = (): string => {
    const end = Math.floor(kept / 2);
    return `${characters.slice(0, kept - end).join('')}…${characters.slice(characters.length - end).join('')}`;
  };
  if (characters.length > 400) kept = 400;
  while (kept > 1 && textWidth(shortened(), size) > width) kept--;
  return shortened();
}

/** The text in lines that are not wider, cut between words; a word that is too wide for a line is shortened. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(line);
      line = fit(word, width, size);
    } else line = line === '' ? fit(word, width, size) : longer;
  }
  lines.push(line);
  return lines;
}
