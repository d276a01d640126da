/**
 * The usual lines of a trace, read and counted in WebAssembly (AssemblyScript): the same as UsualLineReader, CallBuilder
 * and FunctionStats do, for the lines where nothing is odd. A line that is not exactly as expected is left to them: `run`
 * stops before it. What it must be equal to is written there; here are only the reasons why a line is passed on.
 *
 * esbuild.mjs makes the decorator of the same name of each `// @inline`, which other tools would not understand.
 */
import {
  behindCall,
  behindModule,
  behindNote,
  behindSign,
  endsInSemicolon,
  isName,
  isRule,
  lineEnd,
  nameLength,
  printedBeside,
  RULE_BYTES,
} from './body';
import { areFlags, hadMark, readCpu, readDuration, readTime, sameBytes } from './columns';
import {
  Call,
  CALL_BITS,
  END_BITS,
  ENDS,
  HEADER,
  Header,
  Kind,
  LOOSE_EXIT,
  MAX_DEPTH,
  MAX_ENDS,
  MAX_LOOSE,
  MAX_ROWS,
  Name,
  Row,
  Slot,
  SLOT_BITS,
  SLOTS,
  STACK_BYTES,
  STACKS,
} from './layout';
import {
  addCall,
  addDuration,
  addSelf,
  findName,
  forgetNames,
  idOf,
  isOfInterrupt,
  isSpecial,
  meetName,
} from './names';
import { isOutermost } from './stacks';
import { addRow, tellLoose, tellName } from './told';

export {
  addressesAt,
  beginningsAt,
  calleesBoxAt,
  callsBoxAt,
  endsAt,
  headerAt,
  looseAt,
  namesAt,
  newNameAt,
  rowsAt,
  slotAt,
  textAt,
} from './layout';
export { addName, clearAllStats, namesEndAt } from './names';
export { close, open } from './stacks';

const UNKNOWN_DURATION: u32 = 0xffffffff;
/** Longer ones are for the other side. */
const MAX_DURATION: f64 = 4294967293;
/** Cut digits: CUT_DIGITS_NS of CallBuilder. */
const CUT_DIGITS_NS: f64 = 1000;
const MAX_KEPT_DEPTH: i32 = 0xfff;
const NO_LANE: i32 = 0xffff;

/** Forgets everything, for another text. */
export function reset(): void {
  memory.fill(HEADER, 0, STACKS - HEADER);
  forgetNames();
}

/**
 * Reads and counts the lines from `at` on, up to `limit`, which is behind a newline; gives the position of the first line
 * that is passed on, or `limit`. With KEEP_ROWS it also stops when there is no room for more rows.
 */
