/**
 * Where colours come from. In `editor` all are CSS variables of VS Code; on `paper` all are fixed, so that the figure can be
 * put anywhere; a `page` has variables of its own, which its style sheet sets for light and for dark.
 */
import { categoryLooks, scenarioLook, CHANGES, type Colour } from './palette';
import type { Change } from '../report/report';

/** `editor`: VS Code's colours, as CSS variables; `paper`: fixed ones; `page`: those of the HTML file, light and dark. */
export type ThemeName = 'editor' | 'paper' | 'page';

/** The parts of a drawing that are not of a category or scenario. */
export type Role = 'text' | 'muted' | 'background' | 'line';

const ROLES: Readonly<Record<Role, Colour>> = {
  text: { light: '#1A1A1A', dark: '#E6E6E6', editor: 'var(--vscode-editor-foreground, currentColor)' },
  muted: { light: '#595959', dark: '#A8A8A8', editor: 'var(--vscode-descriptionForeground, currentColor)' },
  background: { light: '#FFFFFF', dark: '#1B1B1B', editor: 'var(--vscode-editor-background)' },
  line: { light: '#8A8A8A', dark: '#7A7A7A', editor: 'var(--vscode-descriptionForeground, currentColor)' },
};

/** How many of a page's own variables for categories there are; more would be more than anybody tells apart. */
export const PAGE_SCENARIOS = 20;

/** The colours of a drawing. */
export class Theme {
  constructor(readonly name: ThemeName) {}

  /** Numbers lead to functions: only in the editor is there somebody who follows them. */
  get interactive(): boolean {
    return this.name === 'editor';
  }

  role(role: Role): string {
    return this.pick(ROLES[role], role);
  }

  change(change: Change): string {
    return this.pick(CHANGES[change].colour, `change-${change}`);
  }

  /** Fill, and the colour of text and pattern upon it, of each category. */
  categories(categories: readonly { readonly id: string }[]): { fill: string; ink: string }[] {
    return categoryLooks(categories).map(({ slot, fill, ink }) => ({
      fill: this.pick(fill, `fill-${slot}`),
      ink: this.pick(ink, `ink-${slot}`),
    }));
  }

  scenario(scenario: number): string {
    return this.pick(scenarioLook(scenario).colour, `scenario-${scenario % PAGE_SCENARIOS}`);
  }

  private pick(colour: Colour, variable: string): string {
    return this.name === 'editor'
      ? colour.editor
      : this.name === 'paper'
        ? colour.light
        : `var(--${variable})`;
  }
}

/** The theme of a name; there is one of each. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  editor: new Theme('editor'),
  paper: new Theme('paper'),
  page: new Theme('page'),
};

/** Declarations of a page's variables, `--text:#1A1A1A;`, for light or dark. */
export function pageVariables(shade: 'light' | 'dark'): string {
  const looks = categoryLooks(
    ['virtualization', 'network', 'other', ...Array.from({ length: 6 }, (_, index) => `user${index}`)].map(
      (id) => ({ id }),
    ),
  );
  const entries: [string, Colour][] = [
    ...Object.entries(ROLES),
    ...Object.entries(CHANGES).map(([change, { colour }]): [string, Colour] => [`change-${change}`, colour]),
    ...looks.flatMap(({ slot, fill, ink }): [string, Colour][] => [
      [`fill-${slot}`, fill],
      [`ink-${slot}`, ink],
    ]),
    ...Array.from({ length: PAGE_SCENARIOS }, (_, scenario): [string, Colour] => [
      `scenario-${scenario}`,
      scenarioLook(scenario).colour,
    ]),
  ];
  return entries.map(([name, colour]) => `--${name}:${colour[shade]};`).join('');
}
