import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ChunkedText, type TextPosition } from '../../../server/src/core/text/chunkedText';

const at = (line: number, character: number): TextPosition => ({ line, character });

function bytesOf(text: ChunkedText): Buffer {
  const { bytes, at: begin } = text.range(0, text.length);
  return Buffer.from(bytes.subarray(begin, begin + text.length));
}

describe('a text in chunks', () => {
  it('ends its chunks with lines', () => {
    const text = ChunkedText.of('one\ntwo\r\nthree\nfour', 5);
    const chunks = text.chunks.map(({ bytes }) => Buffer.from(bytes).toString());
    assert.deepEqual(chunks, ['one\ntwo\r\n', 'three\n', 'four']);
    assert.equal(text.lineCount, 4);
    assert.equal(text.length, 19);
    assert.deepEqual(
      [0, 1, 2, 3].map((chunk) => text.startOf(chunk)),
      [0, 9, 15, 19],
    );
  });

  it('is the same text where it is too long to be written at once', () => {
    const line = 'a line of sixty-four bytes, with the line feed at the end of it\n';
    const plain = line.repeat(6000);
    // Two pieces of nothing but ASCII, and one in the middle that has all kinds of characters.
    const text = `${plain}é \u{1f600}\n\ud83d alone\r\n${plain}no end`;
    const chunked = ChunkedText.of(text);
    assert.equal(chunked.toString(), text);
    assert.deepEqual(bytesOf(chunked), Buffer.from(text));
    assert.equal(chunked.lineCount, 12_003);
    const unended = chunked.chunks.slice(0, -1).filter(({ bytes }) => bytes.at(-1) !== 0x0a);
    assert.equal(unended.length, 0);
    assert.ok(chunked.chunks.every(({ bytes }) => bytes.length < 40_000));
    const one = 'x'.repeat(600_000);
    assert.equal(ChunkedText.of(one).toString(), one);
    assert.equal(ChunkedText.of('').chunks.length, 0);
  });

  it('makes one chunk anew where one is changed', () => {
    const before = ChunkedText.of('aaaa\nbbbb\ncccc\n', 5);
    const after = before.change({ range: { start: at(1, 1), end: at(1, 3) }, text: 'xyz' });
    assert.equal(after.toString(), 'aaaa\nbxyzb\ncccc\n');
    assert.equal(before.toString(), 'aaaa\nbbbb\ncccc\n');
    assert.equal(after.chunks[0], before.chunks[0]);
    assert.equal(after.chunks[2], before.chunks[2]);
  });

  it('gives lines of two chunks as one piece', () => {
    const text = ChunkedText.of('aaaa\nbbbb\ncccc\n', 5);
    const { bytes, at: begin } = text.range(3, 12);
    assert.equal(Buffer.from(bytes.subarray(begin, begin + 9)).toString(), 'a\nbbbb\ncc');
  });

  it('puts the halves of a character together again', () => {
    let text = ChunkedText.of('a\u{1f600}b\n');
    text = text.change({ range: { start: at(0, 2), end: at(0, 2) }, text: '-' });
    assert.equal(bytesOf(text).toString(), 'a\ufffd-\ufffdb\n');
    text = text.change({ range: { start: at(0, 2), end: at(0, 3) }, text: '' });
    assert.equal(bytesOf(text).toString(), 'a\u{1f600}b\n');
  });

  it('is changed as the text of an editor is', () => {
    const piece = fc.constantFrom(
      '',
      'x',
      '\n',
      '\r\n',
      '\r',
      'é',
      '\u{1f600}',
      '\ud83d',
      '\ude00',
      'abc\ndef\n',
      '\n\n',
    );
    const change = fc.record({
      line: fc.nat(12),
      character: fc.nat(6),
      lines: fc.nat(2),
      end: fc.nat(6),
      text: piece,
    });
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(change, { maxLength: 12 }),
        (pieces, chunk, changes) => {
          let expected = pieces.join('');
          let text = ChunkedText.of(expected, chunk);
          for (const { line, character, lines, end, text: inserted } of changes) {
            const range = { start: at(line, character), end: at(line + lines, end) };
            const document = TextDocument.create('file:///a', '', 1, expected);
            expected = TextDocument.update(document, [{ range, text: inserted }], 2).getText();
            text = text.change({ range, text: inserted });
            assert.equal(text.toString(), expected);
            assert.equal(text.lineCount, TextDocument.create('file:///a', '', 1, expected).lineCount);
            assert.deepEqual(bytesOf(text), Buffer.from(expected));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
