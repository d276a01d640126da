/** What the user has chosen on the page. Kept by names, so that it outlives a change of the comparison. No DOM in here. */
import type { PageModel, Query, Restorable } from '../../src/report/messages';

/** The expression of all functions. */
export const EVERYTHING = 'all';

/** The state, as VS Code keeps it. */
export interface PageState {
  readonly selection: string;
  readonly text: string;
  readonly category: string;
  readonly change: string;
  readonly minimum: string;
  readonly measure: Query['measure'];
  /** Name of the scenario that is compared with the baseline. */
  readonly target: string;
  /** A column: `name`, `difference`, `scenario:tap`. */
  readonly sort: string;
  readonly descending: boolean;
  /** Which figure is shown. */
  readonly figure: string;
  readonly scroll: number;
  readonly listScroll: number;
  readonly row: number;
  /** The function whose details are open. */
  readonly details: string;
  readonly treeOpen: boolean;
  readonly restorable?: Restorable;
}

export const INITIAL: PageState = {
  selection: EVERYTHING,
  text: '',
  category: '',
  change: '',
  minimum: '',
  measure: 'calls',
  target: '',
  sort: 'difference',
  descending: true,
  figure: '',
  scroll: 0,
  listScroll: 0,
  row: 0,
  details: '',
  treeOpen: false,
};

/** A state that VS Code kept; what is missing in it, or of another type, is as in the beginning. */
export function readState(kept: unknown): PageState {
  if (typeof kept !== 'object' || kept === null) return INITIAL;
  const read: Record<string, unknown> = { ...INITIAL };
  for (const [key, value] of Object.entries(kept))
    if (key === 'restorable' || typeof value === typeof read[key]) read[key] = value;
  return read as unknown as PageState;
}

/** Changes that the filter offers. */
const CHANGES: Readonly<Record<string, Query['changes']>> = {
  different: ['new', 'gone', 'more', 'fewer'],
  new: ['new'],
  gone: ['gone'],
  more: ['more'],
  fewer: ['fewer'],
  same: ['same'],
};

/** Number of the scenario that is compared with the baseline: the chosen one, else the first other. */
export function targetOf({ target }: PageState, { scenarios, baseline }: PageModel): number {
  const chosen = scenarios.indexOf(target);
  if (chosen >= 0 && chosen !== baseline) return chosen;
  const other = scenarios.findIndex((_, index) => index !== baseline);
  return other < 0 ? baseline : other;
}

/**
 * The scenario that a figure's expression is about, to be compared with the baseline: the one that it begins with. Undefined
 * where that is none, or the baseline itself.
 */
export function scenarioOf(selection: string, { scenarios, baseline }: PageModel): string | undefined {
  return scenarios.find(
    (name, index) =>
      index !== baseline &&
      [name, JSON.stringify(name)].some((word) => selection === word || selection.startsWith(`${word} `)),
  );
}

/** What the list asks the server for. */
export function queryOf(state: PageState, model: PageModel): Query {
  const category = model.categories.findIndex(({ id }) => id === state.category);
  const minimum = minimumOf(state.minimum);
  const changes = CHANGES[state.change];
  return {
    selection: state.selection,
    baseline: model.baseline,
    target: targetOf(state, model),
    measure: state.measure,
    normalisation: model.normalisation,
    sort: sortOf(state, model),
    descending: state.descending,
    ...(state.text === '' ? {} : { text: state.text }),
    ...(category < 0 ? {} : { category }),
    ...(changes === undefined ? {} : { changes }),
    ...(minimum === undefined ? {} : { minimum }),
  };
}

/** The least difference that somebody typed; undefined where it is none. */
export function minimumOf(typed: string): number | undefined {
  const value = Number(typed.replaceAll(',', ''));
  return typed.trim() === '' || !Number.isFinite(value) || value < 0 ? undefined : value;
}

function sortOf({ sort }: PageState, { scenarios }: PageModel): Query['sort'] {
  if (sort.startsWith('scenario:')) {
    const scenario = scenarios.indexOf(sort.slice('scenario:'.length));
    return scenario < 0 ? 'difference' : { scenario };
  }
  return (
    (['name', 'category', 'change', 'relative', 'p'] as const).find((key) => key === sort) ?? 'difference'
  );
}
