/** What all drawings are made of: the outer element, text, areas of categories, legends, things that lead to functions. */
import { element, type Attributes, type Child, type Markup } from '../markup';
import { categoryLooks } from '../palette';
import type { Selection } from '../../report/report';
import type { Theme } from '../theme';
import { pattern } from './patterns';
import { fit, textWidth, wrap } from './textWidth';

/** Sizes of text, in units of the drawing: nothing is smaller, as a drawing may be shown at four fifths. */
export const SIZE = { title: 14, text: 12, small: 11 } as const;
const FONTS = 'Helvetica, Arial, sans-serif';

/** Width of drawings in their own units: shown at 320 pixels, or as wide as a column of a paper, text is readable still. */
export const WIDTH = 384;
/** Free space around a drawing in a file of its own; in a page there is enough already. */
const MARGIN = 8;

/** A drawing: what it is called, and how large it is in its own units. */
export interface Canvas {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** For those who do not see it. */
  readonly label: string;
}

/** The drawing as an SVG document that stands alone and can be put into a page as well. */
export function svg({ theme, width, height, label }: Canvas, ...children: readonly Child[]): string {
  const alone = theme.name === 'paper';
  const margin = alone ? MARGIN : 0;
  const size = { width: Math.ceil(width) + 2 * margin, height: Math.ceil(height) + 2 * margin };
  const attributes: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `${0 - margin} ${0 - margin} ${size.width} ${size.height}`,
    ...size,
    class: width > WIDTH ? 'chart wide' : 'chart',
    // Within an image nothing can be chosen.
    role: theme.interactive ? 'group' : 'img',
    'aria-label': label,
    'font-family': alone ? FONTS : undefined,
    'font-size': SIZE.text,
  };
  // A page has a background of its own.
  const ground = { x: -margin, y: -margin, ...size, fill: theme.role('background') };
  return element('svg', attributes, alone ? element('rect', ground) : undefined, children).text;
}

/** Where a text stands, from its base line. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill: string;
  readonly bold?: boolean;
}

/** A line of text. */
export function text({ x, y, size, anchor, fill, bold }: TextPlace, content: string): Markup {
  return element(
    'text',
    {
      x,
      y,
      'font-size': size === SIZE.text ? undefined : size,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold === true ? 'bold' : undefined,
      fill,
    },
    content,
  );
}

/** A line of text that covers what is behind it, as the lines of an axis. */
export function coveringText(theme: Theme, place: TextPlace, content: string): Markup {
  const size = place.size ?? SIZE.text;
  const width = textWidth(content, size);
  const shift = place.anchor === 'middle' ? width / 2 : place.anchor === 'end' ? width : 0;
  const ground = { x: place.x - shift, y: place.y - size, width, height: size + 3 };
  return element(
    'g',
    {},
    element('rect', { ...ground, fill: theme.role('background') }),
    text(place, content),
  );
}

/** A name that must not be wider: cut in its middle, whole when pointed at. */
export function nameText(place: TextPlace, name: string, width: number): Markup {
  const shown = fit(name, width, place.size ?? SIZE.text);
  if (shown === name) return text(place, name);
  return element('g', {}, element('title', {}, name), text(place, shown));
}

/** Something that leads to the functions behind it, where somebody can follow; else it says only what it is. */
export function leading(
  theme: Theme,
  selection: Selection | undefined,
  label: string,
  ...children: readonly Child[]
): Markup {
  const attributes: Attributes =
    theme.interactive && selection !== undefined
      ? { class: 'link', tabindex: '0', role: 'button', 'aria-label': label, 'data-select': selection }
      : {};
  return element('g', attributes, element('title', {}, label), children);
}

/** How areas of categories are filled in one drawing. */
export class CategoryFills {
  readonly defs: Markup;
  private readonly colours: readonly { readonly fill: string; readonly ink: string }[];
  private readonly id: string;

  /** `id` tells the patterns of drawings in one page apart. */
  constructor(theme: Theme, categories: readonly { readonly id: string }[], id: string) {
    this.id = id;
    this.colours = theme.categories(categories);
    const looks = categoryLooks(categories);
    this.defs = element(
      'defs',
      {},
      ...looks.map((look, category) =>
        pattern(this.patternId(category), look.pattern, this.colours[category]!),
      ),
    );
  }

  /** Value for a `fill` attribute: the colour with its pattern. */
  of(category: number): string {
    return `url(#${this.patternId(category)})`;
  }

  /** A short text in the middle of an area, upon a piece of it without pattern. */
  label(category: number, x: number, y: number, content: string): Markup {
    const { fill, ink } = this.colours[category]!;
    const width = textWidth(content, SIZE.small) + 4;
    return element(
      'g',
      {},
      element('rect', { x: x - width / 2, y: y - 6.5, width, height: 13, rx: 2, fill }),
      text({ x, y: y + 4, size: SIZE.small, anchor: 'middle', fill: ink }, content),
    );
  }

  private patternId(category: number): string {
    return `${this.id}-${category}`;
  }
}

/** A thin line keeps areas apart; none around what is hardly wider than it. */
export function apart(theme: Theme, extent: number): Attributes {
  return extent < 3 ? {} : { stroke: theme.role('background'), 'stroke-width': 0.8 };
}

/** Things one below the other from the top of a drawing; `height` is how far they reach. */
export interface Block {
  readonly content: Markup[];
  readonly height: number;
}

/** Title, and below it small lines about what is drawn. */
export function heading(theme: Theme, width: number, title: string, notes: readonly string[]): Block {
  const content: Markup[] = [];
  let y = 0;
  for (const line of wrap(title, width, SIZE.title)) {
    y += 17;
    content.push(text({ x: 0, y, size: SIZE.title, bold: true, fill: theme.role('text') }, line));
  }
  for (const line of notes.flatMap((note) => wrap(note, width, SIZE.small))) {
    y += 15;
    content.push(text({ x: 0, y, size: SIZE.small, fill: theme.role('muted') }, line));
  }
  return { content, height: y + 6 };
}

/** A sample of each category with its label, in as many lines as it takes. */
export function legend(
  theme: Theme,
  fills: CategoryFills,
  categories: readonly { readonly label: string }[],
  width: number,
  top: number,
): Block {
  const content: Markup[] = [];
  let x = 0;
  let y = top + 6;
  categories.forEach(({ label }, category) => {
    const shown = fit(label, Math.min(width - 20, 160), SIZE.text);
    const wide = 18 + textWidth(shown, SIZE.text);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += 19;
    }
    content.push(
      element('rect', { x, y, width: 13, height: 13, fill: fills.of(category), stroke: theme.role('line') }),
      nameText({ x: x + 18, y: y + 11, fill: theme.role('text') }, label, Math.min(width - 20, 160)),
    );
    x += wide + 16;
  });
  return { content, height: y + 13 };
}
