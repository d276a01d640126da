import { LineKind } from '../model/lineKind';
import type { ColumnName, Trace } from '../model/trace';

/** What a text is: who printed it, how, and with which of the tracer's options, as far as it shows. */
export interface Inspection {
  /** 'trace-cmd report', 'perf-tools funcgraph', 'perf ftrace', 'console dump', 'kernel'; of a trace only. */
  readonly producer: string | undefined;
  readonly tracer: string | undefined;
  /** `6.12.0`, or the versions whose printer writes so: `6.13+`. */
  readonly kernel: string | undefined;
  readonly columns: readonly ColumnName[];
  /** Options as the tracer names them; those that are on by default only where they are off. */
  readonly options: readonly string[];
  /** Number of lines by kind: `entry`, `leaf`, …; kinds that do not appear are left out. */
  readonly kinds: ReadonlyMap<string, number>;
}

const COLUMN_ORDER: readonly ColumnName[] = [
  'time',
  'relativeTime',
  'cpu',
  'task',
  'flags',
  'mark',
  'duration',
  'records',
  'depth',
  'exitNames',
  'arguments',
  'returnValue',
  'returnAddress',
  'arrows',
  'overruns',
];

/** Durations from here on have an overhead mark, unless it is switched off (trace_find_mark). */
const MARKED_FROM_NS = 10_000;

/** Tells what the text of a trace shows of its origin. */
export function inspect(trace: Trace): Inspection {
  const { source } = trace;
  return {
    producer: trace.verdict.kind === 'graph' ? source.producer : undefined,
    tracer: source.tracer,
    kernel: source.kernel ?? kernelBySyntax(trace),
    columns: COLUMN_ORDER.filter((column) => source.columns.has(column)),
    options: source.producer === 'trace-cmd report' ? reportOptions(trace) : tracerOptions(trace),
    kinds: countKinds(trace),
  };
}

/** What appeared with a version, by the format's history (format specification, section 9). */
function kernelBySyntax({ source: { columns, producer } }: Trace): string | undefined {
  if (producer === 'trace-cmd report') return columns.has('returnAddress') ? '6.13+' : undefined;
  if (columns.has('arguments')) return '6.15+';
  if (columns.has('returnAddress')) return '6.13+';
  if (columns.has('returnValue')) return '6.5+';
  return columns.has('relativeTime') ? '5.1+' : undefined;
}

function tracerOptions(trace: Trace): string[] {
  const { columns, tracer } = trace.source;
  const on = (column: ColumnName, option: string): string[] => (columns.has(column) ? [option] : []);
  const bare =
    !columns.has('cpu') && !columns.has('duration') && !columns.has('time') && !columns.has('task');
  const exits = trace.kinds[LineKind.Exit]! + trace.kinds[LineKind.OrphanExit]!;
  if (trace.calls + exits === 0) return [];
  return [
    ...on('time', 'funcgraph-abstime'),
    ...on('relativeTime', 'display-graph'),
    ...(bare ? ['nocontext-info'] : columns.has('cpu') ? [] : ['nofuncgraph-cpu']),
    ...(columns.has('task') && !columns.has('relativeTime') ? ['funcgraph-proc'] : []),
    ...(columns.has('flags') && tracer === 'function_graph' ? ['latency-format'] : []),
    ...(bare || columns.has('duration') ? [] : ['nofuncgraph-duration']),
    ...(columns.has('duration') && !columns.has('mark') && hasLongCalls(trace)
      ? ['nofuncgraph-overhead']
      : []),
    ...(columns.has('returnValue') ? [] : on('exitNames', 'funcgraph-tail')),
    ...on('arguments', 'funcgraph-args'),
    ...on('returnValue', 'funcgraph-retval'),
    ...on('returnAddress', 'funcgraph-retaddr'),
    ...on('overruns', 'funcgraph-overrun'),
    ...(trace.calls === 0 && trace.orphanExits > 0 ? ['tracing_thresh'] : []),
  ];
}

function reportOptions({ source: { columns } }: Trace): string[] {
  return [
    ...(columns.has('records') ? ['-R or -N'] : []),
    ...(columns.has('exitNames') && !columns.has('records') ? ['-O fgraph:tailprint'] : []),
    ...(columns.has('depth') ? ['-O fgraph:depth'] : []),
  ];
}

function hasLongCalls({ names, stats }: Trace): boolean {
  for (let id = 0; id < names.length; id++) if (stats.maxNs[id]! > MARKED_FROM_NS) return true;
  return false;
}

function countKinds({ kinds }: Trace): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, kind] of Object.entries(LineKind)) {
    const count = kinds[kind]!;
    if (count > 0) counts.set(name.charAt(0).toLowerCase() + name.slice(1), count);
  }
  return counts;
}
