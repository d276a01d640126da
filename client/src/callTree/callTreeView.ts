import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CALL_TREE_CHILDREN_REQUEST,
  CALL_TREE_CLOSE_NOTIFICATION,
  CALL_TREE_COMPARE_REQUEST,
  type CallPlace,
  type CallTreeChildrenParams,
  type CallTreeChildrenResult,
  type CallTreeCloseParams,
  type CallTreeCompareParams,
  type CallTreeCompareResult,
  type CallTreeItem,
} from '../../../server/src/protocol/callTree';
import { revealFunction } from '../reveal';

const VIEW = 'ftrace.callTreeDifference';
/** Says to menus and to the view that there is something to show. */
const CONTEXT = 'ftrace.callTreesCompared';
/** So many nodes are asked for at once. */
const WINDOW = 200;

const ICONS: Readonly<Record<CallTreeItem['change'], string>> = {
  new: 'diff-added',
  gone: 'diff-removed',
  more: 'arrow-up',
  fewer: 'arrow-down',
  same: 'circle-outline',
};

/** A node of the view: a path of calls, or what stands for the rest of a long list. */
export type ViewNode = { readonly item: CallTreeItem } | MoreNode;
interface MoreNode {
  readonly below: number | undefined;
  readonly from: number;
  readonly rest: number;
}

/**
 * The view "Call Tree Difference": two call trees merged by path, the biggest change first. It is there as long as there
 * is a comparison.
 */
export class CallTreeView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<ViewNode>;
  private readonly disposables: vscode.Disposable[];
  private shown: CallTreeCompareResult | undefined;
  /** URIs of the traces that are compared. */
  private traces: readonly string[] = [];
  private order: CallTreeChildrenParams['order'] = 'calls';

  /** `compare` shows two calls side by side. */
  constructor(
    private readonly client: LanguageClient,
    compare: (left: CallPlace, right: CallPlace, name: string) => Promise<void>,
  ) {
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.disposables = [
      this.changed,
      this.view,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.traces.includes(document.uri.toString())) this.sayChanged();
      }),
      vscode.commands.registerCommand('ftrace.callTree.reveal', (node: ViewNode) =>
        this.reveal(node, 'right'),
      ),
      vscode.commands.registerCommand('ftrace.callTree.revealFirst', (node: ViewNode) =>
        this.reveal(node, 'left'),
      ),
      vscode.commands.registerCommand('ftrace.callTree.compareCalls', async (node: ViewNode) => {
        if (!('item' in node)) return;
        const { left, right, name } = node.item;
        if (left !== undefined && right !== undefined) await compare(left, right, name);
      }),
      vscode.commands.registerCommand('ftrace.callTree.sortByCalls', () => this.sort('calls')),
      vscode.commands.registerCommand('ftrace.callTree.sortByTime', () => this.sort('time')),
      vscode.commands.registerCommand('ftrace.callTree.close', () => this.show(undefined)),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Fills the view with the difference of two traces. Fails with a message for people. */
  async compare(left: vscode.Uri, right: vscode.Uri): Promise<void> {
    const [a, b] = [left, right].map((uri) => this.client.code2ProtocolConverter.asUri(uri));
    const params: CallTreeCompareParams = { left: { uris: [a!] }, right: { uris: [b!] } };
    const comparison = await this.client.sendRequest<CallTreeCompareResult>(
      CALL_TREE_COMPARE_REQUEST,
      params,
    );
    this.traces = [left, right].map(String);
    await this.show(comparison);
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    if (!('item' in node)) {
      const label = `${node.rest.toLocaleString('en')} more`;
      return new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    }
    const { name, change, description, tooltip, hasChildren, left, right } = node.item;
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(name, hasChildren ? Collapsed : None);
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(ICONS[change]);
    item.accessibilityInformation = { label: `${name}: ${description}` };
    const sides = [...(left === undefined ? [] : ['first']), ...(right === undefined ? [] : ['second'])];
    item.contextValue = sides.join('_');
    if (sides.length > 0) {
      const command = right === undefined ? 'ftrace.callTree.revealFirst' : 'ftrace.callTree.reveal';
      item.command = { title: 'Go to Call', command, arguments: [node] };
    }
    return item;
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    if (this.shown === undefined) return [];
    const [below, from] =
      node === undefined ? [undefined, 0] : 'item' in node ? [node.item.node, 0] : [node.below, node.from];
    const { id } = this.shown;
    const window = { order: this.order, from, count: WINDOW };
    const params: CallTreeChildrenParams =
      below === undefined ? { id, ...window } : { id, node: below, ...window };
    const { items, total } = await this.client.sendRequest<CallTreeChildrenResult>(
      CALL_TREE_CHILDREN_REQUEST,
      params,
    );
    const nodes: ViewNode[] = items.map((item) => ({ item }));
    const next = from + items.length;
    return next < total ? [...nodes, { below, from: next, rest: total - next }] : nodes;
  }

  private async reveal(node: ViewNode, side: 'left' | 'right'): Promise<void> {
    const place = 'item' in node ? node.item[side] : undefined;
    if (place === undefined || !('item' in node)) return;
    await revealFunction(this.client.protocol2CodeConverter.asUri(place.uri), place.line, node.item.name);
  }

  /** The nodes stay as they are: whoever looks at them would lose the place. */
  private sayChanged(): void {
    if (this.shown !== undefined)
      this.view.message = `${this.shown.summary} A trace was edited since then: compare again.`;
  }

  private sort(order: CallTreeChildrenParams['order']): void {
    this.order = order;
    this.changed.fire(undefined);
  }

  private async show(comparison: CallTreeCompareResult | undefined): Promise<void> {
    const before = this.shown;
    this.shown = comparison;
    this.view.description = comparison === undefined ? '' : `${comparison.left} → ${comparison.right}`;
    this.view.message = comparison?.summary ?? '';
    this.changed.fire(undefined);
    await vscode.commands.executeCommand('setContext', CONTEXT, comparison !== undefined);
    if (before === undefined) return;
    const params: CallTreeCloseParams = { id: before.id };
    await this.client.sendNotification(CALL_TREE_CLOSE_NOTIFICATION, params);
  }
}
