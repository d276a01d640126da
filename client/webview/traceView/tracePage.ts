import { html, render } from 'lit';
import type { ViewGoResult, ViewPlace, ViewState } from '../../../server/src/protocol/traceView';
import type { Ask, PageCommand } from '../../src/traceView/messages';
import { messageOf } from '../shared/pageHost';
import { CallersHeader } from './callersHeader';
import { FilterBar } from './filterBar';
import { FindWidget } from './findWidget';
import { Header } from './header';
import type { Told, TraceViewHost } from './host';
import { HoverPopup } from './hoverPopup';
import { LinesView } from './linesView';
import { readState, type PageState } from './pageState';
import { nameIn, onlyFunction } from './pieces';
import { RowSource } from './rowSource';
import { lastTop } from './scrolling';
import { Strip } from './strip';

/** Scrolling tells many places. */
const KEEP_MS = 200;
/** Less than that from the end is at the end. */
const AT_END_ROWS = 0.5;
/** How long a message about what could not be done stays. */
const TOLD_MS = 4000;

type GoTo = Extract<Ask, { kind: 'go' }>['to'];

/** All of the page: the lines, and what is above and beside them. */
export class TracePage {
  private state: PageState;
  private view: ViewState | undefined;
  private readonly source: RowSource;
  private readonly lines: LinesView;
  private readonly callers: CallersHeader;
  private readonly strip: Strip;
  private readonly header: Header;
  private readonly filter: FilterBar;
  private readonly find: FindWidget;
  private readonly hover: HoverPopup;
  private readonly element: (selector: string) => HTMLElement;
  /** A line that is not read yet: it is gone to when it is. */
  private awaited: number | undefined;
  private renewing = false;
  /** Places that are being gone to: what is shown for them is of the newest rows. */
  private showing = 0;
  private keeping: number | undefined;
  private told: number | undefined;

  constructor(
    root: HTMLElement,
    private readonly host: TraceViewHost,
  ) {
    this.state = readState(host.state);
    this.awaited = this.state.line;
    render(SKELETON, root);
    this.element = (selector) => root.querySelector<HTMLElement>(selector)!;
    this.source = new RowSource(host, {
      changed: () => this.changed(),
      outdated: () => void this.renew(),
    });
    this.lines = new LinesView(this.element('#lines'), this.source, {
      moved: () => this.moved(),
      folded: (line) => void this.fold(line, 'toggle'),
      wanted: (line) => void this.go(line),
      escaped: () => this.hover.hide(),
    });
    this.callers = new CallersHeader(host, this.lines, () => this.source.generation);
    this.strip = new Strip(this.element('#strip'), host, this.lines);
    this.header = new Header(
      this.element('#numbers'),
      this.element('#progress'),
      this.element('#notice'),
      host,
      this.headerPage(),
    );
    const focusLines = (): void => this.lines.focus();
    this.filter = new FilterBar(
      this.element('#filter-bar'),
      host,
      {
        keep: (filter) => this.keep({ filter }),
        filtered: () => void this.renew(),
        focusLines,
        announce: (text) => this.announce(text),
      },
      this.state.filter,
    );
    this.find = new FindWidget(
      this.element('#find'),
      host,
      this.findPage(),
      this.state.search,
      this.state.searchOpen,
    );
    this.hover = new HoverPopup(this.element('#hover'), this.element('#rows'), this.lines, this.source, host);
  }

  start(): void {
    document.addEventListener('copy', (event) => this.copied(event));
    document.addEventListener('beforecopy', (event) => {
      // Without it some browsers find nothing to be copied.
      if (this.lines.hasFocus()) event.preventDefault();
    });
    this.header.draw();
    this.host.listen((message) => this.receive(message));
    this.lines.focus();
  }

  private receive(message: Told): void {
    switch (message.type) {
      case 'opened':
        void this.opened(message);
        break;
      case 'settings':
        this.lines.configure(message.settings);
        this.hover.delay = message.settings.hoverDelay;
        break;
      case 'state':
        this.take(message.state);
        break;
      case 'problem':
        this.header.fail(message.message);
        break;
      case 'reveal':
        void this.reveal(message.line);
        break;
      case 'command':
        void this.run(message.command);
        break;
    }
  }

  private async opened({ fresh, state }: Extract<Told, { type: 'opened' }>): Promise<void> {
    this.header.fail(undefined);
    if (state !== undefined) this.take(state);
    this.filter.restore(fresh ? '' : (state?.filter?.text ?? ''));
    if (fresh) this.find.restore();
    // What somebody wants to see by now goes before what was seen last.
    this.awaited ??= this.state.line;
    await this.attempt(async () => {
      await this.source.show(this.state.top, this.around);
      this.changed();
    });
    // A view that is new does not know that its file was followed.
    if (fresh && this.state.following) this.host.send({ type: 'reload', follow: true });
  }

