import assert from 'node:assert/strict';
import { reportBody } from '../../../server/src/core/render/html/body';
import { reportPage } from '../../../server/src/core/render/html/page';
import { EDITOR_STYLE, pageStyle } from '../../../server/src/core/render/html/styles';
import type { Report } from '../../../server/src/core/report/report';
import { made, recorded, recordedList } from './fixture';
import { golden } from './golden';
import { elements, everything, readHtml, type Node } from './markupReader';

/** The body as the editor has it, within a page. */
function editor(report: Report): Node {
  return readHtml(
    `<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>${reportBody(report, 'editor')}</body></html>`,
  );
}

const EVIL = '</script><img src=x onerror=alert(1)>"\'`{{}}\u0000\u202e';
const evil: Report = {
  ...made({ names: [EVIL, `${EVIL}2`], categories: [EVIL, 'Other'], runs: 2 }),
  title: EVIL,
  headlines: [EVIL],
  warnings: [EVIL],
  measurements: { rows: [{ name: EVIL, cells: [EVIL, 3] }] },
  weights: [
    {
      name: EVIL,
      source: EVIL,
      cells: [{ sum: 1, max: 1, maxFunction: EVIL, mean: 1, unknown: 0, unknownSelection: EVIL }],
    },
  ],
  reclassified: {
    from: EVIL,
    to: EVIL,
    total: 1,
    pairs: [{ fromLabel: EVIL, toLabel: EVIL, names: [EVIL] }],
  },
};
const pages: Readonly<Record<string, Node>> = {
  'the page of the recordings': readHtml(reportPage(recorded, recordedList)),
  'the page without functions': readHtml(reportPage(recorded)),
  'the editor': editor(recorded),
  'a hostile page': readHtml(
    reportPage(evil, {
      ...recordedList,
      rows: recordedList.rows.map((row) => ({ ...row, name: EVIL, category: 0 })),
    }),
  ),
  'a hostile editor': editor(evil),
  'fifty scenarios': readHtml(
    reportPage(made({ names: Array.from({ length: 50 }, (_, n) => `s${n}`), runs: 2 })),
  ),
  'no functions': readHtml(reportPage(made({ names: ['a'], functions: () => 0, membership: [] }))),
};

