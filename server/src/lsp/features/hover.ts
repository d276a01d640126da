import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import { distinctNames } from '../../core/format/pathNames';
import { hoverAt } from '../../core/present/hover';
import { pathOf, toRange } from '../convert';
import type { Server } from '../serverContext';

/** textDocument/hover: the function with its numbers, or what a column means. */
export function registerHover({ connection, guard, graph, settings, traces }: Server): void {
  connection.onHover(
    guard<HoverParams, Hover | null>('hover', null, async ({ textDocument: { uri }, position }) => {
      const { categories } = await settings();
      const text = await graph(uri);
      if (text === undefined) return null;
      const others = traces.others(uri);
      const labels = distinctNames(others.map((other) => pathOf(other.uri)));
      const hover = hoverAt(
        text,
        categories,
        position.line,
        position.character,
        others.map(({ trace }, number) => ({ label: labels[number]!, trace })),
      );
      if (hover === undefined) return null;
      return { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: toRange(hover.range) };
    }),
  );
}
