/** What VS Code keeps of the page while it is in the background, or over a restart. No DOM in here. */
import type { SearchQuery } from '../../src/traceView/messages';

/** See the top of this file. */
export interface PageState {
  /** The current line. */
  readonly line: number;
  /** The first line on the screen. */
  readonly top: number;
  readonly filter: string;
  readonly search: SearchQuery;
  readonly searchOpen: boolean;
  readonly following: boolean;
}

export const INITIAL: PageState = {
  line: 0,
  top: 0,
  filter: '',
  search: { text: '', kind: 'text', matchCase: false },
  searchOpen: false,
  following: false,
};

/** A state that VS Code kept; what is missing in it, or of another type, is as in the beginning. */
export function readState(kept: unknown): PageState {
  if (typeof kept !== 'object' || kept === null) return INITIAL;
  const { search, ...others } = kept as Record<string, unknown>;
  const read: Record<string, unknown> = { ...INITIAL };
  for (const [key, value] of Object.entries(others))
    if (key in INITIAL && typeof value === typeof read[key]) read[key] = value;
  if (typeof search === 'object' && search !== null) {
    const { text, kind, matchCase } = search as Record<string, unknown>;
    const kinds = ['text', 'regex', 'function'] as const;
    read['search'] = {
      text: typeof text === 'string' ? text : '',
      kind: kinds.find((known) => known === kind) ?? 'text',
      matchCase: matchCase === true,
    };
  }
  return read as unknown as PageState;
}