describe('the report as HTML', () => {
  for (const [name, page] of Object.entries(pages)) {
    describe(`of ${name}`, () => {
      it('has no script, no style of an element, and nothing from elsewhere', () => {
        for (const node of everything(page)) {
          assert.ok(
            !['script', 'img', 'iframe', 'link', 'object', 'embed', 'base', 'form'].includes(node.name),
          );
          for (const [attribute, value] of Object.entries(node.attributes)) {
            assert.ok(attribute !== 'style' && attribute !== 'src' && !attribute.startsWith('on'), attribute);
            if (attribute === 'href') assert.match(value, /^#/);
          }
        }
      });

      it('has one main, one h1, and no level of headings left out', () => {
        assert.equal(elements(page, 'main').length, 1);
        const levels = [...everything(page)]
          .flatMap((node) => /^h(\d)$/.exec(node.name)?.[1] ?? [])
          .map(Number);
        assert.equal(levels[0], 1);
        assert.ok(levels.slice(1).every((level, index) => level > 1 && level <= levels[index]! + 1));
      });

      it('has each id once, and what is referred to', () => {
        const ids = [...everything(page)].flatMap(({ attributes }) => attributes['id'] ?? []);
        assert.equal(new Set(ids).size, ids.length);
        for (const { attributes } of everything(page)) {
          const { href = '#', for: label, 'aria-labelledby': by } = attributes;
          for (const id of [href.slice(1), label, by]) if (id) assert.ok(ids.includes(id), id);
        }
      });

      it('has tables with a caption, headers of columns and rows, and as many cells in each row', () => {
        for (const table of elements(page, 'table')) {
          assert.equal(elements(table, 'caption').length, 1);
          const [head] = elements(table, 'thead');
          const columns = elements(head!, 'th');
          assert.ok(columns.every(({ attributes }) => attributes['scope'] === 'col'));
          for (const row of elements(elements(table, 'tbody')[0]!, 'tr')) {
            assert.equal(row.children.length, columns.length);
            assert.equal(row.children[0]!.attributes['scope'], 'row');
          }
        }
      });

      it('names each drawing', () => {
        for (const drawing of elements(page, 'svg')) assert.ok(drawing.attributes['aria-label']);
      });
    });
  }

  it('leads from every number to its functions in the editor, from a file nowhere', () => {
    const wanted = new Set(
      [
        ...recorded.figures.flatMap(({ bars }) => bars.flatMap(({ total, parts }) => [total, ...parts])),
        ...recorded.rules.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)),
        ...recorded.membership,
      ]
        .map(({ selection }) => selection)
        .concat(recorded.saturation.map(({ onceSelection }) => onceSelection))
        .concat(
          recorded.weights.flatMap(({ cells }) => cells.map(({ unknownSelection }) => unknownSelection)),
        ),
    );
    const found = (page: Node) =>
      new Set(elements(page, 'a').flatMap(({ attributes }) => attributes['data-select'] ?? []));
    assert.deepEqual(found(pages['the editor']!), wanted);
    assert.deepEqual(found(pages['the page of the recordings']!), new Set());
  });

  it('has a table beside every figure with the same numbers', () => {
    const parts = [...everything(pages['the editor']!)].filter(
      ({ attributes }) => attributes['data-figure'] !== undefined,
    );
    assert.equal(parts.length, recorded.figures.length);
    parts.forEach((part, index) => {
      assert.equal(elements(part, 'svg').length, 1);
      const cells = elements(part, 'tr')
        .slice(1)
        .map(({ children }) => children.map(({ text }) => text));
      assert.deepEqual(
        cells.map(([name]) => name),
        ['socket', 'tap', 'qemu', 'kvm'],
      );
      // README of the recordings: 261, 219, 234 of tap, 75, 63, 69 of them network.
      if (index === 0) assert.deepEqual(cells[1], ['tap', '238.0 ± 21.3', '0', '69.0 ± 6.0', '169.0 ± 15.4']);
      assert.equal(part.attributes['hidden'] !== undefined, index > 0);
    });
  });

  it('has the places that the page of the editor fills', () => {
    const ids = [...everything(pages['the editor']!)].flatMap(({ attributes }) => attributes['id'] ?? []);
    for (const id of ['report-measure', 'report-functions', 'report-headlines', 'report-provenance'])
      assert.ok(ids.includes(id), id);
  });

  it('loads and runs nothing: the policy of the file says so', () => {
    const [policy] = elements(pages['the page of the recordings']!, 'meta').filter(
      ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
    );
    assert.match(policy!.attributes['content']!, /^default-src 'none'; style-src 'unsafe-inline'/);
    for (const style of [EDITOR_STYLE, pageStyle()]) assert.ok(!/url\(|@import|<\//.test(style));
  });

  it('shows hostile names as text', () => {
    const shown = EVIL.replace('\u0000', '\\u{0}').replace('\u202e', '\\u{202e}');
    for (const name of ['a hostile page', 'a hostile editor']) {
      const page = pages[name]!;
      assert.equal(elements(page, 'h1')[0]!.text, shown);
      assert.ok(elements(page, 'th').some(({ text }) => text === shown));
    }
    const selections = elements(pages['a hostile editor']!, 'a').map(
      ({ attributes }) => attributes['data-select'],
    );
    // U+0000 is what no attribute can hold.
    assert.ok(selections.includes(EVIL.replace('\u0000', '\ufffd')));
  });

  it('has its own colours in the editor only as variables of VS Code', () => {
    const colours = EDITOR_STYLE.match(/#[0-9a-f]{3,8}\b|\brgba?\(/gi);
    assert.equal(colours, null);
  });

  it('is the same for the same report', () =>
    assert.equal(
      reportPage(recorded, recordedList),
      reportPage(structuredClone(recorded), structuredClone(recordedList)),
    ));

  it('of the recordings', () => golden('report.html', reportPage(recorded, recordedList)));
});
