import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { URI, Utils } from 'vscode-uri';
import { compareNames } from '../../core/analyse/functions';
import { ROOT } from '../../core/analyse/callPaths';
import { checkComparison, ComparisonFileError, type ComparisonSpec } from '../../core/compare/comparisonFile';
import { ExpressionError } from '../../core/compare/expression';
import { groupTraces } from '../../core/compare/grouping';
import { visible } from '../../core/format/escape';
import { reportBody } from '../../core/render/html/body';
import { EDITOR_STYLE } from '../../core/render/html/styles';
import { normalisationText } from '../../core/render/words';
import { findTraces } from '../../host/findTraces';
import { sha256OfFile } from '../../host/sha256';
import { loadComparison, NothingToCompare } from '../../host/loadComparison';
import {
  GROUP_REQUEST,
  REPORT_CLOSE_NOTIFICATION,
  REPORT_EXPORT_REQUEST,
  REPORT_FUNCTION_REQUEST,
  REPORT_FUNCTIONS_REQUEST,
  REPORT_OPEN_REQUEST,
  REPORT_PROGRESS_NOTIFICATION,
  REPORT_TREE_REQUEST,
  type GroupParams,
  type GroupResult,
  type ReportCloseParams,
  type ReportExportParams,
  type ReportExportResult,
  type ReportFunctionParams,
  type ReportFunctionResult,
  type ReportFunctionsParams,
  type ReportFunctionsResult,
  type ReportModel,
  type ReportOpenParams,
  type ReportProgressParams,
  type ReportTreeParams,
  type ReportTreeResult,
} from '../../protocol/report';
import { fileName } from '../convert';
import type { Server } from '../serverContext';
import { tokenTypes } from '../tokenTypes';
import { OpenReport } from './openReport';
import { exportReport } from './exportReport';
import { functionItem, queryOf, treeItem } from './reportItems';
import { ReportTraces } from './reportTraces';

/** A window larger than this is no window. */
const MAX_ROWS = 1000;

/** The requests of the report page: a comparison of scenarios, by windows. */
export function registerReports(server: Server): void {
  const { connection, guard } = server;
  const reports = new Map<number, OpenReport>();
  const traces = new ReportTraces(server);
  let lastId = 0;

  function on<P, R>(
    method: string,
    what: string,
    handler: (params: P, token: CancellationToken) => Promise<R> | R,
  ): void {
    connection.onRequest(
      method,
      guard<P, R>(method, refused(`${what} failed; the log of the server says why.`), handler),
    );
  }

  /** The report of a request; it may have been closed meanwhile. */
  function reportOf({ id }: { readonly id: number }): OpenReport {
    const report = reports.get(id);
    if (report === undefined) throw refused('This comparison is no longer open; open it again.');
    return report;
  }

  function close(id: number): void {
    reports.delete(id);
    traces.keepOnly(new Set([...reports.values()].flatMap((report) => report.uris)));
  }

  on<GroupParams, GroupResult>(GROUP_REQUEST, 'Finding the traces', ({ uris }) => group(uris));
  on<ReportOpenParams, ReportModel>(REPORT_OPEN_REQUEST, 'The comparison', async (params, token) => {
    const report = await openReport(server, traces, ++lastId, params, token);
    // Nobody would close it: the answer is that it was cancelled. What it was to replace is still shown.
    if (token.isCancellationRequested) throw refused('Reading the traces was given up.');
    const model = modelOf(report);
    reports.set(report.id, report);
    if (params.replaces !== undefined) close(params.replaces);
    return model;
  });
  on<ReportFunctionsParams, ReportFunctionsResult>(
    REPORT_FUNCTIONS_REQUEST,
    'Listing the functions',
    (params) => functionsOf(reportOf(params), params),
  );
  on<ReportFunctionParams, ReportFunctionResult>(
    REPORT_FUNCTION_REQUEST,
    'Finding the function',
    async (params, token) => {
      const found = await reportOf(params).whereIs(params.name, token);
      if (found === undefined) throw refused(`No trace of this comparison calls ${visible(params.name)}.`);
      return found;
    },
  );
  on<ReportTreeParams, ReportTreeResult>(REPORT_TREE_REQUEST, 'Comparing the call trees', (params, token) =>
    treeOf(reportOf(params), params, token),
  );
  on<ReportExportParams, ReportExportResult>(REPORT_EXPORT_REQUEST, 'The export', async (params) => ({
    text: await exportReport(reportOf(params), params),
  }));
  connection.onNotification(REPORT_CLOSE_NOTIFICATION, ({ id }: ReportCloseParams) => close(id));
}

/** What the client shows. */
function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

