import type { ColumnName, Source } from '../model/trace';
import { decode } from '../text/utf16';
import { indexOf, skipSpaces, startsWith } from '../text/ascii';
import type { LineFields } from './lineFields';
import { Repair } from './lineFields';

/** Notes, while a text is parsed, who printed it and with which columns. */
export class SourceNotes {
  columns = new Set<ColumnName>();
  /** As the first line that says it does. */
  kernel: string | undefined;
  named: string | undefined;
  traceCmdLines = 0;
  consoleLines = 0;

  /** Sees a call line that was read completely; of lines like it, one is enough. */
  seeCall(f: LineFields): void {
    const { columns } = this;
    if (f.traceCmd) this.traceCmdLines++;
    if ((f.repairs & Repair.Prefix) !== 0 && f.bytes[skipSpaces(f.bytes, 0, f.start)] === 0x5b)
      this.consoleLines++;
    if (f.record) columns.add('records');
    if (f.timeStart >= 0) columns.add('time');
    if (f.relativeStart >= 0) columns.add('relativeTime');
    if (f.cpu >= 0) columns.add('cpu');
    if (f.commStart >= 0) columns.add('task');
    if (f.flagsStart >= 0) columns.add('flags');
    if (f.bar >= 0) columns.add('duration');
    if (f.mark >= 0) columns.add('mark');
    if (f.argsStart >= 0) columns.add('arguments');
    if (f.retStart >= 0) columns.add('returnValue');
    if (f.retaddrStart >= 0) columns.add('returnAddress');
    if (f.depthPrinted) columns.add('depth');
  }

  /** Sees a line of a producer or a header. */
  seeText(f: LineFields): void {
    const { bytes, start, end } = f;
    const first = skipSpaces(bytes, start, end);
    if (startsWith(bytes, first, end, 'Tracing "')) this.named ??= 'perf-tools funcgraph';
    else if (startsWith(bytes, first, end, 'Dumping ftrace ')) this.named ??= 'console dump';
    else if (startsWith(bytes, first, end, 'function_graph tracer is used')) this.named ??= 'perf ftrace';
    else if (startsWith(bytes, first, end, 'cpus=')) this.named ??= 'trace-cmd report';
    else if (startsWith(bytes, first, end, '(Overruns:')) this.columns.add('overruns');
    const on = indexOf(bytes, ' latency trace v', first, Math.min(end, first + 80));
    if (on < 0) return;
    const kernel = / on (\S+)/.exec(decode(bytes, on, Math.min(end, on + 100)))?.[1];
    if (kernel !== undefined) this.kernel ??= kernel;
  }

  /** What is known at the end, with what was seen on lines that were not shown here; `lines`: all of calls. */
  finish(
    tracer: string | undefined,
    found: { marked: boolean; tail: boolean; arrows: boolean; lines: number },
  ): Source {
    const columns = new Set(this.columns);
    if (found.marked) columns.add('mark');
    if (found.tail) columns.add('exitNames');
    if (found.arrows) columns.add('arrows');
    return { tracer, kernel: this.kernel, producer: this.producer(found.lines), columns };
  }

  private producer(lines: number): string {
    if (this.traceCmdLines > 0) return 'trace-cmd report';
    if (this.named !== undefined) return this.named;
    return this.consoleLines > 0 && 2 * this.consoleLines >= lines ? 'console dump' : 'kernel';
  }
}
