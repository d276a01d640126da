import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { CallPaths, ROOT } from '../../core/analyse/callPaths';
import { buildCallTree } from '../../core/analyse/callTree';
import { TreeDifference, type TreeSide } from '../../core/compare/treeDifference';
import { describeFilter } from '../../core/filter/describe';
import { visible } from '../../core/format/escape';
import { sideNames } from '../../core/format/pathNames';
import { summariseDifference, treeItems, type TreeItem } from '../../core/present/treeItems';
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
  type CallTreeSide,
} from '../../protocol/callTree';
import { pathOf } from '../convert';
import type { Server } from '../serverContext';
import { loadTraceLines } from './loadTrace';

/** A client that forgets to close what it looked at keeps no more than these. */
const MAX_KEPT = 4;
const MAX_WINDOW = 1000;

interface Kept {
  readonly difference: TreeDifference;
  readonly sides: readonly [left: CallTreeSide, right: CallTreeSide];
}

/** ftrace/callTree/compare, children and close: two call trees merged, asked for window by window. */
export function registerCallTreeDifference(server: Server): void {
  const { connection, guard, settings } = server;
  const kept = new Map<number, Kept>();
  let next = 1;

  connection.onRequest(
    CALL_TREE_COMPARE_REQUEST,
    guard<CallTreeCompareParams, CallTreeCompareResult>(
      CALL_TREE_COMPARE_REQUEST,
      failed('The comparison failed; the log of the server says why.'),
      async ({ left, right }, token) => {
        const { difference, filters } = await compare(server, left, right, token);
        const id = next++;
        kept.set(id, { difference, sides: [left, right] });
        for (const oldest of [...kept.keys()].slice(0, -MAX_KEPT)) kept.delete(oldest);
        return {
          id,
          left: visible(difference.left.name),
          right: visible(difference.right.name),
          summary: [summariseDifference(difference), ...filters].join(' '),
        };
      },
    ),
  );

  connection.onRequest(
    CALL_TREE_CHILDREN_REQUEST,
    guard<CallTreeChildrenParams, CallTreeChildrenResult>(
      CALL_TREE_CHILDREN_REQUEST,
      failed('The call tree failed; the log of the server says why.'),
      async ({ id, node = ROOT, order, from, count }) => {
        const found = kept.get(id);
        if (found === undefined) throw failed('This comparison is closed; compare the traces again.');
        const { difference, sides } = found;
        const { total, nodes } = difference.children(node, order, from, Math.min(count, MAX_WINDOW));
        const items = treeItems(difference, nodes, (await settings()).categories);
        return { total, items: items.map((item) => toItem(item, sides)) };
      },
    ),
  );

  connection.onNotification(CALL_TREE_CLOSE_NOTIFICATION, ({ id }: CallTreeCloseParams) => {
    kept.delete(id);
  });
}

async function compare(
  server: Server,
  left: CallTreeSide,
  right: CallTreeSide,
  token: CancellationToken,
): Promise<{ difference: TreeDifference; filters: readonly string[] }> {
  const paths = new CallPaths();
  const names = sideNames(pathOf(left.uris[0] ?? ''), pathOf(right.uris[0] ?? ''));
  const sides: TreeSide[] = [];
  const filters = new Set<string>();
  for (const [index, { name = names[index]!, uris }] of [left, right].entries()) {
    if (uris.length === 0) throw failed(`${visible(name)} has no traces.`);
    const traces = await Promise.all(uris.map((uri) => loadTraceLines(server, uri, token)));
    for (const { filter } of traces)
      if (filter !== undefined) filters.add(`Filtered: ${describeFilter(filter.spec)}.`);
    sides.push({
      name,
      tree: buildCallTree(
        traces.map((trace) => ({ trace })),
        { paths },
      ),
    });
  }
  return { difference: new TreeDifference(sides[0]!, sides[1]!), filters: [...filters] };
}

function toItem({ left, right, category: _, ...item }: TreeItem, sides: Kept['sides']): CallTreeItem {
  const place = (side: CallTreeSide, at: TreeItem['left']): CallPlace | undefined =>
    at === undefined ? undefined : { uri: side.uris[at.trace]!, line: at.line };
  const [a, b] = [place(sides[0], left), place(sides[1], right)];
  return { ...item, ...(a === undefined ? {} : { left: a }), ...(b === undefined ? {} : { right: b }) };
}

function failed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
