import { uinteger, type Range } from 'vscode-languageserver';
import type { TextRange } from '../core/present/textRange';

/** Behind the end of every line: a column there means its end. */
export const LINE_END = uinteger.MAX_VALUE;

/** The core's range on one line as the protocol's. */
export function toRange(range: TextRange): Range {
  return {
    start: { line: range.line, character: range.from },
    end: { line: range.line, character: range.to },
  };
}

/** The path of a URI, decoded as far as that goes. */
export function pathOf(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // Not ours to judge: a URI with a stray % is shown as it is.
    return path;
  }
}

/** The last part of a URI's path: how a trace is called. */
export function fileName(uri: string): string {
  return pathOf(uri).split('/').at(-1) || uri;
}
