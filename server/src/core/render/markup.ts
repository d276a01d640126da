/**
 * Elements of HTML and SVG as text. What is not `Markup` is escaped, so that a name out of a trace cannot become an element, an
 * attribute or a script, whatever it holds. The text is well-formed in both: as HTML and as XML.
 */
import { visible } from '../format/escape';

/** Text that is markup already. Only this file makes it. */
export class Markup {
  private constructor(readonly text: string) {}

  static of(text: string): Markup {
    return new Markup(text);
  }
}

/** What is between the tags; texts are escaped. */
export type Child = Markup | string | undefined | readonly Child[];
/** Numbers are rounded to hundredths; what is undefined or false is left out, true has no value. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Elements that HTML closes itself, and those of SVG that never have content here. */
const EMPTY = new Set(['meta', 'br', 'rect', 'line', 'circle', 'path']);
/** Elements after whose end a line ends: spaces there are not shown. */
const BLOCK = new Set(
  (
    'html head body title meta style main header footer section div figure figcaption details summary form p ul ol li dl dt dd ' +
    'h1 h2 h3 h4 table caption colgroup thead tbody tr th td svg g defs pattern desc rect line circle path text'
  ).split(' '),
);

/** One element. Attributes stand in the order in which they are given. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  const open = `<${name}${attributeText(attributes)}`;
  const end = BLOCK.has(name) ? '\n' : '';
  if (EMPTY.has(name)) return Markup.of(`${open}/>${end}`);
  return Markup.of(`${open}>${childText(children)}</${name}>${end}`);
}

/** Several pieces, one behind the other. */
export function fragment(...children: readonly Child[]): Markup {
  return Markup.of(childText(children));
}

/** Text for people between tags or in an attribute: what is invisible is written out, what means something is escaped. */
export function escapeMarkup(text: string): string {
  return escapeCharacters(visible(text));
}

// Halves of characters and places without one: XML has none of them.
const NO_CHARACTERS = /[\p{Cs}\p{Noncharacter_Code_Point}]/gu;

function escapeCharacters(text: string): string {
  return text
    .replace(NO_CHARACTERS, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

// What no attribute can hold, in XML or in HTML.
// eslint-disable-next-line no-control-regex
const NO_DATA = /[\0-\x08\x0b\x0c\x0e-\x1f]/g;

/** Text for programs: it comes back as it was. What cannot is replaced as HTML's parsers do. */
function escapeData(text: string): string {
  return escapeCharacters(text)
    .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(NO_DATA, '\ufffd');
}

function childText(children: readonly Child[]): string {
  return children.map(oneChild).join('');
}

function oneChild(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'string') return escapeMarkup(child);
  return child instanceof Markup ? child.text : childText(child);
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (value === undefined || value === false) return '';
      if (value === true) return ` ${name}=""`;
      if (typeof value === 'number') return ` ${name}="${hundredths(value)}"`;
      return ` ${name}="${name.startsWith('data-') ? escapeData(value) : escapeMarkup(value)}"`;
    })
    .join('');
}

/** A coordinate: hundredths of a pixel are enough, and hide how machines differ in the last digit of a logarithm. */
export function hundredths(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isFinite(rounded) ? String(rounded === 0 ? 0 : rounded) : '0';
}