async function group(selected: readonly string[]): Promise<GroupResult> {
  // The Explorer gives them in the order in which they were clicked.
  const uris = [...selected].sort(compareNames);
  const elsewhere = uris.filter((uri) => URI.parse(uri).scheme !== 'file');
  const files = uris.filter((uri) => !elsewhere.includes(uri)).map((uri) => URI.parse(uri).fsPath);
  const { traces, notes } = await findTraces(files);
  const groups = groupTraces([
    ...traces.map(({ path, below }) => ({ path: URI.file(path).toString(), below })),
    ...elsewhere.map((path) => ({ path })),
  ]);
  return {
    scenarios: groups.map(({ name, runs }) => ({ name: decoded(name), runs })),
    notes: notes.map(visible),
  };
}

/** Groups of URIs have names with `%20` in them. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function openReport(
  server: Server,
  traces: ReportTraces,
  id: number,
  { comparison, base, progress }: ReportOpenParams,
  token: CancellationToken,
): Promise<OpenReport> {
  const spec = check(comparison);
  const uriOf = (source: string): string => resolve(base, source);
  const { categories, filter } = await server.settings();
  const total = spec.scenarios.reduce((runs, scenario) => runs + scenario.runs.length, 0);
  let done = 0;
  const loaded = await loadComparison(
    spec,
    {
      file: (source) => localPath(uriOf(source)),
      comparesPresets: true,
      trace: async (source, own, rules) => {
        const uri = uriOf(source);
        if (progress !== undefined) {
          const params: ReportProgressParams = { progress, name: fileName(uri), done: done++, total };
          await server.connection.sendNotification(REPORT_PROGRESS_NOTIFICATION, params);
        }
        return traces.numbers(uri, own, rules, token);
      },
    },
    { categories, filter },
  ).catch((error: unknown) => {
    throw error instanceof NothingToCompare ? refused(error.reasons.join(' ')) : error;
  });
  return new OpenReport(id, loaded, {
    uriOf,
    withLines: (uri, cancelled) => traces.withLines(uri, loaded.filter, loaded.categories, cancelled),
    sha256: async (uri) => {
      const { scheme, fsPath } = URI.parse(uri);
      // A file that is gone meanwhile has none either.
      return scheme === 'file' ? sha256OfFile(fsPath).catch(() => undefined) : undefined;
    },
  });
}

/** Where a table of rules or weights is. */
function localPath(uri: string): string {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') throw new Error('it is not on this machine');
  return fsPath;
}

/** The comparison of a page or a file, as far as it makes sense. */
function check(comparison: unknown): ComparisonSpec {
  try {
    return checkComparison(comparison);
  } catch (error) {
    throw error instanceof ComparisonFileError ? refused(sentences(error.reasons)) : error;
  }
}

function sentences(reasons: readonly string[]): string {
  return reasons.map((reason) => `${visible(reason)}.`).join(' ');
}

/** The URI of a path that stands in a comparison: relative to its folder, absolute, or a URI itself. */
function resolve(folder: string, path: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  return Utils.resolvePath(URI.parse(folder), path.replaceAll('\\', '/')).toString();
}

function modelOf(report: OpenReport): ReportModel {
  const { categories, report: shown, baseline } = report.loaded;
  const types = tokenTypes(categories);
  return {
    id: report.id,
    title: visible(shown.title),
    scenarios: shown.scenarios.map(({ name }) => name),
    baseline,
    categories: categories.list.map(({ id, label }, number) => ({
      id,
      label: visible(label),
      tokenType: types[number]!,
    })),
    html: reportBody(shown, 'editor'),
    style: EDITOR_STYLE,
    problems: report.loaded.problems.map(visible),
    traces: report.uris,
  };
}

function functionsOf(report: OpenReport, params: ReportFunctionsParams): ReportFunctionsResult {
  const query = queryOf(report, params);
  const normalisation = normalisationText(query.normalisation);
  try {
    const functions = report.functions(query);
    const rows = functions.rows(Math.max(0, params.from), Math.min(params.count, MAX_ROWS));
    return { total: functions.length, items: rows.map((row) => functionItem(row, query)), normalisation };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const problem = { message: visible(error.message), at: error.at };
    return { total: 0, items: [], problem, normalisation };
  }
}

async function treeOf(
  report: OpenReport,
  { baseline, target, node, from, count }: ReportTreeParams,
  token: CancellationToken,
): Promise<ReportTreeResult> {
  const trees = await report.callTrees(report.scenario(baseline), report.scenario(target), token);
  const { total, nodes } = trees.children(
    node ?? ROOT,
    'calls',
    Math.max(0, from),
    Math.min(count, MAX_ROWS),
  );
  return { total, items: nodes.map((child) => treeItem(report, child, { baseline, target })) };
}
