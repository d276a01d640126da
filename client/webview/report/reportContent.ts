import { html, nothing, render } from 'lit';
import type { PageModel } from '../../src/report/messages';
import { EVERYTHING, type PageState } from './pageState';

/** Where the list of functions would stand. */
const LIST_PLACE = '#report-functions';
const SELECT = '[data-select]';
const LINKS = '[data-select], [data-function], [data-tree]';

/** What the report tells the page. */
export interface ContentEvents {
  /** The functions of an expression are wanted. */
  selected(expression: string): void;
  /** A function is wanted. */
  called(name: string): void;
  treeWanted(): void;
  figureChosen(figure: string): void;
}

/** The report's own HTML: made by the server, where everything is escaped; its figures lead to the list. */
export class ReportContent {
  private readonly style = new CSSStyleSheet();
  private shown = '';
  private figure = '';

  constructor(
    private readonly host: HTMLElement,
    private readonly nav: HTMLElement,
    private readonly events: ContentEvents,
  ) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.style];
    host.addEventListener('click', (event) => this.follow(event));
    host.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.follow(event);
    });
  }

  /** Takes the place of what was shown, and leaves focus, open parts and the chosen figure as they were. */
  show({ html: text, style, problems }: PageModel, { figure, selection }: PageState): void {
    const key = JSON.stringify([text, style, problems]);
    if (key === this.shown) return;
    this.shown = key;
    this.style.replaceSync(style);
    const template = document.createElement('template');
    template.innerHTML = text;
    const { content } = template;
    // The page has places of its own for the list and for the ways to the sections.
    content.querySelector(LIST_PLACE)?.closest('section')?.remove();
    content.querySelector('nav')?.remove();
    if (problems.length > 0) content.prepend(problemList(problems));
    const focused = placeOf(document.activeElement, this.host);
    const open = [...this.host.querySelectorAll('details')].map((part) => part.open);
    const first = this.host.childElementCount === 0;
    this.host.replaceChildren(content);
    [...this.host.querySelectorAll('details')].forEach((part, index) => {
      if (!first && open[index] !== undefined) part.open = open[index];
    });
    this.makeLinks();
    this.drawSections();
    this.figure = figure;
    this.drawFigures();
    this.mark(selection);
    elementAt(focused, this.host)?.focus({ preventScroll: true });
  }

  /** Shows which figure the list is of. */
  mark(selection: string): void {
    for (const element of this.host.querySelectorAll<HTMLElement>(SELECT)) {
      if (selection !== EVERYTHING && element.dataset.select === selection)
        element.setAttribute('aria-current', 'true');
      else element.removeAttribute('aria-current');
    }
  }

  /** Back to the figure that the list is of. */
  focusSelected(selection: string): void {
    const links = [...this.host.querySelectorAll<HTMLElement>(SELECT)];
    const shown = links.filter(({ dataset }) => dataset.select === selection).find((link) => isShown(link));
    shown?.focus({ preventScroll: true });
    shown?.scrollIntoView({ block: 'center' });
  }

  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLElement>(LINKS);
    if (link === null) return;
    event.preventDefault();
    // VS Code goes to the top for each click on a link with `#`.
    event.stopPropagation();
    const { select: expression, function: name } = link.dataset;
    if (expression !== undefined) this.events.selected(expression);
    else if (name !== undefined) this.events.called(name);
    else this.events.treeWanted();
  }

  /** Parts of figures are no links by themselves. */
  private makeLinks(): void {
    for (const element of this.host.querySelectorAll<HTMLElement>(LINKS)) {
      if (element.matches('button, a[href]')) continue;
      element.setAttribute('tabindex', '0');
      if (!element.hasAttribute('role')) element.setAttribute('role', 'button');
    }
  }

  private drawSections(): void {
    const headings = [...this.host.querySelectorAll<HTMLElement>('h2')];
    const others = [...document.querySelectorAll<HTMLElement>('#functions > h2, #tree-section > summary')];
    const links = [...headings, ...others].map((heading) => ({
      text: heading.tagName === 'SUMMARY' ? 'Call tree' : heading.textContent,
      go: (event: Event): void => {
        event.preventDefault();
        event.stopPropagation();
        heading.closest('details')?.setAttribute('open', '');
        if (heading.tagName !== 'SUMMARY') heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
        heading.scrollIntoView({ block: 'start' });
      },
    }));
    render(
      html`<ul>
        ${links.map(({ text, go }) => html`<li><a href="#" @click=${go}>${text}</a></li>`)}
      </ul>`,
      this.nav,
    );
  }

  /** One figure of those for different measures, as the list above them has it. */
  private drawFigures(): void {
    const choice = this.host.querySelector<HTMLSelectElement>('#report-measure');
    const figures = [...this.host.querySelectorAll<HTMLElement>('[data-figure]')];
    if (choice === null) return;
    const labels = [...choice.options].map(({ label }) => label);
    const showFigure = (index: number): void => {
      choice.selectedIndex = index;
      figures.forEach((figure) => (figure.hidden = figure.dataset.figure !== choice.value));
    };
    showFigure(Math.max(0, labels.indexOf(this.figure)));
    choice.addEventListener('change', () => {
      this.figure = labels[choice.selectedIndex] ?? '';
      showFigure(choice.selectedIndex);
      this.events.figureChosen(this.figure);
    });
  }
}

function problemList(problems: readonly string[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  render(
    problems.length === 0
      ? nothing
      : html`<div class="problem" role="alert">
          <ul>
            ${problems.map((problem) => html`<li>${problem}</li>`)}
          </ul>
        </div>`,
    fragment,
  );
  return fragment;
}

interface Place {
  readonly select: string | undefined;
  readonly index: number;
}

/** Where an element is among the links of the report, so that it is found again in a newer one. */
function placeOf(element: Element | null, host: HTMLElement): Place | undefined {
  if (!(element instanceof HTMLElement || element instanceof SVGElement) || !host.contains(element))
    return undefined;
  const { select: expression } = element.dataset;
  const same = [...host.querySelectorAll<HTMLElement>(LINKS)].filter(
    ({ dataset }) => dataset.select === expression,
  );
  return { select: expression, index: same.indexOf(element as HTMLElement) };
}

function elementAt(place: Place | undefined, host: HTMLElement): HTMLElement | undefined {
  if (place === undefined || place.index < 0) return undefined;
  return [...host.querySelectorAll<HTMLElement>(LINKS)].filter(
    ({ dataset }) => dataset.select === place.select,
  )[place.index];
}

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}