  private take(state: ViewState): void {
    const before = this.view;
    const stick = this.state.following && this.atEnd;
    this.view = state;
    this.header.take(state);
    this.filter.take(state.filter);
    this.find.take(state.search);
    // Folds and problems of what was read before the end are known by now only.
    if (before?.phase === 'indexing' && state.phase !== 'indexing') {
      this.callers.forget();
      this.source.invalidate();
    }
    this.source.take(state);
    if (stick) this.lines.goTo(this.source.total - 1, 'near');
    if (changes(before, state)) this.strip.refresh();
    this.showAwaited();
  }

  /** There are other rows to be shown. */
  private changed(): void {
    this.lines.redraw();
    this.strip.moved();
    this.showAwaited();
    void this.callers.update();
  }

  private moved(): void {
    this.lines.redraw();
    this.strip.moved();
    this.hover.hide();
    void this.callers.update();
    if (this.awaited !== undefined) return;
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => {
      const line = this.source.get(this.lines.current)?.line ?? this.state.line;
      const top = this.source.get(Math.floor(this.lines.top))?.line ?? this.state.top;
      this.keep({ line, top });
    }, KEEP_MS);
  }

  /** Rows stand for other lines by now: the current line stays where it is on the screen, if it is there. */
  private async renew(): Promise<void> {
    if (this.renewing || this.showing > 0 || this.source.generation < 0) return;
    this.renewing = true;
    await this.attempt(async () => {
      const { current, top, extent } = this.lines;
      const seen = current >= top && current < top + extent.visible;
      const kept = seen ? current : this.lines.firstSeen;
      const offset = kept - top;
      const line = this.source.get(kept)?.line ?? this.state.line;
      const row = await this.source.show(line, this.around);
      if (row === undefined) return;
      this.lines.goTo(row, 'no');
      this.lines.scrollTo(row - offset);
      this.strip.refresh();
    });
    this.renewing = false;
  }

  /** Goes to the line that VS Code kept, or that somebody wants to see, as soon as it has been read. */
  private showAwaited(): void {
    const { awaited, view } = this;
    if (awaited === undefined || this.source.generation < 0) return;
    const reading = view === undefined || view.phase === 'indexing';
    if (reading && awaited >= (view?.lines ?? 0)) return;
    this.awaited = undefined;
    if (awaited > 0) void this.go(awaited);
  }

  private async reveal(line: number): Promise<void> {
    this.awaited = line;
    this.showAwaited();
    this.lines.focus();
    return Promise.resolve();
  }

  /** Shows a line as the current one; `known` is where it is. */
  private async go(line: number, known?: ViewPlace): Promise<void> {
    await this.attempt(async () => {
      const row = await this.load(line, known);
      if (row !== undefined) this.lines.goTo(row, 'middle');
    });
  }

  /** Loads a line that is gone to. Rows that become others meanwhile are no reason to stay: see RowSource.show. */
  private async load(line: number, known: ViewPlace | undefined): Promise<number | undefined> {
    this.showing++;
    try {
      return await this.source.show(line, this.around, known);
    } finally {
      this.showing--;
      if ((this.view?.generation ?? 0) > this.source.generation) void this.renew();
    }
  }

  private async goFrom(to: GoTo, nothing: string): Promise<void> {
    await this.attempt(async () => {
      const place = await this.host.ask<ViewGoResult | null>({ kind: 'go', line: this.currentLine, to });
      if (place === null) return this.tell(nothing);
      await this.go(place.line, place);
      const { number, total } = place;
      if (number !== undefined && total !== undefined)
        this.tell(`${number.toLocaleString('en')} of ${total.toLocaleString('en')}`);
    });
  }

  private async fold(line: number, what: Extract<Ask, { kind: 'fold' }>['what']): Promise<void> {
    await this.attempt(async () => {
      const { current, top } = this.lines;
      const place = await this.host.ask<ViewPlace>({ kind: 'fold', line, what });
      const row = await this.load(place.line, place);
      if (row === undefined) return;
      this.lines.goTo(row, 'no');
      this.lines.scrollTo(row - Math.max(0, Math.min(this.lines.extent.visible - 1, current - top)));
      this.strip.refresh();
    });
  }

  private async run(command: PageCommand): Promise<void> {
    switch (command) {
      case 'find':
        this.find.open(document.getSelection()?.toString());
        break;
      case 'findNext':
        this.find.step('nextHit');
        break;
      case 'findPrevious':
        this.find.step('previousHit');
        break;
      case 'filter':
        this.filter.focus();
        break;
      case 'clearFilter':
        this.filter.set('');
        break;
      case 'showOnlyFunction': {
        const row = this.source.get(this.lines.current);
        const name = row === undefined ? undefined : nameIn(row);
        if (row === undefined || name === undefined) this.tell('There is no function on this line.');
        else this.filter.set(onlyFunction(row.text.slice(...name)));
        break;
      }
      case 'nextCall':
        await this.goFrom('nextCall', 'There is no later call of this function.');
        break;
      case 'previousCall':
        await this.goFrom('previousCall', 'There is no earlier call of this function.');
        break;
      case 'slowestCall':
        await this.goFrom('slowestCall', 'There is no call of this function whose duration is known.');
        break;
      case 'caller':
        await this.goFrom('caller', 'The caller of this is not in the trace.');
        break;
      case 'otherEnd':
        await this.goFrom('otherEnd', 'This call has no other end in the trace.');
        break;
      case 'nextProblem':
        await this.goFrom('nextProblem', 'There is no problem after this line.');
        break;
      case 'previousProblem':
        await this.goFrom('previousProblem', 'There is no problem before this line.');
        break;
      case 'fold':
        await this.fold(this.currentLine, 'close');
        break;
      case 'unfold':
        await this.fold(this.currentLine, 'open');
        break;
      case 'toggleFold':
        await this.fold(this.currentLine, 'toggle');
        break;
      case 'foldAll':
        await this.fold(this.currentLine, 'closeAll');
        break;
      case 'unfoldAll':
        await this.fold(this.currentLine, 'openAll');
        break;
      case 'showHover':
        await this.hover.showFor(this.lines.current);
        break;
      case 'copy':
        this.copy();
        break;
      case 'selectAll':
        if (document.activeElement instanceof HTMLInputElement) document.activeElement.select();
        else this.lines.select(0, this.source.total);
        break;
      case 'follow':
        this.follow(!this.state.following);
        break;
    }
  }

  private get currentLine(): number {
    return this.source.get(this.lines.current)?.line ?? this.state.line;
  }

  private get atEnd(): boolean {
    return this.lines.top >= lastTop(this.lines.extent) - AT_END_ROWS;
  }

  /** Rows that are loaded with a place: what a screen holds. */
  private get around(): number {
    return Math.ceil(this.lines.extent.visible);
  }

  private follow(following: boolean): void {
    this.keep({ following });
    this.header.draw();
    this.host.send({ type: 'reload', follow: following });
    if (following) this.lines.goTo(this.source.total - 1, 'near');
  }

  /** A selection of text is the browser's business; rows are not all there, so the extension copies them. */
  private copied(event: ClipboardEvent): void {
    if (!this.lines.hasFocus() || selectedText() !== '') return;
    event.preventDefault();
    this.copy();
  }

  private copy(): void {
    const text = selectedText();
    const [from, to] = this.lines.selection;
    if (text !== '') this.host.send({ type: 'copyText', text });
    else if (this.source.total > 0) this.host.send({ type: 'copyRows', from, to });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.tell(messageOf(error));
    }
  }

  private keep(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.host.state = this.state;
  }

  /** Says something beside the lines for a while. */
  private tell(text: string): void {
    const element = this.element('#told');
    element.textContent = text;
    element.hidden = false;
    this.announce(text);
    clearTimeout(this.told);
    this.told = window.setTimeout(() => (element.hidden = true), TOLD_MS);
  }

  private announce(text: string): void {
    this.element('#announcement').textContent = text;
  }

  private headerPage(): ConstructorParameters<typeof Header>[4] {
    return {
      goToLine: (line) => void this.go(line),
      following: () => this.state.following,
      follow: (on) => this.follow(on),
      focusLines: () => this.lines.focus(),
    };
  }

  private findPage(): ConstructorParameters<typeof FindWidget>[2] {
    return {
      line: () => this.currentLine,
      go: (place) => this.go(place.line, place),
      keep: (search, searchOpen) => this.keep({ search, searchOpen }),
      searched: () => {
        this.source.invalidate();
        this.strip.refresh();
      },
      focusLines: () => this.lines.focus(),
    };
  }
}

/** Whether the strip may look otherwise. */
function changes(before: ViewState | undefined, now: ViewState): boolean {
  return (
    before?.generation !== now.generation ||
    before.rows !== now.rows ||
    before.phase !== now.phase ||
    before.search?.hits !== now.search?.hits
  );
}

function selectedText(): string {
  return document.getSelection()?.toString() ?? '';
}

const SKELETON = html`<div id="announcement" class="for-readers" role="status" aria-live="polite"></div>
  <div id="head">
    <div id="numbers"></div>
    <div id="filter-bar"></div>
    <div id="progress" hidden></div>
    <div id="notice" role="alert" hidden></div>
  </div>
  <div id="main">
    <div id="lines"></div>
    <div id="strip" aria-hidden="true"></div>
    <div id="find" role="dialog" aria-label="Find" hidden></div>
    <div id="told" hidden></div>
  </div>
  <div id="hover" role="tooltip" tabindex="-1" hidden></div>`;
