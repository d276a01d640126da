/** What a printed forest must be read as: rows that follow from what happened and what was printed of it. */
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { irqRootOf, type Call, type Kept } from './forest';

/** Time that others took is asked elsewhere: it needs names, which are random here. */
type Field = Exclude<keyof CallRow, 'offCpuNs' | 'irqNs'>;

/** A row; undefined is a value that the text does not decide. */
export type ExpectedRow = { readonly [Name in Field]: CallRow[Name] | undefined };

/** Who runs, as far as it is printed; filled in when a later banner names it. */
export interface PrintedTask {
  pid: number | null;
  /** Bytes. */
  comm: string | null;
}

/** What is printed on the line of an entry, a leaf or an exit. */
export interface PrintedLine {
  /** From 1. */
  readonly line: number;
  readonly cpu: number | null;
  readonly task: PrintedTask;
  readonly startNs: number | null;
  /** As printed; null on an entry, without the column, and where a clock ran backwards. */
  readonly durationNs: number | null;
  /** Printed flags say that an interrupt runs; undefined where no flags are printed. */
  readonly irqFlag: boolean | undefined;
  readonly losses: number;
  readonly name: string | null;
  readonly module: string | null;
  readonly args: string | null;
  /** Undefined where no rule says whether and how it is to be read. */
  readonly ret: string | null | undefined;
  readonly retaddr: string | null | undefined;
}

interface Printed {
  readonly call: Call;
  /** Of an entry or a leaf. */
  begin: PrintedLine | undefined;
  exit: PrintedLine | undefined;
  leaf: boolean;
}

/** A text without columns that tell which lines belong together: nothing can be expected of it. */
export class Undecidable extends Error {}

/** Collects what is printed, and gives the rows. */
export class Truth {
  private readonly printed = new Map<Call, Printed>();

  begin(call: Call, line: PrintedLine, leaf: boolean): void {
    this.printed.set(call, { call, begin: line, exit: leaf ? line : undefined, leaf });
  }

  end(call: Call, line: PrintedLine): void {
    const known = this.printed.get(call);
    if (known === undefined) this.printed.set(call, { call, begin: undefined, exit: line, leaf: false });
    else known.exit = line;
  }

  rows(): ExpectedRow[] {
    const rows = [...this.printed.values()].flatMap((printed) => this.rowsOf(printed));
    rows.sort((a, b) => (a.line ?? a.exitLine!) - (b.line ?? b.exitLine!));
    return withSelf(rows, this.linesOfUnsettled());
  }

  /**
   * Lines of calls of which the text does not say whether an interrupt was theirs to bear: it was the innermost open
   * call's, or that of the next call.
   */
  private linesOfUnsettled(): Set<number> {
    const lines = new Set<number>();
    const all = [...this.printed.values()];
    for (const { call, begin } of all) {
      if (!call.tooDeep || begin === undefined) continue;
      const { parent, task, depth } = call;
      const around = parent && this.printed.get(parent)?.begin;
      if (around) lines.add(around.line);
      const next = all
        .filter((other) => other.call.task === task && other.call.depth === depth - 1)
        .map((other) => other.begin?.line ?? 0)
        .filter((line) => line > begin.line);
      lines.add(Math.min(...next));
    }
    return lines;
  }

  private isUnsettled(parent: Call): boolean {
    return [...this.printed.keys()].some((call) => call.tooDeep && call.parent === parent);
  }

  private rowsOf({ call, begin, exit, leaf }: Printed): ExpectedRow[] {
    const rows: ExpectedRow[] = [];
    const together = begin !== undefined && exit !== undefined && begin.losses === exit.losses;
    if (begin !== undefined) {
      rows.push({
        ...this.shared(call, begin),
        line: begin.line,
        exitLine: together ? exit.line : null,
        startNs: begin.startNs,
        durationNs: together ? exit.durationNs : null,
        selfNs: leaf ? begin.durationNs : null,
        args: begin.args,
        ret: together ? exit.ret : null,
        retaddr: begin.retaddr,
      });
    }
    if (exit !== undefined && !together) {
      rows.push({
        ...this.shared(call, exit),
        line: null,
        exitLine: exit.line,
        startNs: null,
        durationNs: exit.durationNs,
        selfNs: null,
        args: null,
        ret: exit.ret,
        retaddr: null,
      });
    }
    return rows;
  }

