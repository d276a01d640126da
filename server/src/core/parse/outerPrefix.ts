/** What mail programs, consoles, loggers, diff and authors write before a line of a trace. */

/** `0) `, or the task and cpu of trace-cmd: a line that begins so is one of a trace. */
const COLUMNS = String.raw`(?= *(?:\d+\) |\d+\.\d{6} \||\S.{0,24}-\d+ +\[\d+\]))`;

const PREFIXES: readonly RegExp[] = [
  / *> ?/y, // mail
  / *\| (?= *(?:\d+\)|[#>|]))/y, // mail, the other way
  new RegExp(` *[+-](?:${COLUMNS}|(?= *$))`, 'y'), // diff
  / *(?:#+|\/\/+|\*|;+|--) ?/y, // comments
  / *(?:<\d+>)?\[? *\d+\.\d{3,6}\](?: ?\[ *[TC]\d+\])?(?: \S+ kernel:)? ?/y, // printk, journalctl -o short-monotonic
  / *\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\] ?/y, // dmesg -T
  / *[a-z]+ *:[a-z]+ *: /y, // dmesg -x
  / *\d+,\d+,\d+,[-c];/y, // /dev/kmsg
  / *[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:\S+ kernel: ?)?/y, // syslog, ts
  / *\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]? (?:\S+ kernel: ?|\d\d[OE] |std(?:out|err) [FP] )?/y, // ISO 8601: CI, containers
  / *\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]? /y, // terminals
  / *\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ [A-Z] [^:]{1,40}: /y, // logcat
  new RegExp(` *\\d+[:|.]?\\s${COLUMNS}`, 'y'), // line numbers
  new RegExp(String.raw` *[\w./-]+:(?:\d+:)?${COLUMNS}`, 'y'), // grep, and trace-cmd with several files
];

/** The longest beginning of a line that is looked at. */
const LOOKED_AT = 160;
const decoder = new TextDecoder('latin1');

/** The position behind one prefix at `at` of the line that ends at `end`, or -1 where there is none. */
export function behindPrefix(bytes: Uint8Array, at: number, end: number): number {
  const text = decoder.decode(bytes.subarray(at, Math.min(end, at + LOOKED_AT)));
  for (const prefix of PREFIXES) {
    prefix.lastIndex = 0;
    if (prefix.test(text)) return at + prefix.lastIndex;
  }
  return -1;
}
