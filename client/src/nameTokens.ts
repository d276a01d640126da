const INTS_PER_ENCODED = 5;
const INTS_PER_TOKEN = 4;

/** A function name in a document, and the index of its colour in CATEGORY_TOKEN_TYPES. */
export interface NameToken {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly type: number;
}

/** The semantic tokens of some lines of a document, decoded once: places are absolute, in order of lines. */
export class NameTokens {
  /** Four numbers per token: line, from, to, type. */
  private readonly ints: Uint32Array;

  /** `encoded` as the protocol has it, each token relative to the one before; `first` and `last` line as asked for. */
  constructor(
    encoded: Uint32Array,
    readonly first = 0,
    readonly last = Infinity,
  ) {
    this.ints = new Uint32Array((encoded.length / INTS_PER_ENCODED) * INTS_PER_TOKEN);
    let line = 0;
    let from = 0;
    for (let at = 0, to = 0; at < encoded.length; at += INTS_PER_ENCODED, to += INTS_PER_TOKEN) {
      const deltaLine = encoded[at]!;
      line += deltaLine;
      from = deltaLine > 0 ? encoded[at + 1]! : from + encoded[at + 1]!;
      this.ints.set([line, from, from + encoded[at + 2]!, encoded[at + 3]!], to);
    }
  }

  get count(): number {
    return this.ints.length / INTS_PER_TOKEN;
  }

  covers(line: number): boolean {
    return line >= this.first && line <= this.last;
  }

  /** The tokens from one line to another, both included. */
  *between(first: number, last: number): Generator<NameToken> {
    const { ints } = this;
    for (
      let at = this.indexOf(first) * INTS_PER_TOKEN;
      at < ints.length && ints[at]! <= last;
      at += INTS_PER_TOKEN
    )
      yield { line: ints[at]!, from: ints[at + 1]!, to: ints[at + 2]!, type: ints[at + 3]! };
  }

  /** Number of the first token that is not before a line. */
  private indexOf(line: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ints[middle * INTS_PER_TOKEN]! < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
