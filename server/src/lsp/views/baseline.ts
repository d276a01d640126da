import { createHash } from 'node:crypto';
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { version } from '../../../../package.json';
import { scenarioOf, writeBaseline, type BaselineRun } from '../../core/compare/baseline';
import { distinctNames } from '../../core/format/pathNames';
import { sha256OfFile } from '../../host/sha256';
import { BASELINE_REQUEST, type BaselineParams, type BaselineResult } from '../../protocol/baseline';
import { pathOf } from '../convert';
import type { Server } from '../serverContext';
import { loadTrace } from './loadTrace';

/** ftrace/baseline: what traces reached, as a baseline. */
export function registerBaseline(server: Server): void {
  const { connection, guard, settings } = server;
  connection.onRequest(
    BASELINE_REQUEST,
    guard<BaselineParams, BaselineResult>(
      BASELINE_REQUEST,
      new ResponseError(LSPErrorCodes.RequestFailed, 'The baseline failed; the log of the server says why.'),
      async ({ uris }, token) => {
        const paths = uris.map(pathOf);
        const names = distinctNames(paths);
        const runs: BaselineRun[] = [];
        for (const [index, uri] of uris.entries()) {
          const trace = await loadTrace(server, uri, token);
          runs.push({ name: names[index]!, trace, sha256: await hashOf(server, uri, token) });
        }
        const { categories } = await settings();
        const scenario = scenarioOf(paths);
        const tool = `ftrace-explorer ${version}`;
        return {
          scenario,
          text: writeBaseline(runs, categories, { scenario, tool, rules: categories.name }),
        };
      },
    ),
  );
}

/** SHA-256 of the file of a trace; undefined where there is none, or the editor has another text. */
async function hashOf(
  { traces }: Server,
  uri: string,
  token: CancellationToken,
): Promise<string | undefined> {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file' || token.isCancellationRequested) return undefined;
  let hash: string;
  try {
    hash = await sha256OfFile(fsPath);
  } catch {
    // Deleted since it was opened.
    return undefined;
  }
  const document = traces.document(uri);
  if (document === undefined) return hash;
  const own = createHash('sha256');
  for (const { bytes } of document.text.chunks) own.update(bytes);
  return own.digest('hex') === hash ? hash : undefined;
}
