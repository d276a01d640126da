import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  ReportFunctionItem,
  ReportFunctionsParams,
  ReportModel,
  ReportOpenParams,
} from '../../../server/src/protocol/report';

/** A server whose reports are made up: for what no recording has, and for what takes long. */
export interface FakeReports {
  /** What was asked, by method. */
  readonly asked: Readonly<Record<string, readonly unknown[]>>;
  /** Changes what the next report says. */
  set(change: Partial<ReportModel> | { readonly error: string } | 'never'): void;
  restore(): void;
}

const SCENARIOS = ['socket', 'tap', 'qemu', 'kvm'];

const HTML = `<main class="report"><header><h1>A made-up report</h1></header>
<section id="report-figures" class="figures"><h2>Unique functions</h2>
<p class="choice"><label for="report-measure">Measure</label><select id="report-measure">
<option value="0">Unique functions</option><option value="1">Calls</option></select></p>
<div data-figure="0"><svg class="chart" viewBox="0 0 400 120" width="400" role="group" aria-label="Figure">
<g class="link" data-select="tap &amp; category:network" role="link" tabindex="0" aria-label="tap, network: 163">
<rect x="20" y="10" width="240" height="40" fill="var(--vscode-ftrace-category-network)"></rect></g></svg></div>
<div data-figure="1" hidden=""><table><tbody><tr><th>socket</th><td><a href="#" data-select="socket">1,257</a></td></tr></tbody></table></div>
</section>
<section id="report-rules"><h2>Rules</h2><p>&lt;img src=x&gt;</p><a href="#" data-select="tap &amp; rule:tcp">12</a></section>
<section id="report-differences" class="differences"><h2>Functions</h2><div id="report-functions"></div></section>
</main>`;

/** Takes the place of the server for reports. `rows` is how many functions there are. */
export async function fakeReports(rows: number): Promise<FakeReports> {
  const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
    'ftrace-explorer.ftrace-explorer',
  )!;
  const client = (await extension.activate()).client as unknown as {
    sendRequest(...args: unknown[]): Promise<unknown>;
  };
  const original = client.sendRequest.bind(client);
  const asked: Record<string, unknown[]> = {};
  let id = 0;
  let next: Partial<ReportModel> | { readonly error: string } | 'never' = {};
  client.sendRequest = (method, params, token) => {
    if (typeof method !== 'string' || !method.startsWith('ftrace/report/'))
      return original(method, params, token);
    (asked[method] ??= []).push(params);
    switch (method) {
      case 'ftrace/report/open':
        if (next === 'never') return whenCancelled(token as vscode.CancellationToken);
        if ('error' in next) return Promise.reject(new Error(next.error));
        return Promise.resolve({ ...model(params as ReportOpenParams, ++id), ...next });
      case 'ftrace/report/functions':
        return Promise.resolve(functions(params as ReportFunctionsParams, rows));
      case 'ftrace/report/export':
        return Promise.resolve({ text: 'exported\n' });
      default:
        return Promise.reject(new Error('not made up'));
    }
  };
  return {
    asked,
    set: (change) => void (next = change),
    restore: () => void (client.sendRequest = original),
  };
}

function whenCancelled(token: vscode.CancellationToken): Promise<never> {
  return new Promise((_, reject) => token.onCancellationRequested(() => reject(new Error('cancelled'))));
}

function model({ comparison, base }: ReportOpenParams, id: number): ReportModel {
  const scenarios = comparison.scenarios as readonly { readonly name: string; readonly runs: string[] }[];
  return {
    id,
    title: 'A made-up report',
    scenarios: SCENARIOS,
    baseline: Math.max(0, SCENARIOS.indexOf(String(comparison.baseline))),
    categories: ['virtualization', 'network', 'other'].map((label, tokenType) => ({
      id: label,
      label,
      tokenType,
    })),
    html: HTML,
    style: '.report h1 { font-size: 1.6em; }',
    problems: [],
    traces: scenarios.flatMap(({ runs }) => runs.map((run) => `${base}/${run}`)),
  };
}

function functions({ from, count, text, selection }: ReportFunctionsParams, rows: number): unknown {
  if (selection.endsWith('('))
    return {
      total: 0,
      items: [],
      normalisation: '',
      problem: { message: 'A name or ( is missing', at: selection.length },
    };
  const total = text === undefined ? rows : 3;
  const items: ReportFunctionItem[] = [];
  for (let index = from; index < Math.min(total, from + count); index++)
    items.push({
      name: `${text ?? 'function'}_${index}`,
      category: index % 3,
      change: (['new', 'gone', 'more', 'fewer', 'same'] as const)[index % 5]!,
      values: SCENARIOS.map((_, scenario) => `${index + scenario}`),
      difference: `+${index}`,
      relative: '+50 %',
      support: 'too few runs',
    });
  return { total, items, normalisation: 'as counted' };
}
