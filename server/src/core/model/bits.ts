import { grown } from './nameTable';

/** A set of lines or other small numbers from 0 on: one bit each, grows as needed. */
export class Bits {
  private words = new Uint32Array(64);

  has(index: number): boolean {
    return ((this.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  add(index: number): void {
    const word = index >>> 5;
    if (word >= this.words.length)
      this.words = grown(this.words, new Uint32Array(Math.max(word + 1, 2 * this.words.length)));
    this.words[word]! |= 1 << (index & 31);
  }

  delete(index: number): void {
    const word = index >>> 5;
    if (word < this.words.length) this.words[word]! &= ~(1 << (index & 31));
  }
}
