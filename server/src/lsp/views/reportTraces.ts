import { stat } from 'node:fs/promises';
import type { CancellationToken } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { withoutLines } from '../../core/filter/applyFilter';
import { asksCategory } from '../../core/filter/canonical';
import type { CategoryRules } from '../../core/filter/expression/categoryRules';
import type { FilterSpec } from '../../core/model/filterSpec';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';
import { parseSliced, type Parsing } from '../parseSliced';
import type { Server } from '../serverContext';
import { failure, withLocalFile } from './localFile';

/** A trace that was read: the same again is not read again. */
interface ReadTrace {
  readonly parsing: Parsing;
  /** The file's time and size, or the document's version. */
  readonly stamp: string;
  readonly filter: string;
  /** What categories of the filter mean, where it names any. */
  readonly categories: CategoryRules | undefined;
  readonly trace: Trace;
}

/** Reads the traces of a report: open documents as they are in the editor, all others from their files. */
export class ReportTraces {
  /** By URI; numbers and names, no lines. */
  private readonly known = new Map<string, ReadTrace>();

  constructor(private readonly server: Pick<Server, 'traces' | 'parsing' | 'readTrace'>) {}

  /** The numbers of a trace, read anew only where it has changed. Throws a ResponseError with a reason for people. */
  async numbers(
    uri: string,
    filter: FilterSpec,
    rules: CategoryRules,
    token: CancellationToken,
  ): Promise<Trace> {
    const parsing = await this.server.parsing();
    const categories = asksCategory(filter) ? rules : undefined;
    const now = { parsing, stamp: await this.stampOf(uri), filter: JSON.stringify(filter), categories };
    const known = this.known.get(uri);
    if (
      known?.parsing === parsing &&
      known.stamp === now.stamp &&
      known.filter === now.filter &&
      known.categories === categories
    )
      return known.trace;
    const trace = withoutLines(await this.read(uri, { ...parsing, filter, categories }, false, token));
    this.known.set(uri, { ...now, trace });
    return trace;
  }

  /** The trace with its lines, as it is now. Throws as above. */
  async withLines(
    uri: string,
    filter: FilterSpec,
    rules: CategoryRules,
    token: CancellationToken,
  ): Promise<Trace> {
    const parsing = await this.server.parsing();
    return this.read(uri, { ...parsing, filter, categories: rules }, true, token);
  }

  /** Forgets all but these. */
  keepOnly(uris: ReadonlySet<string>): void {
    for (const uri of this.known.keys()) if (!uris.has(uri)) this.known.delete(uri);
  }

  private async stampOf(uri: string): Promise<string> {
    const version = this.server.traces.version(uri);
    if (version !== undefined) return `version ${version}`;
    try {
      const { mtimeMs, size } = await stat(URI.parse(uri).fsPath);
      return `${mtimeMs} ${size}`;
    } catch {
      // Reading it says why it cannot be read.
      return 'none';
    }
  }

  private async read(
    uri: string,
    parsing: Parsing,
    keepLines: boolean,
    token: CancellationToken,
  ): Promise<Trace> {
    const open = await this.server.traces.get(uri);
    const trace =
      open === undefined
        ? await this.readFile(uri, parsing, keepLines, token)
        : await parseSliced(open.text, parsing, () => token.isCancellationRequested);
    if (trace === undefined) throw failure(uri, 'reading it was given up');
    const reason = describeVerdict(trace.verdict);
    if (reason !== undefined) throw failure(uri, reason);
    return trace;
  }

  private readFile(
    uri: string,
    parsing: Parsing,
    keepLines: boolean,
    token: CancellationToken,
  ): Promise<Trace> {
    const elsewhere = 'it is not on this machine; open it in the editor first';
    return withLocalFile(uri, token, elsewhere, (path, signal) =>
      this.server.readTrace(path, { ...parsing, keepLines, keepSelf: keepLines, signal }),
    );
  }
}
