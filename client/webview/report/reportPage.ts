import { html, nothing, render } from 'lit';
import type { ReportFunctionResult } from '../../../server/src/protocol/report';
import type { PageModel } from '../../src/report/messages';
import { select } from './controls';
import { functionDetails, type OpenCall } from './functionDetails';
import { messageOf, type Host, type Told } from './host';
import { FunctionsSection } from './functionsSection';
import { Notices } from './notices';
import { EVERYTHING, readState, scenarioOf, targetOf, type PageState } from './pageState';
import { ReportContent } from './reportContent';
import { TreeView } from './treeView';

/** Scrolling tells many places. */
const SCROLL_MS = 150;

const NORMALISATIONS = [
  { value: 'none', label: 'as counted' },
  { value: 'perRequest', label: 'per request' },
  { value: 'share', label: 'as a share of all' },
];

/** All of the page: the report, the list of functions, the call tree, and what is kept of them. */
export class ReportPage {
  private state: PageState;
  private model: PageModel | undefined;
  private readonly element: (selector: string) => HTMLElement;
  private readonly notices: Notices;
  private readonly content: ReportContent;
  private readonly functions: FunctionsSection;
  private readonly tree: TreeView;
  private treeShown = '';

  constructor(
    root: HTMLElement,
    private readonly host: Host,
  ) {
    this.state = readState(host.state);
    render(SKELETON, root);
    this.element = (selector) => root.querySelector<HTMLElement>(selector)!;
    this.notices = new Notices(this.element('#busy'), this.element('#problem'), host);
    this.content = new ReportContent(this.element('#report'), this.element('#sections'), {
      selected: (expression) => this.select(expression),
      called: (name) => void this.showDetails(name, true),
      treeWanted: () => this.showTree(true),
      figureChosen: (figure) => this.keep({ figure }),
    });
    this.functions = new FunctionsSection(this.element('#functions'), host, {
      changed: (change) => this.change(change),
      kept: (change) => this.keep(change),
      opened: (name) => void this.showDetails(name, true),
      left: () => this.content.focusSelected(this.state.selection),
      announce: (text) => this.announce(text),
    });
    this.tree = new TreeView(this.element('#tree'), host, this.openCall);
  }