export function run(at: usize, limit: usize): usize {
  const timeBar = load<i32>(Header.TIME_BAR);
  const cpuParen = load<i32>(Header.CPU_PAREN);
  const taskBar = load<i32>(Header.TASK_BAR);
  const flagsBar = load<i32>(Header.FLAGS_BAR);
  const barColumn = load<i32>(Header.BAR);
  const keepRows = load<i32>(Header.KEEP_ROWS) !== 0;
  const keepContext = load<i32>(Header.KEEP_ROWS) === 2;
  let rows: i32 = 0;
  let exitsBefore: i32 = 0;
  let line = load<i32>(Header.LINE);
  let entries: i32 = 0;
  let leaves: i32 = 0;
  let exits: i32 = 0;
  let namedExits: i32 = 0;
  let strong: i32 = 0;
  const cpuWidth = cpuParen - (timeBar + 1);
  const cpuMask: u32 = cpuWidth >= 1 && cpuWidth <= 4 ? u32(-1) << (u32(4 - cpuWidth) << 3) : 0;
  let lastWord: u32 = 1;
  let lastCpu: i32 = -1;
  let interruptCalls: i32 = 0;
  let firstInterrupt: i32 = -1;
  let loose: i32 = 0;
  let allBeside: i32 = 0;
  const passValues = load<i32>(Header.PASS_VALUES) !== 0;
  store<i32>(Header.NEW_LENGTH, 0);
  store<i32>(Header.MARKED, 0);
  let ends: i32 = 0;
  let blanks: i32 = 0;
  let rules: i32 = 0;
  let inComment = load<i32>(Header.IN_COMMENT) !== 0;
  let lastSlot: i32 = -1;

  for (;;) {
    if (keepRows && rows >= MAX_ROWS) break;
    const bar = at + usize(barColumn);
    if (bar + 4 > limit || load<u8>(bar) !== 0x7c) {
      // The blank line and the rules around a context switch.
      if (at >= limit || inComment) break;
      const isBlank = load<u8>(at) === 0x0a;
      if (!isBlank && !isRule(at)) break;
      if (keepRows) {
        addRow(rows, at, isBlank ? Kind.BLANK : Kind.RULE, NO_LANE, 0, 0, 0);
        rows++;
      }
      if (isBlank) blanks++;
      else rules++;
      line++;
      at += isBlank ? 1 : RULE_BYTES;
      continue;
    }

    // The columns before the bar, each of their bytes.
    let from = at;
    let time: f64 = NaN;
    if (timeBar >= 0) {
      const to = at + usize(timeBar);
      if (load<u8>(to) !== 0x7c) break;
      time = readTime(from, to);
      if (time < 0) break;
      from = to + 1;
    }
    let cpu: i32 = -1;
    if (cpuParen >= 0) {
      const to = at + usize(cpuParen);
      if (load<u8>(to) !== 0x29) break;
      // Mostly the cpu of the line before: four bytes, without those of the column before. What may follow it is looked at there.
      const word = load<u32>(to - 4) & cpuMask;
      if (word === lastWord) cpu = lastCpu;
      else {
        cpu = readCpu(from, to);
        // 256 cpus and more, or a comm that looks like one.
        if (cpu < 0 || cpu > 255 || load<u8>(to + 1) === 0x2d || load<u8>(to + 2) === 0x2d) break;
        if (cpuMask !== 0) lastWord = word;
        lastCpu = cpu;
      }
      from = to + 1;
    }
    const slot = SLOTS + (usize(cpu + 1) << SLOT_BITS);
    if (load<i32>(slot, Slot.LENT) === 0) break;
    if (taskBar >= 0) {
      const to = at + usize(taskBar);
      const length = i32(to - from);
      if (load<u8>(to) !== 0x7c || load<i32>(slot, Slot.TASK_LENGTH) !== length) break;
      if (!sameBytes(from, slot + Slot.TASK, length)) break;
      from = to + 1;
    }
    if (flagsBar >= 0) {
      const to = at + usize(flagsBar);
      if (load<u8>(to) !== 0x7c || !areFlags(from, to)) break;
      from = to + 1;
    }
    if (time < load<f64>(slot, Slot.LAST_TIME)) break;
    const ns = readDuration(from, bar);
    if (ns < 0 || ns > MAX_DURATION) break;

    // The indentation.
    let body = bar + 1;
    let indentation = i8x16.bitmask(i8x16.eq(v128.load(body), i8x16.splat(0x20)));
    while (indentation === 0xffff) {
      body += 16;
      indentation = i8x16.bitmask(i8x16.eq(v128.load(body), i8x16.splat(0x20)));
    }
    body += usize(ctz(~indentation));
    const indent = i32(body - bar) - 3;
    if (indent < 0 || (indent & 1) !== 0) break;
    const printed = indent >> 1;
    const interrupt = load<i32>(slot, Slot.INTERRUPT_DEPTH);
    const shift = load<i32>(slot, Slot.INTERRUPT_SHIFT);
    const size = load<i32>(slot, Slot.SIZE);
    const isExit = load<u8>(body) === 0x7d;
    let name: usize = 0;
    let isLeaf = false;
    let next: usize = 0;
    let isNamedInterrupt = false;
    let newLength: i32 = 0;
    let newBehind: usize = 0;
    let beside: i32 = 0;
    if (!isExit) {
      const length = nameLength(body);
      if (length === 0) break;
      let behind = body + usize(length);
      if (load<u8>(behind) === 0x20) {
        behind = behindModule(behind);
        if (behind === 0) break;
      }
      const end = load<u32>(behind);
      // `();` or `() {`
      isLeaf = (end & 0xffffff) === 0x3b2928;
      if (isLeaf) next = lineEnd(behind + 3);
      else if (end === 0x7b202928) next = lineEnd(behind + 4);
      if (next === 0) {
        if (passValues || load<u8>(behind) !== 0x28) break;
        next = behindCall(behind);
        if (next === 0) break;
        isLeaf = endsInSemicolon;
        beside = printedBeside;
      }
      name = findName(body, length);
      if (name === 0) {
        if (!isName(body, length)) break;
        newLength = length;
        newBehind = behind;
        if (load<i32>(Header.NEXT_ID) < 0 || isSpecial(body, length)) {
          tellName(body, length, behind);
          break;
        }
      } else isNamedInterrupt = isOfInterrupt(name);
    }

    // An interrupt goes on with its next outermost function, with what is deeper while one of these is open, and with exits.
    let isWithin = false;
    let begins = false;
    if (interrupt >= 0) {
      if (printed === interrupt && !isExit) isWithin = isNamedInterrupt;
      else isWithin = size > interrupt + shift && printed >= interrupt;
      if (!isWithin || printed === interrupt) {
        if (load<i32>(slot, Slot.IS_SIMPLE) === 0) break;
        if (!isWithin && isExit && printed === interrupt) break;
      }
      // One that interrupts it, or follows on it at another depth.
      if (isNamedInterrupt && printed !== interrupt) break;
    } else if (isNamedInterrupt) begins = true;
    const endsOutermost = (begins || (isWithin && printed === interrupt)) && (isExit || isLeaf);
    if (endsOutermost && ends >= MAX_ENDS) break;
    const depth = isWithin ? printed + shift : printed;
    if (depth <= load<i32>(slot, Slot.DOUBTFUL_DEPTH)) break;
    if (depth >= MAX_DEPTH || printed > MAX_KEPT_DEPTH) break;

    const stack = STACKS + usize(cpu + 1) * STACK_BYTES;
    const call = stack + (usize(depth) << CALL_BITS);
    let kind: i32 = 0;
    let isNamed = !isExit;
    let nameOrEntry: i32 = -1;
    let caller: i32 = -1;
    let self: f64 = NaN;

    if (isExit) {
      // An exit: of the innermost open call, and of no other.
      if (size !== depth + 1) break;
      const entry = load<i32>(call, Call.ENTRY);
      name = usize(load<u32>(call, Call.NAME));
      if (entry >= 0 && name === 0) break;
      next = lineEnd(body + 1);
      if (next === 0) {
        // ` /* name */`, ` /* name ret=-22 */`, ` /* ret=-22 */`
        if (load<u32>(body + 1) !== 0x202a2f20) break;
        let note = body + 5;
        if (behindSign(note) === 0) {
          const length = nameLength(note);
          if (length === 0) break;
          const closed = findName(note, length);
          if (closed === 0) break;
          if (entry < 0) nameOrEntry = idOf(closed);
          else if (idOf(closed) !== idOf(name)) break;
          note += usize(length);
          if (load<u8>(note) !== 0x20) break;
          note++;
          isNamed = true;
        }
        if (load<u16>(note) === 0x2f2a) next = lineEnd(note + 2);
        else if (!passValues) {
          next = behindNote(note, 0);
          beside = printedBeside;
        }
        if (next === 0) break;
      }
      if (entry < 0) {
        // Of a call that began before the text, or whose entry is lost: its time is all there is to count.
        if (endsOutermost || loose >= MAX_LOOSE) break;
        kind = Kind.ORPHAN_EXIT;
        if (depth > 0) caller = load<i32>(call - (1 << CALL_BITS), Call.NEAREST);
        tellLoose(
          loose++,
          LOOSE_EXIT | (cpu + 1),
          line,
          depth,
          caller,
          ns,
          load<f64>(call, Call.CALLEES),
          nameOrEntry,
        );
      } else {
        const callees = load<f64>(call, Call.CALLEES);
        if (callees - ns > CUT_DIGITS_NS) break;
        kind = Kind.EXIT;
        exits++;
        if (isNamed) namedExits++;
        nameOrEntry = entry;
        self = ns - callees;
        store<i32>(name, load<i32>(name, Name.OPEN) - 1, Name.OPEN);
        if (ns === ns) {
          addDuration(name, ns, isOutermost(name, stack, call));
          addSelf(name, self);
        }
      }
      store<i32>(slot, depth, Slot.SIZE);
    } else {
      // An entry or a leaf, one below the innermost open call.
      if (size !== depth) break;
      if (depth > 0) caller = load<i32>(call - (1 << CALL_BITS), Call.NEAREST);
      const isLoose = caller < 0 && load<i32>(slot, Slot.BEGINS) !== 0;
      if (isLoose && loose >= MAX_LOOSE) break;
      if (name === 0) {
        // Here nothing can be odd about its line any more.
        name = meetName(body, newLength, newBehind);
        if (name === 0) {
          tellName(body, newLength, newBehind);
          break;
        }
      }
      if (isLoose) {
        tellLoose(loose++, cpu + 1, line, depth, caller, ns, 0, -1);
      }
      nameOrEntry = idOf(name);
      if (isWithin || begins) {
        if (interruptCalls++ === 0) firstInterrupt = line;
      }
      addCall(name, line, depth === 0);
      if (isLeaf) {
        kind = Kind.LEAF;
        leaves++;
        if (ns === ns) {
          addDuration(name, ns, isOutermost(name, stack, call));
          addSelf(name, ns);
        }
      } else {
        kind = Kind.ENTRY;
        entries++;
        store<i32>(name, load<i32>(name, Name.OPEN) + 1, Name.OPEN);
        store<i32>(call, line, Call.ENTRY);
        store<i32>(call, line, Call.NEAREST);
        store<u32>(call, u32(name), Call.NAME);
        store<f64>(call, 0, Call.CALLEES);
        store<i32>(slot, depth + 1, Slot.SIZE);
      }
    }
    if (kind !== Kind.ENTRY && depth > 0) {
      const outer = call - (1 << CALL_BITS);
      store<f64>(outer, load<f64>(outer, Call.CALLEES) + ns, Call.CALLEES);
    }
    if (endsOutermost) {
      const end = ENDS + (usize(ends) << END_BITS);
      ends++;
      store<i32>(end, cpu + 1);
      store<i32>(end, isLeaf ? line : nameOrEntry, 4);
      store<i32>(end, depth > 0 ? load<i32>(call - (1 << CALL_BITS), Call.ENTRY) : -1, 8);
      store<f64>(end, ns, 16);
    }
    if (begins || (interrupt >= 0 && !isWithin)) {
      store<i32>(slot, begins ? printed : -1, Slot.INTERRUPT_DEPTH);
      store<i32>(slot, 0, Slot.INTERRUPT_SHIFT);
      store<i32>(slot, 1, Slot.IS_SIMPLE);
      store<i32>(slot, 1, Slot.HAS_CHANGED);
    }
    if (hadMark) store<i32>(Header.MARKED, 1);
    allBeside |= beside;
    inComment = false;
    if (cpu >= 0 || ns === ns) strong++;
    if (time === time) store<f64>(slot, time, Slot.LAST_TIME);
    store<i32>(slot, line, Slot.LAST_LINE);
    lastSlot = cpu + 1;
    if (keepRows) {
      const row = usize(rows);
      const value = kind === Kind.ENTRY ? 0 : ns === ns ? u32(ns) : UNKNOWN_DURATION;
      addRow(row, at, kind | (depth << 4), load<i32>(slot, Slot.LANE), nameOrEntry, caller, value);
      if (kind === Kind.EXIT) {
        // Rows are of lines one behind the other.
        const behind = line - nameOrEntry;
        if (behind <= rows) store<i32>(Row.VALUE + (usize(rows - behind) << 2), line + 1);
        else {
          store<i32>(Row.EXITS + (usize(exitsBefore) << 3), nameOrEntry);
          store<i32>(Row.EXITS + (usize(exitsBefore) << 3), line, 4);
          exitsBefore++;
        }
      }
      if (keepContext) {
        store<f64>(Row.SELF + (row << 3), self);
        store<f64>(Row.TIME + (row << 3), time);
        store<i32>(Row.CPU + (row << 2), cpu);
        store<u32>(Row.PRINTED + (row << 2), u32(printed) | (isNamed ? 0x80000000 : 0));
      }
      rows++;
    }
    line++;
    at = next;
  }

  store<i32>(Header.LINE, line);
  store<i32>(Header.ENTRIES, entries);
  store<i32>(Header.LEAVES, leaves);
  store<i32>(Header.EXITS, exits);
  store<i32>(Header.NAMED_EXITS, namedExits);
  store<i32>(Header.STRONG, strong);
  store<i32>(Header.INTERRUPT_CALLS, interruptCalls);
  store<i32>(Header.FIRST_INTERRUPT, firstInterrupt);
  store<i32>(Header.LOOSE_COUNT, loose);
  store<i32>(Header.BLANKS, blanks);
  store<i32>(Header.END_COUNT, ends);
  store<i32>(Header.RULES, rules);
  store<i32>(Header.LAST_SLOT, lastSlot);
  store<i32>(Header.ROW_COUNT, rows);
  store<i32>(Header.PRINTED, allBeside);
  store<i32>(Header.EXIT_COUNT, exitsBefore);
  return at;
}
