/**
 * States and colours, one table for every face: what a change is called, which sign and which colour it has; the colour and
 * pattern of a category; the colour and dash of a scenario. Colours are from Okabe and Ito's set, which people with any kind of
 * colour vision tell apart, and nothing is said by colour alone.
 */
import type { Change } from '../report/report';

/** A colour on white, on dark paper, and in the editor (a CSS value). */
export interface Colour {
  readonly light: string;
  readonly dark: string;
  readonly editor: string;
}

/** How a change is shown. */
export interface ChangeLook {
  readonly sign: string;
  readonly word: string;
  /** Of text; both directions have one each, the sign tells new from more. */
  readonly colour: Colour;
}

const RISE: Colour = { light: '#0066A1', dark: '#6CC0F5', editor: 'var(--vscode-charts-blue, currentColor)' };
const FALL: Colour = {
  light: '#A84300',
  dark: '#F2A65A',
  // Not charts.orange: it is the colour of a mark, in dark themes next to nothing.
  editor: 'var(--vscode-charts-purple, currentColor)',
};
const LEVEL: Colour = { light: '#595959', dark: '#A8A8A8', editor: 'var(--vscode-descriptionForeground)' };

/** Changes between the baseline and another scenario, in the order in which they are listed. */
export const CHANGES: Readonly<Record<Change, ChangeLook>> = {
  new: { sign: '+', word: 'new', colour: RISE },
  gone: { sign: '−', word: 'gone', colour: FALL },
  more: { sign: '↑', word: 'more', colour: RISE },
  fewer: { sign: '↓', word: 'fewer', colour: FALL },
  same: { sign: '=', word: 'same', colour: LEVEL },
};

/** How the area of a category is filled; `plain` has no pattern. */
export type PatternName =
  'plain' | 'rising' | 'dots' | 'falling' | 'vertical' | 'horizontal' | 'crossed' | 'rings';

/** How a category is shown. `ink` is the colour of text and pattern upon the fill. */
export interface CategoryLook {
  /** Name of the theme colour: `ftrace.category.` and this. */
  readonly slot: string;
  readonly fill: Colour;
  readonly ink: Colour;
  readonly pattern: PatternName;
}

interface Slot {
  readonly light: string;
  readonly lightInk: string;
  readonly dark: string;
}

const BLACK = '#000000';
const WHITE = '#FFFFFF';
const DARK_INK = '#1B1B1B';
/** Fills by slot: for paper Okabe and Ito's, lightest and darkest beside each other; the dark ones are the editor's defaults. */
const SLOTS: Readonly<Record<string, Slot>> = {
  virtualization: { light: '#E69F00', lightInk: BLACK, dark: '#FF9466' },
  network: { light: '#0072B2', lightInk: WHITE, dark: '#62B8FF' },
  other: { light: '#D0D0D0', lightInk: BLACK, dark: '#C8C8C8' },
  category1: { light: '#009E73', lightInk: BLACK, dark: '#7FD1AE' },
  category2: { light: '#F0E442', lightInk: BLACK, dark: '#E3C063' },
  category3: { light: '#CC79A7', lightInk: BLACK, dark: '#D79BE0' },
  category4: { light: '#56B4E9', lightInk: BLACK, dark: '#8FD3E8' },
  category5: { light: '#D55E00', lightInk: BLACK, dark: '#C5B08A' },
  category6: { light: '#882255', lightInk: WHITE, dark: '#F2A0B5' },
};
const OWN = ['virtualization', 'network', 'other'];
const SPARE = Object.keys(SLOTS).filter((slot) => !OWN.includes(slot));
/** One more than there are spare colours: the two together repeat after 42 categories only. */
const PATTERNS: readonly PatternName[] = [
  'falling',
  'dots',
  'vertical',
  'rings',
  'horizontal',
  'rising',
  'crossed',
];
const OWN_PATTERNS: Readonly<Record<string, PatternName>> = {
  virtualization: 'rising',
  network: 'dots',
  other: 'plain',
};

/**
 * The look of each category: its own where the theme has a colour of its name, else the next of those for a user's
 * categories, in the order in which the names in a trace take them.
 */
export function categoryLooks(categories: readonly { readonly id: string }[]): CategoryLook[] {
  let next = 0;
  return categories.map(({ id }) => {
    const own = OWN.includes(id);
    const place = own ? 0 : next++;
    const slot = own ? id : SPARE[place % SPARE.length]!;
    const { light, lightInk, dark } = SLOTS[slot]!;
    return {
      slot,
      fill: { light, dark, editor: `var(--vscode-ftrace-category-${slot})` },
      // The category colours of the editor are made to be read on its background, so the background can be read on them.
      ink: { light: lightInk, dark: DARK_INK, editor: 'var(--vscode-editor-background)' },
      pattern: own ? OWN_PATTERNS[id]! : PATTERNS[place % PATTERNS.length]!,
    };
  });
}

/** How a scenario's curve is drawn. */
export interface ScenarioLook {
  readonly colour: Colour;
  /** For stroke-dasharray; undefined is a whole line. */
  readonly dash: string | undefined;
}

const CURVES: readonly Colour[] = [
  { light: '#0072B2', dark: '#62B8FF', editor: 'var(--vscode-charts-blue, currentColor)' },
  { light: '#B84A00', dark: '#FF9466', editor: 'var(--vscode-charts-yellow, currentColor)' },
  { light: '#007A59', dark: '#7FD1AE', editor: 'var(--vscode-charts-green, currentColor)' },
  { light: '#9A4478', dark: '#D79BE0', editor: 'var(--vscode-charts-purple, currentColor)' },
];
const DASHES: readonly (string | undefined)[] = [undefined, '7 3', '2 3', '9 3 2 3', '4 2'];

/** The look of a scenario by its number: colour and dash together repeat after twenty. */
export function scenarioLook(scenario: number): ScenarioLook {
  return { colour: CURVES[scenario % CURVES.length]!, dash: DASHES[scenario % DASHES.length] };
}
