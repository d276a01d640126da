const WORD_BITS = 5;
const BLOCK_BITS = 10;
const BLOCK_WORDS = 1 << (BLOCK_BITS - WORD_BITS);

/**
 * A set of lines, one bit each, that can also count: which is the nth, and how many are before a line. Counts are kept for
 * blocks of 1,024 lines; they are brought up to date when they are asked for, from the first block that has changed.
 */
export class LineSet {
  private words = new Uint32Array(BLOCK_WORDS);
  /** Lines of the set before each block; those of blocks behind `counted` are not up to date. */
  private before = new Uint32Array(2);
  private counted = 0;

  /** Makes room for `lines` lines; the new ones are not in the set. */
  ensure(lines: number): void {
    const blocks = (lines >>> BLOCK_BITS) + 1;
    if (blocks * BLOCK_WORDS <= this.words.length) return;
    // A quarter more each time: it grows with a file that is being read.
    const room = blocks + (blocks >>> 2);
    const words = new Uint32Array(room * BLOCK_WORDS);
    words.set(this.words);
    this.words = words;
    const before = new Uint32Array(room + 1);
    before.set(this.before);
    this.before = before;
  }

  /** Adds the lines [from, to). */
  addAll(from: number, to: number): void {
    this.ensure(to);
    const first = (from + 31) >>> WORD_BITS;
    const last = to >>> WORD_BITS;
    if (first < last) this.words.fill(0xffffffff, first, last);
    for (let line = from; line < Math.min(first << WORD_BITS, to); line++) this.add(line);
    for (let line = Math.max(last << WORD_BITS, from); line < to; line++) this.add(line);
    this.touch(from);
  }

  /** Sets the 32 lines from `line` on, a multiple of 32, at once: a bit for each. */
  setWord(line: number, word: number): void {
    this.words[line >>> WORD_BITS] = word;
    this.touch(line);
  }

  /** The same 32 lines as bits. */
  word(line: number): number {
    return this.words[line >>> WORD_BITS]!;
  }

  has(line: number): boolean {
    return (this.words[line >>> WORD_BITS]! & (1 << (line & 31))) !== 0;
  }

  /** Adds a line, for which there is room. */
  add(line: number): void {
    this.words[line >>> WORD_BITS]! |= 1 << (line & 31);
    this.touch(line);
  }

  delete(line: number): void {
    this.words[line >>> WORD_BITS]! &= ~(1 << (line & 31));
    this.touch(line);
  }

  /** Adds or deletes a line. */
  set(line: number, is: boolean): void {
    if (is) this.add(line);
    else this.delete(line);
  }

  /** How many lines of the set are below `line`. */
  countBefore(line: number): number {
    this.ensure(line);
    const block = line >>> BLOCK_BITS;
    this.countTo(block);
    let count = this.before[block]!;
    const word = line >>> WORD_BITS;
    for (let at = block * BLOCK_WORDS; at < word; at++) count += bits(this.words[at]!);
    return count + bits(this.words[word]! & ((1 << (line & 31)) - 1));
  }

  /** The line of which there are `index` below it in the set, or -1 where the set has no more than that below `end`. */
  at(index: number, end: number): number {
    if (index < 0) return -1;
    this.ensure(end);
    const last = end >>> BLOCK_BITS;
    this.countTo(last);
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.before[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    let left = index - this.before[low]!;
    for (let at = low * BLOCK_WORDS; at < (low + 1) * BLOCK_WORDS; at++) {
      const word = this.words[at]!;
      const count = bits(word);
      if (left >= count) {
        left -= count;
        continue;
      }
      const line = at * 32 + nthBit(word, left);
      return line < end ? line : -1;
    }
    return -1;
  }

  /** The first line of the set from `line` on, below `end`; -1 where there is none. */
  next(line: number, end: number): number {
    return this.at(this.countBefore(Math.max(line, 0)), end);
  }

  /** The last line of the set below `line`; -1 where there is none. */
  previous(line: number): number {
    return line <= 0 ? -1 : this.at(this.countBefore(line) - 1, line);
  }

  private touch(line: number): void {
    const block = line >>> BLOCK_BITS;
    if (block < this.counted) this.counted = block;
  }

  /** Brings the counts before the blocks up to and with `block` up to date. */
  private countTo(block: number): void {
    for (let at = this.counted; at < block; at++) {
      let count = this.before[at]!;
      const end = (at + 1) * BLOCK_WORDS;
      for (let word = at * BLOCK_WORDS; word < end; word++) count += bits(this.words[word]!);
      this.before[at + 1] = count;
    }
    if (block > this.counted) this.counted = block;
  }
}

/** How many bits of a word are set. */
function bits(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The place of the bit of a word below which `n` others are set. */
function nthBit(word: number, n: number): number {
  for (let left = n; left > 0; left--) word &= word - 1;
  return 31 - Math.clz32(word & -word);
}
