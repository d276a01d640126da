/** Sizes of functions in bytes out of files of symbols: `nm -S`, `nm --size-sort`, System.map, /proc/kallsyms. */
import { formatPlural } from '../format/numbers';
import { TableProblems } from '../format/tableProblems';
import type { NamedValues } from './csvWeights';

/** `address [size] type name [module]`; of what is not defined, nm prints neither address nor size. */
const SYMBOL =
  /^(?:([\da-f]{4,16})(?:[ \t]+([\da-f]{4,16}))?)?[ \t]+([A-Za-z?-])[ \t]+(\S+)(?:[ \t]+\[([^\]]*)\])?[ \t]*$/;
const CODE = /^[tTwW]$/;
/** Farther behind a function's beginning is another section, not its end. */
const MAX_FUNCTION_BYTES = 1n << 20n;

interface Symbol {
  readonly line: number;
  readonly address: bigint;
  readonly size: number | undefined;
  readonly isCode: boolean;
  readonly name: string;
  readonly module: string;
}

/** Whether the text is a list of symbols: its first line that is neither empty nor a comment is one. */
export function isSymbolFile(text: string): boolean {
  const first = /^(?:\uFEFF)?(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*([^\r\n]*)/.exec(text)?.[1] ?? '';
  return SYMBOL.test(first);
}

/**
 * The size of each function. Where no sizes are printed, it is the distance to the next symbol of code in the same module; up to
 * what follows code, and where the next is 1 MiB away or farther, it is not known. Local functions of one name: the largest counts.
 */
export function parseSymbolSizes(text: string): NamedValues {
  const problems = new TableProblems();
  const symbols: Symbol[] = [];
  text.split(/\r\n|\n|\r/).forEach((content, index) => {
    if (content.trim() === '' || content.trimStart().startsWith('#')) return;
    const match = SYMBOL.exec(content.replace(/^\uFEFF/, ''));
    if (match === null) return problems.leaveOut(index + 1, 'it is no symbol: address, type, name');
    const [, address, size, type = '', name = '', module = ''] = match;
    if (address === undefined) return;
    symbols.push({
      line: index + 1,
      address: BigInt(`0x${address}`),
      size: size === undefined ? undefined : Number.parseInt(size, 16),
      isCode: CODE.test(type),
      name,
      module,
    });
  });
  const values = new Map<string, number>();
  let repeated = 0;
  const add = (name: string, size: number): void => {
    const before = values.get(name);
    if (before !== undefined) repeated++;
    values.set(name, Math.max(size, before ?? 0));
  };
  if (symbols.some(({ size }) => size !== undefined)) {
    for (const { isCode, name, size } of symbols) if (isCode && size !== undefined) add(name, size);
  } else if (areSizes(symbols)) {
    for (const { isCode, name, address } of symbols) if (isCode) add(name, Number(address));
  } else if (symbols.length > 0 && symbols.every(({ address }) => address === 0n)) {
    problems.add('all addresses are 0: /proc/kallsyms must be read as root');
  } else addDistances(symbols, add, problems);
  if (repeated > 0)
    problems.add(
      `${formatPlural(repeated, 'symbol')} with the name of another: the largest of a name counts`,
    );
  if (values.size === 0) problems.add('there is no function with a size in it');
  return { name: 'size', values, problems: problems.list() };
}

/** Whether the first column is sizes, as `nm --size-sort` prints them without -S: all small, none 0, in order. */
function areSizes(symbols: readonly Symbol[]): boolean {
  const values = symbols.map(({ address }) => address);
  const isAscending = values.every((value, i) => i === 0 || values[i - 1]! <= value);
  const isDescending = values.every((value, i) => i === 0 || values[i - 1]! >= value);
  return (isAscending || isDescending) && values.every((value) => value > 0n && value < MAX_FUNCTION_BYTES);
}

function addDistances(
  symbols: readonly Symbol[],
  add: (name: string, size: number) => void,
  problems: TableProblems,
): void {
  const modules = new Map<string, Symbol[]>();
  for (const symbol of symbols) {
    const members = modules.get(symbol.module);
    if (members === undefined) modules.set(symbol.module, [symbol]);
    else members.push(symbol);
  }
  let unknown = 0;
  for (const members of modules.values()) {
    members.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.line - b.line));
    // From the last to the first: what comes at the next address, of any type.
    let next: Symbol | undefined;
    let later: Symbol | undefined;
    for (const symbol of members.toReversed()) {
      if (later !== undefined && later.address > symbol.address) next = later;
      // Of several at one address one that is code decides.
      if (later === undefined || later.address > symbol.address || symbol.isCode) later = symbol;
      if (!symbol.isCode) continue;
      const distance = next === undefined || !next.isCode ? undefined : next.address - symbol.address;
      if (distance === undefined || distance >= MAX_FUNCTION_BYTES) unknown++;
      else add(symbol.name, Number(distance));
    }
  }
  if (unknown > 0)
    problems.add(`${formatPlural(unknown, 'function')} at the end of a section: the size is not known`);
}
