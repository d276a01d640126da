import type { Range } from 'vscode-languageserver';
import type { TextRange } from '../core/present/textRange';

/** The core's range on one line as the protocol's. */
export function toRange(range: TextRange): Range {
  return {
    start: { line: range.line, character: range.from },
    end: { line: range.line, character: range.to },
  };
}

/** The last part of a URI's path, decoded: how a trace is called. */
export function fileName(uri: string): string {
  const last =
    uri
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    // Not ours to judge: a URI with a stray % is shown as it is.
    return last;
  }
}

/** Names for traces that are listed together: of the file, with its folder where several have the same. */
export function fileNames(uris: readonly string[]): string[] {
  const names = uris.map(fileName);
  return uris.map((uri, number) => {
    const name = names[number]!;
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    const folder = fileName(uri.replace(/[?#].*$/s, '').replace(/\/[^/]*$/, ''));
    return `${folder}/${name}`;
  });
}
