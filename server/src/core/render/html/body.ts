import type { Report } from '../../report/report';
import { functionTable, type ListedFunctions } from '../functionTable';
import { element, Markup, type Child } from '../markup';
import { reportSections, type Section } from '../sections';
import { areasSvg } from '../svg/areas';
import { figureSvg } from '../svg/figure';
import { growthSvg, runsSvg } from '../svg/growth';
import { membershipSvg } from '../svg/membership';
import { figureTable } from '../tables';
import { THEMES, type Theme, type ThemeName } from '../theme';
import { capitalised, circumstances } from '../words';
import { tableHtml } from './table';

/**
 * The report as HTML without `<html>` and style: no scripts, no style attributes, nothing from elsewhere.
 *
 * In the editor every number with functions behind it is an element with `data-select`, the expression of these functions; a
 * function that is named has `data-function`.
 * The page fills two places: `report-measure`, a list of measures of which `[data-figure]` parts show one, and
 * `report-functions`, the list of functions. With a list, as in a file, it is there as a table.
 */
export function reportBody(report: Report, themeName: ThemeName, list?: ListedFunctions): string {
  const theme = THEMES[themeName];
  const sections = reportSections(report);
  const parts: Part[] = sections.map((section) => ({
    id: section.id,
    title: section.title,
    content: [...opening(section), ...sectionContent(section, report, theme)],
  }));
  const functions = functionsPart(report, theme, list);
  // Behind what is drawn, before what is rather looked up.
  const place = parts.findIndex(({ id }) =>
    ['saturation', 'weights', 'reclassified', 'provenance'].includes(id),
  );
  if (functions !== undefined) parts.splice(place < 0 ? parts.length : place, 0, functions);
  return element(
    'main',
    { class: 'report' },
    element(
      'header',
      {},
      element('h1', {}, report.title),
      element('p', { class: 'note' }, circumstances(report)),
      element(
        'nav',
        { 'aria-label': 'Sections' },
        parts.map(({ id, title }) => element('a', { href: `#report-${id}` }, title)),
      ),
    ),
    parts.map(({ id, title, content }) =>
      element(
        'section',
        { id: `report-${id}`, class: id, 'aria-labelledby': `report-${id}-title` },
        element('h2', { id: `report-${id}-title` }, title),
        content,
      ),
    ),
  ).text;
}

interface Part {
  readonly id: string;
  readonly title: string;
  readonly content: readonly Child[];
}

function opening({ id, items, paragraphs }: Section): Child[] {
  return [
    ...(items.length > 0
      ? [
          element(
            'ul',
            { class: id === 'warnings' ? 'warnings' : undefined },
            items.map((item) => element('li', {}, item)),
          ),
        ]
      : []),
    ...paragraphs.map((paragraph) => element('p', {}, paragraph)),
  ];
}

function sectionContent({ id, tables }: Section, report: Report, theme: Theme): Child[] {
  const all = tables.map((table) => tableHtml(table, theme));
  if (id === 'figures') return figures(report, theme);
  if (id === 'membership') {
    return [pair([membershipSvg(report, theme.name), areasSvg(report, theme.name)], all)];
  }
  if (id === 'saturation')
    return [drawings([growthSvg(report, theme.name), runsSvg(report, theme.name)]), all];
  return all;
}

/** Each measure with its table. In the editor one is shown, and there is a list to choose from. */
function figures(report: Report, theme: Theme): Child[] {
  const choice =
    theme.interactive && report.figures.length > 1
      ? element(
          'p',
          { class: 'choice' },
          element('label', { for: 'report-measure' }, 'Measure'),
          element(
            'select',
            { id: 'report-measure' },
            report.figures.map(({ label }, index) =>
              element('option', { value: String(index) }, capitalised(label)),
            ),
          ),
        )
      : undefined;
  return [
    choice,
    ...report.figures.map((figure, index) =>
      element(
        'div',
        { 'data-figure': String(index), hidden: theme.interactive && index > 0 },
        pair(
          [figureSvg(figure, report, theme.name, `figure-${index}`)],
          [tableHtml(figureTable(figure, report), theme)],
        ),
      ),
    ),
  ];
}

function functionsPart(report: Report, theme: Theme, list: ListedFunctions | undefined): Part | undefined {
  if (list !== undefined)
    return {
      id: 'differences',
      title: 'Functions',
      content: [tableHtml(functionTable(list, report), theme)],
    };
  if (!theme.interactive) return undefined;
  return { id: 'differences', title: 'Functions', content: [element('div', { id: 'report-functions' })] };
}

/** Drawings, and the tables with the same numbers beside them. */
function pair(shown: readonly (string | undefined)[], tables: readonly Markup[]): Markup {
  return element('div', { class: 'pair' }, drawings(shown), element('div', {}, tables));
}

function drawings(shown: readonly (string | undefined)[]): Markup {
  return element(
    'div',
    { class: 'drawings' },
    shown.map((drawing) =>
      drawing === undefined ? undefined : element('figure', { class: 'scroll' }, Markup.of(drawing)),
    ),
  );
}