  private shared(call: Call, at: PrintedLine) {
    const { pid, comm } = at.task;
    return {
      name: at.name,
      module: at.module,
      depth: call.depth,
      cpu: at.cpu,
      pid,
      // A task whose name is blank: whether that is a name is not said anywhere.
      comm: comm === '' ? undefined : comm === null ? null : Buffer.from(comm, 'latin1').toString('utf8'),
      parentLine: this.parentLine(call, at),
      irq: this.irq(call, at),
    };
  }

  private parentLine({ parent, tooDeep, depth }: Call, at: PrintedLine): number | null | undefined {
    // Two interrupts of the same call, each printed at the wrong depth, are told apart by chance only.
    if (tooDeep || (parent?.depth === depth && this.isUnsettled(parent))) return undefined;
    const printed = parent === undefined ? undefined : this.printed.get(parent);
    const begin = printed?.begin;
    // A leaf that another cpu's lines show to have called something is over on its own line, all the same.
    if (begin === undefined || printed!.leaf || begin.losses !== at.losses) return null;
    return begin.line;
  }

  private irq(call: Call, at: PrintedLine): boolean | undefined {
    if (at.irqFlag === true) return true;
    const root = irqRootOf(call);
    if (root === undefined) return call.aroundIrq ? undefined : false;
    if (root === call) return at.name === null ? undefined : true;
    // Without the interrupt's beginning only hindsight tells.
    return this.printed.get(root)?.begin?.losses === at.losses ? true : undefined;
  }
}

/** Fills in the self times: a duration less those of the direct callees. */
function withSelf(rows: readonly ExpectedRow[], unsettled: ReadonlySet<number>): ExpectedRow[] {
  const calleesNs = new Map<number, number>();
  for (const { parentLine, durationNs } of rows) {
    if (typeof parentLine !== 'number') continue;
    calleesNs.set(parentLine, (calleesNs.get(parentLine) ?? 0) + (durationNs ?? NaN));
  }
  return rows.map((row) => {
    const { line, exitLine, durationNs } = row;
    if (line === null || exitLine === null || line === exitLine || typeof durationNs !== 'number') return row;
    if (unsettled.has(line!)) return { ...row, selfNs: undefined };
    const sum = calleesNs.get(line!) ?? 0;
    return { ...row, selfNs: Number.isNaN(sum) ? null : Math.max(0, durationNs - sum) };
  });
}

/** A comm as it stands in its column, without the blanks around it. */
export function trimmed(comm: string): string {
  return comm.replace(/^ +| +$/g, '');
}

/** The text that was printed, and its rows. */
export interface PrintedForest {
  readonly bytes: Uint8Array;
  readonly rows: readonly ExpectedRow[];
}

/** Whether both records are of the same call, one after the other in the same buffer. Not across a gap. */
export function isLeaf({ occurrence }: Kept, next: Kept | undefined): boolean {
  const after = next?.occurrence;
  if (occurrence.type !== 'entry' || after?.type !== 'exit' || next!.lost > 0) return false;
  if (occurrence.call === after.call) return true;
  if (occurrence.task.pid === after.task.pid && occurrence.call.name === after.call.name) {
    throw new Undecidable('the printer takes another call for this leaf');
  }
  return false;
}

/** Whether flags such as `d.h1.` say that an interrupt runs. */
export function isIrqFlags(flags: string): boolean {
  return 'hHzZ'.includes(flags[2]!);
}
