import { grown, NameTable, type NameId } from '../model/nameTable';

/** The node above all top-level calls; it has no name. */
export const ROOT = 0;
/** Labels have the names below that of a function that the text does not name (-1). */
const FIRST_LABEL = -2;
const MIN_CAPACITY = 1024;

/**
 * The paths by which calls were reached, from a top-level call down, as a tree: a node for each caller's path and name.
 * Nodes count from 0, the root; a node comes after its parent. Several trees of calls can share one table: then the same
 * path is the same node in all of them.
 */
export class CallPaths {
  /** How many nodes there are, the root among them. */
  length = 1;
  /** By node; the root's is -1. */
  parent: Int32Array = new Int32Array(MIN_CAPACITY);
  private name = new Int32Array(MIN_CAPACITY);
  /** Node by slot, open addressing, at most half full; 0 is free. */
  private slots = new Int32Array(4 * MIN_CAPACITY);
  private readonly labels: string[] = [];
  private readonly labelNames = new Map<string, NameId>();

  /** `names`: what NameIds below are of; the same table for all trees. */
  constructor(readonly names: NameTable = new NameTable()) {
    this.parent[ROOT] = -1;
  }

  /** A name for a node that is no function: a task, or what is not in the text. Never that of a function called alike. */
  label(text: string): NameId {
    const known = this.labelNames.get(text);
    if (known !== undefined) return known;
    const name = FIRST_LABEL - this.labels.length;
    this.labels.push(text);
    this.labelNames.set(text, name);
    return name;
  }

  /** The node of `name` below `parent`; a new one where there is none yet. */
  child(parent: number, name: NameId): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hash(parent, name) & mask;
    for (let node = slots[slot]!; node !== 0; node = slots[slot]!) {
      if (this.parent[node] === parent && this.name[node] === name) return node;
      slot = (slot + 1) & mask;
    }
    return this.add(parent, name, slot);
  }

  /** Its NameId; that of a label is below -1. */
  nameOf(node: number): NameId {
    return this.name[node]!;
  }

  /** What a node is called: as in the trace, hostile input. */
  text(node: number): string {
    const name = this.name[node]!;
    return name <= FIRST_LABEL ? this.labels[FIRST_LABEL - name]! : this.names.text(name);
  }

  /** Whether a node stands for a function, and not for a task or what is not in the text. */
  isFunction(node: number): boolean {
    return node !== ROOT && this.name[node]! > FIRST_LABEL;
  }

  /** The nodes from a top-level one down to `node`. */
  pathTo(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at > ROOT; at = this.parent[at]!) path.push(at);
    return path.reverse();
  }

  private add(parent: number, name: NameId, slot: number): number {
    const node = this.length++;
    if (node >= this.parent.length) {
      this.parent = grown(this.parent, new Int32Array(2 * this.parent.length));
      this.name = grown(this.name, new Int32Array(2 * this.name.length));
    }
    this.parent[node] = parent;
    this.name[node] = name;
    this.slots[slot] = node;
    if (2 * this.length > this.slots.length) this.rehash();
    return node;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let node = 1; node < this.length; node++) {
      let slot = hash(this.parent[node]!, this.name[node]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.slots = slots;
  }
}

/** Both numbers are small and dense: multiplied by odd constants and mixed, as in MurmurHash3. */
function hash(parent: number, name: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(name + 0x7f4a7c15, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}
