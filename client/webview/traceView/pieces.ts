/** What parts a line is drawn in. No DOM in here. */
import { CATEGORY_TOKEN_TYPES } from '../../../server/src/protocol/requests';
import { VIEW_TOKEN_TYPES, type ViewRow } from '../../../server/src/protocol/traceView';

/** A part of a line with the classes of its style. */
export interface Piece {
  readonly text: string;
  readonly classes: string;
}

/** The line in parts, in order; together they are its text. */
export function piecesOf({ text, tokens, hits = [] }: Pick<ViewRow, 'text' | 'tokens' | 'hits'>): Piece[] {
  const styles = new Map<number, string | undefined>();
  const borders = new Set([0, text.length]);
  const border = (at: number): void => void borders.add(Math.max(0, Math.min(text.length, at)));
  for (let index = 0; index + 2 < tokens.length; index += 3) {
    border(tokens[index]!);
    border(tokens[index]! + tokens[index + 1]!);
  }
  for (let index = 0; index + 1 < hits.length; index += 2) {
    border(hits[index]!);
    border(hits[index]! + hits[index + 1]!);
  }
  for (let index = 0; index + 2 < tokens.length; index += 3) {
    const [start, length, type] = tokens.slice(index, index + 3) as [number, number, number];
    for (const at of borders) if (at >= start && at < start + length) styles.set(at, classOf(type));
  }
  const isHit = (at: number): boolean =>
    hits.some((start, index) => index % 2 === 0 && at >= start && at < start + hits[index + 1]!);
  const places = [...borders].sort((a, b) => a - b);
  return places.slice(0, -1).map((at, index) => ({
    text: text.slice(at, places[index + 1]),
    classes: [styles.get(at), isHit(at) ? 'hit' : undefined].filter((name) => name !== undefined).join(' '),
  }));
}

/** The class of a token by its type: see VIEW_TOKEN_TYPES. */
function classOf(type: number): string | undefined {
  const category = CATEGORY_TOKEN_TYPES[type];
  if (category !== undefined) return `category-${category}`;
  const part = VIEW_TOKEN_TYPES[type - CATEGORY_TOKEN_TYPES.length];
  return part === undefined ? undefined : `part-${part}`;
}

/** Where the function's name is in a line: [from, to); undefined where there is none. */
export function nameIn({ tokens }: Pick<ViewRow, 'tokens'>): readonly [number, number] | undefined {
  for (let index = 0; index + 2 < tokens.length; index += 3)
    if (tokens[index + 2]! < CATEGORY_TOKEN_TYPES.length)
      return [tokens[index]!, tokens[index]! + tokens[index + 1]!];
  return undefined;
}

/** The filter for the calls of a function and no other: in quotes, signs in its name mean nothing. */
export function onlyFunction(name: string): string {
  return `name=${/^[\w.]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`}`;
}

/** Columns that one level of a call is indented by. */
const INDENT = 2;

/** Where the guides of a call's line begin and end, in columns; undefined where it has none. */
export function guidesOf(
  row: Pick<ViewRow, 'text' | 'tokens' | 'depth'>,
): readonly [number, number] | undefined {
  const { text, depth = 0 } = row;
  const end = nameIn(row)?.[0] ?? text.lastIndexOf('}');
  const from = end - depth * INDENT;
  // Only where the line is indented as the kernel does it.
  if (depth === 0 || from < 0 || text.slice(from, end).trim() !== '') return undefined;
  return [from, end];
}
