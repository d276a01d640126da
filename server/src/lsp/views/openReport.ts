import { ResponseError, type CancellationToken } from 'vscode-languageserver';
import { CallPaths } from '../../core/analyse/callPaths';
import { addToCallTree, CallTree, linesOf } from '../../core/analyse/callTree';
import { shortestChains } from '../../core/analyse/shortestChain';
import { TreeDifference, type TreeSide } from '../../core/compare/treeDifference';
import { FunctionList } from '../../core/compare/functionList';
import type { FunctionQuery } from '../../core/compare/differences';
import type { FunctionId, Run } from '../../core/compare/run';
import { visible } from '../../core/format/escape';
import type { Trace } from '../../core/model/trace';
import type { Report, ReportRun, ReportScenario } from '../../core/report/report';
import type { LoadedComparison } from '../../host/loadComparison';
import type { ReportFunctionResult } from '../../protocol/report';

/** What a report asks of the machine. */
export interface ReportSources {
  /** URI of a run's source. */
  readonly uriOf: (source: string) => string;
  /** A run's trace, with its lines, counted as the report is. */
  readonly withLines: (uri: string, token: CancellationToken) => Promise<Trace>;
  /** SHA-256 of a run's file, hexadecimal; undefined where it is none. */
  readonly sha256: (uri: string) => Promise<string | undefined>;
}

/** A call of a chain of callers: its name, ready to be shown, and its line, from 0. */
interface Step {
  readonly name: string;
  readonly line: number;
}

/** A comparison that a page shows. What it asks for twice in a row is kept. */
export class OpenReport {
  private list: { readonly key: string; readonly functions: FunctionList } | undefined;
  private tree: { readonly key: string; readonly difference: TreeDifference } | undefined;
  /** How each run reaches its functions: what is kept of its lines, which are the large part. */
  private readonly chains = new Map<Run, ReadonlyMap<FunctionId, readonly Step[]>>();

  constructor(
    readonly id: number,
    readonly loaded: LoadedComparison,
    private readonly sources: ReportSources,
  ) {}

  /** URIs of all traces, those that could not be read among them: they may come back. */
  get uris(): string[] {
    return this.loaded.spec.scenarios.flatMap(({ runs }) => runs.map((run) => this.sources.uriOf(run)));
  }

  /** The number of a scenario that a page names; 0 where there is none, as in an older comparison's. */
  scenario(number: number): number {
    return this.loaded.scenarios.list[number] === undefined ? 0 : number;
  }

  /** The report, with the hashes of the files that it is of. */
  async withHashes(): Promise<Report> {
    const { report } = this.loaded;
    const hashed = async (run: ReportRun): Promise<ReportRun> => ({
      ...run,
      sha256: run.sha256 ?? (await this.sources.sha256(this.sources.uriOf(run.source))),
    });
    const scenarios: ReportScenario[] = [];
    for (const scenario of report.scenarios) {
      scenarios.push({ ...scenario, runs: await Promise.all(scenario.runs.map(hashed)) });
    }
    return { ...report, scenarios };
  }

  /** The functions of a query, in its order. Throws an ExpressionError where its selection makes no sense. */
  functions(query: FunctionQuery): FunctionList {
    const key = JSON.stringify(query);
    if (this.list?.key !== key) {
      const { scenarios, categories } = this.loaded;
      this.list = { key, functions: new FunctionList(scenarios, categories, query) };
    }
    return this.list.functions;
  }

  /** Where a function is, by its name as it was shown; undefined where there is no such one. */
  async whereIs(shown: string, token: CancellationToken): Promise<ReportFunctionResult | undefined> {
    const { scenarios, categories } = this.loaded;
    const id = this.find(shown);
    if (id < 0) return undefined;
    const name = scenarios.names.text(id);
    const rule = categories.explain(name)[0]?.pattern;
    const all: ReportFunctionResult['scenarios'][number][] = [];
    for (const [scenario, { runs }] of scenarios.list.entries()) {
      all.push({
        scenario,
        runs: runs.map((run) => ({
          name: visible(run.name),
          uri: this.sources.uriOf(run.source),
          calls: run.functions.callsOf(id),
          line: run.functions.firstLineOf(id),
        })),
        chain: await this.chainTo(
          id,
          runs.find(({ functions }) => functions.callsOf(id) > 0),
          token,
        ),
      });
    }
    return {
      name: visible(name),
      category: categories.column(scenarios.names)[id]!,
      rule: rule === undefined ? 'no rule matches it' : `matches ${visible(rule)}`,
      scenarios: all,
    };
  }

  /** The call trees of two scenarios, each of all its runs, compared path by path. */
  async callTrees(baseline: number, target: number, token: CancellationToken): Promise<TreeDifference> {
    const key = `${baseline} ${target}`;
    if (this.tree?.key !== key) {
      const paths = new CallPaths();
      const left = await this.treeOf(baseline, paths, token);
      const right = await this.treeOf(target, paths, token);
      this.tree = { key, difference: new TreeDifference(left, right) };
    }
    return this.tree.difference;
  }

  /** URI of a run of a scenario. */
  runUri(scenario: number, run: number): string {
    const source = this.loaded.scenarios.list[scenario]?.runs[run]?.source;
    return source === undefined ? '' : this.sources.uriOf(source);
  }

  private async treeOf(scenario: number, paths: CallPaths, token: CancellationToken): Promise<TreeSide> {
    const { name, runs } = this.loaded.scenarios.list[scenario]!;
    const tree = new CallTree(paths);
    // One after the other: only the tree is kept of each.
    for (const run of runs) {
      const trace = await this.read(run, token);
      addToCallTree(tree, { trace });
    }
    return { name, tree };
  }

  /** The shortest chain of callers in a run; empty where there is no run, or its trace cannot be read any more. */
  private async chainTo(
    id: FunctionId,
    run: Run | undefined,
    token: CancellationToken,
  ): Promise<ReportFunctionResult['scenarios'][number]['chain']> {
    if (run === undefined) return [];
    try {
      const chains = await this.chainsOf(run, token);
      const uri = this.sources.uriOf(run.source);
      return (chains.get(id) ?? []).map((step) => ({ ...step, uri }));
    } catch (error) {
      // The other runs, and the numbers, are known.
      if (error instanceof ResponseError) return [];
      throw error;
    }
  }

  private async chainsOf(
    run: Run,
    token: CancellationToken,
  ): Promise<ReadonlyMap<FunctionId, readonly Step[]>> {
    const known = this.chains.get(run);
    if (known !== undefined) return known;
    const trace = await this.read(run, token);
    const lines = linesOf(trace);
    const chainTo = shortestChains(trace);
    const chains = new Map<FunctionId, readonly Step[]>();
    for (const id of run.functions.reached()) {
      // By its bytes: what is no valid UTF-8 is not found by its text.
      const own = trace.names.findIn(this.loaded.scenarios.names, id);
      const chain = chainTo(own).map((line) => ({ name: visible(trace.names.text(lines.name(line))), line }));
      chains.set(id, chain);
    }
    this.chains.set(run, chains);
    return chains;
  }

  private read(run: Run, token: CancellationToken): Promise<Trace> {
    return this.sources.withLines(this.sources.uriOf(run.source), token);
  }

  private find(shown: string): FunctionId {
    const { names } = this.loaded.scenarios;
    const id = names.find(shown);
    if (id >= 0) return id;
    for (let other = 0; other < names.length; other++) if (visible(names.text(other)) === shown) return other;
    return -1;
  }
}
