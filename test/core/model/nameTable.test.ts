import assert from 'node:assert/strict';
import { NameTable } from '../../../server/src/core/model/nameTable';
import { bytesOf } from '../../support/drawing';

function intern(table: NameTable, name: string, hash?: number): number {
  const bytes = bytesOf(name);
  return table.intern(bytes, 0, bytes.length, hash ?? NameTable.hash(bytes, 0, bytes.length));
}

describe('the table of names', () => {
  it('gives one number per name, in the order of their first appearance', () => {
    const table = new NameTable();
    const ids = ['foo', 'bar', 'foo', 'foo.isra.0', 'bar', 'fo'].map((name) => intern(table, name));
    assert.deepEqual(ids, [0, 1, 0, 2, 1, 3]);
    assert.equal(table.length, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((id) => table.text(id)),
      ['foo', 'bar', 'foo.isra.0', 'fo'],
    );
  });

  it('takes a name out of the middle of other bytes', () => {
    const table = new NameTable();
    const bytes = bytesOf('  foo();');
    assert.equal(table.intern(bytes, 2, 5, NameTable.hash(bytes, 2, 5)), intern(table, 'foo'));
  });

  it('shows each name by itself, whatever bytes the names around it have', () => {
    const table = new NameTable();
    const names = Array.from({ length: 2000 }, (_, i) => {
      if (i % 700 === 650) return [...bytesOf(`a${i}`), 0xe2];
      if (i % 700 === 651) return [0x82, 0xac, ...bytesOf(`b${i}`)];
      return Array.from(bytesOf(i % 300 === 299 ? `naïve${i}` : `name${i}`));
    });
    for (const name of names) {
      const bytes = Uint8Array.from(name);
      table.intern(bytes, 0, bytes.length, NameTable.hash(bytes, 0, bytes.length));
    }
    const expected = names.map((name) => new TextDecoder().decode(Uint8Array.from(name)));
    // Forwards, backwards, and where names have come since.
    for (let id = 0; id < 1000; id++) assert.equal(table.text(id), expected[id]);
    for (let id = 1999; id >= 0; id--) assert.equal(table.text(id), expected[id]);
    assert.equal(table.text(intern(table, 'later')), 'later');
    const each: string[] = [];
    table.forEachText((text, id) => {
      assert.equal(id, each.length);
      each.push(text);
    });
    assert.deepEqual(each, [...expected, 'later']);
  });

  it('finds names, and -1 for those that it does not have', () => {
    const table = new NameTable();
    intern(table, 'foo');
    intern(table, 'naïve');
    assert.deepEqual(
      ['foo', 'naïve', 'fo', 'fooo', ''].map((name) => table.find(name)),
      [0, 1, -1, -1, -1],
    );
  });

  it('keeps 100,000 names apart', () => {
    const table = new NameTable();
    const name = (i: number): string => `function_${(i * 7919) % 100_000}_${'x'.repeat(i % 40)}`;
    for (let i = 0; i < 100_000; i++) assert.equal(intern(table, name(i)), i);
    for (let i = 0; i < 100_000; i++) assert.equal(intern(table, name(i)), i);
    assert.equal(table.length, 100_000);
    for (let i = 0; i < 100_000; i++) {
      assert.equal(table.text(i), name(i));
      assert.equal(table.find(name(i)), i);
    }
  });

  it('keeps names with the same hash apart, by their bytes', () => {
    const table = new NameTable();
    const ids = Array.from({ length: 3000 }, (_, i) => intern(table, `name${i}`, 42));
    assert.deepEqual(
      ids,
      Array.from({ length: 3000 }, (_, i) => i),
    );
    assert.equal(intern(table, 'name1234', 42), 1234);
    assert.equal(intern(table, 'name1234', 43), 3000);
  });

  it('finds a name of another table by its bytes, valid UTF-8 or not', () => {
    const left = new NameTable();
    const right = new NameTable();
    const broken = Uint8Array.of(0x61, 0xc3);
    const other = Uint8Array.of(0x61, 0xc4);
    const add = (table: NameTable, bytes: Uint8Array): number =>
      table.intern(bytes, 0, bytes.length, NameTable.hash(bytes, 0, bytes.length));
    intern(right, 'foo');
    const inRight = add(right, broken);
    const inLeft = add(left, broken);
    const onlyLeft = add(left, other);
    assert.equal(left.text(inLeft), left.text(onlyLeft));
    assert.equal(right.findIn(left, inLeft), inRight);
    assert.equal(right.findIn(left, onlyLeft), -1);
  });

  it('shows a byte order mark within a name', () => {
    const table = new NameTable();
    assert.equal(table.text(intern(table, '\ufefffoo')), '\ufefffoo');
  });

  it('remembers the module that a name came with', () => {
    const table = new NameTable();
    const id = intern(table, 'foo');
    assert.equal(table.module(id), undefined);
    table.setModule(id, 'ext4');
    assert.equal(table.module(id), 'ext4');
  });

  it('takes names over from other tables, by their bytes', () => {
    const [first, second, all] = [new NameTable(), new NameTable(), new NameTable()];
    const broken = [0xc3, 0xc4].map((byte) => Uint8Array.of(0x61, byte));
    // More than the number of probes with one hash, and names that are no UTF-8 and look alike as text.
    for (let i = 0; i < 200; i++) intern(first, `name${i}`, 42);
    for (let i = 100; i < 300; i++) intern(second, `name${i}`, 42);
    for (const bytes of broken) second.intern(bytes, 0, 2, NameTable.hash(bytes, 0, 2));
    const ids = [first, second].map((from) =>
      Array.from({ length: from.length }, (_, id) => all.internFrom(from, id)),
    );
    assert.deepEqual(
      ids[0],
      Array.from({ length: 200 }, (_, i) => i),
    );
    assert.deepEqual(
      ids[1],
      Array.from({ length: 202 }, (_, i) => i + 100),
    );
    assert.equal(all.length, 302);
    assert.deepEqual(
      [all.text(0), all.text(299), all.text(300), all.text(301)],
      ['name0', 'name299', 'a\ufffd', 'a\ufffd'],
    );
    assert.equal(all.internFrom(all, 150), 150);
  });
});
