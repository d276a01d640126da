import { html, nothing, render, type TemplateResult } from 'lit';
import type { ReportTreeItem, ReportTreeResult } from '../../../server/src/protocol/report';
import { MAX_ROWS, type PageModel } from '../../src/report/messages';
import { categoryClass } from '../shared/categoryColour';
import { CHANGE_SIGNS } from './changes';
import { callLink, type OpenCall } from './functionDetails';
import { messageOf, type Host } from './host';
import { moveInList } from '../shared/keys';

/** Children of a node, as far as they have come. */
interface Branch {
  items: readonly ReportTreeItem[];
  total: number;
  open: boolean;
}

type Line =
  | { readonly item: ReportTreeItem; readonly level: number; readonly place: number; readonly size: number }
  | { readonly parent: number; readonly left: number; readonly level: number };

const ROOT = -1;
const PAGE_ROWS = 10;

/** The call trees of two scenarios, merged: what is new, gone and changed, biggest first. */
export class TreeView {
  private branches = new Map<number, Branch>();
  private model: PageModel | undefined;
  private target = 0;
  private active = 0;
  private asking = 0;
  private problem = '';

  constructor(
    private readonly host: HTMLElement,
    private readonly server: Host,
    private readonly openCall: OpenCall,
  ) {}

  /** Shows the tree of the model's baseline and a scenario. Nodes have new numbers in each model: all is closed. */
  async show(model: PageModel, target: number): Promise<void> {
    const asking = ++this.asking;
    const branches = new Map<number, Branch>();
    try {
      const { items, total } = await this.fetch(model, target, ROOT, 0);
      if (asking !== this.asking) return;
      branches.set(ROOT, { items, total, open: true });
      this.problem = '';
    } catch (error) {
      if (asking !== this.asking) return;
      this.problem = messageOf(error);
    }
    this.branches = branches;
    this.model = model;
    this.target = target;
    this.active = 0;
    this.draw();
  }

  private draw(): void {
    const { model } = this;
    if (model === undefined) return;
    const lines = this.lines();
    this.active = Math.max(0, Math.min(this.active, lines.length - 1));
    render(
      html`${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      ${
        lines.length === 0 && this.problem === ''
          ? html`<p class="note">Both call trees are the same.</p>`
          : html`<div
              role="tree"
              tabindex="0"
              class="tree"
              aria-label="Differences of the call trees"
              aria-activedescendant="node-${this.active}"
              @keydown=${(event: KeyboardEvent) => this.pressed(event, lines)}
            >
              ${lines.map((line, index) => this.line(line, index, model))}
            </div>`
      }`,
      this.host,
    );
  }

  private line(line: Line, index: number, model: PageModel): TemplateResult {
    const active = index === this.active ? 'active' : '';
    if ('left' in line)
      return html`<div
        role="treeitem"
        id="node-${index}"
        class="node ${active}"
        aria-level=${line.level}
        @click=${() => void this.more(line.parent, index)}
      >
        ${indent(line.level)}<span class="twisty"></span>
        <span class="note">${line.left.toLocaleString('en')} more…</span>
      </div>`;
    const { item, level, place, size } = line;
    const open = this.branches.get(item.node)?.open === true;
    const [from = '', to = ''] = [model.scenarios[model.baseline], model.scenarios[this.target]];
    return html`<div
      role="treeitem"
      id="node-${index}"
      class="node ${active}"
      aria-level=${level}
      aria-posinset=${place}
      aria-setsize=${size}
      aria-expanded=${item.hasChildren ? String(open) : nothing}
      aria-label="${item.name}, ${item.change}, ${item.description}"
      @click=${() => void this.toggle(item, index)}
    >
      ${indent(level)}<span class="twisty" aria-hidden="true"
        >${item.hasChildren ? (open ? '▾' : '▸') : ''}</span
      >
      <span class="sign change-${item.change}" aria-hidden="true">${CHANGE_SIGNS[item.change]}</span>
      <span class="node-name ${categoryClass(model.categories[item.category]?.tokenType ?? -1)}"
        >${item.name}</span
      >
      <span class="note">${item.description}</span>
      <span class="node-links" @click=${(event: Event) => event.stopPropagation()}>
        ${
          item.baselineLine < 0
            ? nothing
            : callLink(from, item.baselineUri, item.baselineLine, item.name, this.openCall, -1)
        }
        ${item.targetLine < 0 ? nothing : callLink(to, item.targetUri, item.targetLine, item.name, this.openCall, -1)}
      </span>
    </div>`;
  }