  /** Begins to listen. */
  start(): void {
    let timer = 0;
    window.addEventListener('scroll', () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.keep({ scroll: window.scrollY }), SCROLL_MS);
    });
    const bar = this.element('#bar');
    const measureBar = (): void =>
      document.documentElement.style.setProperty('--bar', `${bar.offsetHeight}px`);
    new ResizeObserver(measureBar).observe(bar);
    const section = this.element('#tree-section') as HTMLDetailsElement;
    section.addEventListener('toggle', () => {
      this.keep({ treeOpen: section.open });
      if (section.open) this.showTree(false);
    });
    this.host.listen((message) => this.receive(message));
  }

  private receive(message: Told): void {
    switch (message.type) {
      case 'loading':
        this.notices.showBusy(message);
        break;
      case 'problem':
        this.notices.showBusy(undefined);
        this.notices.showProblem(message);
        break;
      case 'model':
        this.notices.showBusy(undefined);
        this.notices.showProblem(undefined);
        if (message.restorable !== undefined) this.keep({ restorable: message.restorable });
        this.showModel(message.model);
        break;
      case 'showFunction': {
        const { name } = message;
        this.change({
          selection: EVERYTHING,
          text: name,
          category: '',
          change: '',
          minimum: '',
          row: 0,
          details: name,
        });
        // Without a report yet, its details come with it.
        if (this.model !== undefined) void this.showDetails(name, true);
        break;
      }
    }
  }

  private showModel(model: PageModel): void {
    const first = this.model === undefined;
    this.model = model;
    this.element('#content').hidden = false;
    this.content.show(model, this.state);
    this.showSettings(model);
    this.functions.show(model, this.state, true);
    if (this.state.details !== '') void this.showDetails(this.state.details, false);
    const section = this.element('#tree-section') as HTMLDetailsElement;
    section.hidden = model.scenarios.length < 2;
    if (section.open) this.showTree(false);
    else section.open = this.state.treeOpen;
    if (!first) return;
    this.functions.restore(this.state);
    requestAnimationFrame(() => window.scrollTo(0, this.state.scroll));
  }

  /** What is compared with what: this changes the comparison itself, and with it the whole report. */
  private showSettings(model: PageModel): void {
    const scenarios = model.scenarios.map((label, index) => ({ value: String(index), label }));
    render(
      html`${select('Baseline', scenarios, String(model.baseline), (value) =>
        this.host.send({ type: 'setBaseline', scenario: Number(value) }),
      )}
      ${select('Calls and times', NORMALISATIONS, model.normalisation, (value) =>
        this.host.send({ type: 'setNormalisation', normalisation: value as PageModel['normalisation'] }),
      )}`,
      this.element('#settings'),
    );
  }

  /** The functions behind a figure: exactly those, so no filter of before stays. */
  private select(selection: string): void {
    const target = this.model === undefined ? undefined : scenarioOf(selection, this.model);
    this.change({
      selection,
      text: '',
      category: '',
      change: '',
      minimum: '',
      row: 0,
      ...(target === undefined ? {} : { target }),
    });
    this.functions.reveal();
  }

  private change(change: Partial<PageState>): void {
    this.keep(change);
    if (this.model === undefined) return;
    this.functions.show(this.model, this.state, false);
    if ('selection' in change) this.content.mark(this.state.selection);
    if (!('target' in change)) return;
    if ((this.element('#tree-section') as HTMLDetailsElement).open) this.showTree(false);
  }

  private keep(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.host.state = this.state;
  }

  private async showDetails(name: string, focus: boolean): Promise<void> {
    const place = this.element('#details');
    this.keep({ details: name });
    try {
      const details = await this.host.ask<ReportFunctionResult>({ kind: 'function', name });
      if (this.model === undefined || this.state.details !== name) return;
      const close = (): void => {
        this.keep({ details: '' });
        render(nothing, place);
        this.functions.focusList();
      };
      render(functionDetails(details, this.model, this.openCall, close), place);
    } catch (error) {
      if (this.state.details === name)
        render(html`<p class="problem" role="alert">${messageOf(error)}</p>`, place);
    }
    if (!focus) return;
    place.scrollIntoView({ block: 'nearest' });
    place.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true });
  }

  private showTree(reveal: boolean): void {
    const { model } = this;
    if (model === undefined) return;
    const section = this.element('#tree-section') as HTMLDetailsElement;
    if (reveal) {
      section.open = true;
      section.scrollIntoView({ block: 'start' });
      section.querySelector('summary')?.focus();
    }
    const target = targetOf(this.state, model);
    const shown = `${model.revision} ${target}`;
    if (shown === this.treeShown) return;
    this.treeShown = shown;
    const [from = '', to = ''] = [model.scenarios[model.baseline], model.scenarios[target]];
    this.element('#tree-section summary').textContent = `Call tree: ${from} and ${to}`;
    void this.tree.show(model, target);
  }

  private readonly openCall: OpenCall = (uri, line, name, beside) =>
    this.host.send({ type: 'openCall', uri, line, name, beside });

  private announce(text: string): void {
    this.element('#announcement').textContent = text;
  }
}

const SKELETON = html`<div id="announcement" class="for-readers" role="status" aria-live="polite"></div>
  <div id="busy" hidden></div>
  <div id="problem"></div>
  <div id="content" hidden>
    <div id="bar">
      <nav id="sections" aria-label="Sections"></nav>
      <div id="settings" role="group" aria-label="What is compared"></div>
    </div>
    <div id="columns">
      <div id="report"></div>
      <section id="functions" aria-labelledby="functions-title"></section>
      <details id="tree-section">
        <summary>Call tree</summary>
        <div id="tree"></div>
      </details>
    </div>
  </div>`;
