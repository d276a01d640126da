import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible } from '../../../server/src/core/format/escape';
import { element } from '../../../server/src/core/render/markup';
import { readHtml, readXml } from './markupReader';

/** Names with all that may mean something, and all that is not shown. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      'a',
      ';',
      '#',
      '\0',
      '\n',
      '\u202e',
      '\ud800',
      '\uffff',
      ']',
    ),
  }),
  fc.constantFrom(
    '</script>',
    '</title>',
    '<!--',
    ']]>',
    '&amp;',
    '" onload="x',
    "' onload='x",
    '</text><script>',
  ),
);

/** As `visible`, which leaves what is no character at all. */
function shown(text: string): string {
  return visible(text).replace(
    /[\p{Cs}\p{Noncharacter_Code_Point}]/gu,
    (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`,
  );
}

describe('markup', () => {
  it('reads back as XML whatever a text holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const node = readXml(element('text', { 'aria-label': text }, text).text);
        assert.equal(node.text, shown(text));
        assert.equal(node.attributes['aria-label'], shown(text));
        assert.equal(node.children.length, 0);
      }),
      { numRuns: 500 },
    );
  });

  it('reads back as HTML whatever a text holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = `<!DOCTYPE html><html><head><title>t</title></head><body>${element('p', { title: text }, text).text}</body></html>`;
        const [, body] = readHtml(page).children;
        const [paragraph] = body!.children;
        assert.equal(paragraph!.text.trimEnd(), shown(text).trimEnd());
        assert.equal(paragraph!.attributes['title'], shown(text));
        assert.equal(body!.children.length, 1);
      }),
      { numRuns: 500 },
    );
  });

  it('gives programs what they asked for: expressions come back as they were', () => {
    for (const expression of ['"a <b>" & category:x', 'a\tb\nc', "it's", '"\\"" - \u202e', '']) {
      const { attributes } = readXml(element('g', { 'data-select': expression }).text);
      assert.equal(attributes['data-select'], expression);
    }
  });

  it('rounds coordinates, and writes none that is no number', () => {
    const { attributes } = readXml(
      element('rect', { a: 1.004, b: -0.001, c: NaN, d: Infinity, e: 12.345678, f: 100 }).text,
    );
    assert.deepEqual({ ...attributes }, { a: '1', b: '0', c: '0', d: '0', e: '12.35', f: '100' });
  });

  it('leaves out what is undefined or false', () => {
    assert.equal(element('p', { a: undefined, hidden: false, b: true }, undefined).text, '<p b=""></p>\n');
  });
});