  private lines(parent = ROOT, level = 1): Line[] {
    const branch = this.branches.get(parent);
    if (branch?.open !== true) return [];
    const lines = branch.items.flatMap((item, index): Line[] => [
      { item, level, place: index + 1, size: branch.total },
      ...this.lines(item.node, level + 1),
    ]);
    const left = branch.total - branch.items.length;
    return left > 0 ? [...lines, { parent, left, level }] : lines;
  }

  private pressed(event: KeyboardEvent, lines: readonly Line[]): void {
    if ((event.target as HTMLElement).getAttribute('role') !== 'tree') return;
    const line = lines[this.active];
    const next = moveInList(event, this.active, lines.length, PAGE_ROWS);
    if (next !== undefined) this.go(next);
    else if (line === undefined) return;
    else if (event.key === 'ArrowRight') this.inward(line);
    else if (event.key === 'ArrowLeft') this.outward(line, lines);
    else if (event.key === 'Enter' || event.key === ' ') this.enter(line, event);
    else return;
    event.preventDefault();
  }

  private inward(line: Line): void {
    if ('left' in line) return;
    const open = this.branches.get(line.item.node)?.open === true;
    if (open) this.go(this.active + 1);
    else if (line.item.hasChildren) void this.toggle(line.item, this.active);
  }

  private outward(line: Line, lines: readonly Line[]): void {
    if (!('left' in line) && this.branches.get(line.item.node)?.open === true) {
      void this.toggle(line.item, this.active);
      return;
    }
    for (let index = this.active - 1; index >= 0; index--)
      if (lines[index]!.level < line.level) return this.go(index);
  }

  private enter(line: Line, { ctrlKey, metaKey, altKey }: KeyboardEvent): void {
    if ('left' in line) return void this.more(line.parent, this.active);
    const { name, targetUri, targetLine, baselineUri, baselineLine } = line.item;
    const beside = ctrlKey || metaKey || altKey;
    if (targetLine >= 0) this.openCall(targetUri, targetLine, name, beside);
    else if (baselineLine >= 0) this.openCall(baselineUri, baselineLine, name, beside);
  }

  private go(index: number): void {
    this.active = index;
    this.draw();
    this.host.querySelector(`#node-${this.active}`)?.scrollIntoView({ block: 'nearest' });
  }

  private async toggle(item: ReportTreeItem, index: number): Promise<void> {
    this.active = index;
    const branch = this.branches.get(item.node);
    if (branch !== undefined) branch.open = !branch.open;
    else if (item.hasChildren) await this.load(item.node, 0);
    this.draw();
  }

  private async more(parent: number, index: number): Promise<void> {
    this.active = index;
    await this.load(parent, this.branches.get(parent)?.items.length ?? 0);
    this.draw();
  }

  private async load(node: number, from: number): Promise<void> {
    if (this.model === undefined) return;
    const { branches } = this;
    try {
      const { items, total } = await this.fetch(this.model, this.target, node, from);
      const before = branches.get(node)?.items ?? [];
      // Asked for twice, it is there once.
      if (before.length === from) branches.set(node, { items: [...before, ...items], total, open: true });
      this.problem = '';
    } catch (error) {
      if (branches === this.branches) this.problem = messageOf(error);
    }
  }

  private fetch(model: PageModel, target: number, node: number, from: number): Promise<ReportTreeResult> {
    const window = { from, count: MAX_ROWS };
    const place = node === ROOT ? {} : { node };
    return this.server.ask({ kind: 'tree', baseline: model.baseline, target, ...place, ...window });
  }
}

function indent(level: number): TemplateResult[] {
  return Array.from({ length: level - 1 }, () => html`<span class="indent" aria-hidden="true"></span>`);
}
