import assert from 'node:assert/strict';
import { figureSvg } from '../../../server/src/core/render/svg/figure';
import { areasSvg } from '../../../server/src/core/render/svg/areas';
import { growthSvg, runsSvg } from '../../../server/src/core/render/svg/growth';
import { membershipSvg } from '../../../server/src/core/render/svg/membership';
import type { ThemeName } from '../../../server/src/core/render/theme';
import type { Figure, Report } from '../../../server/src/core/report/report';
import { made, recorded } from './fixture';
import { golden } from './golden';
import { elements, everything, readXml, type Node } from './markupReader';

const THEME_NAMES: readonly ThemeName[] = ['editor', 'paper', 'page'];

function drawings(report: Report, theme: ThemeName): string[] {
  return [
    ...report.figures.map((figure) => figureSvg(figure, report, theme)),
    membershipSvg(report, theme),
    areasSvg(report, theme),
    growthSvg(report, theme),
    runsSvg(report, theme),
  ].filter((drawing) => drawing !== undefined);
}

/** Reports that stretch every drawing: nothing in them, much, unknown, long and hostile. */
const ODD: Readonly<Record<string, Report>> = {
  'one scenario, one run': made({ names: ['only'] }),
  'two scenarios': made({ names: ['a', 'b'], runs: 3 }),
  'three scenarios': made({ names: ['a', 'b', 'c'], runs: 2 }),
  'fifty scenarios': made({ names: Array.from({ length: 50 }, (_, n) => `scenario ${n + 1}`), runs: 3 }),
  'no scenarios': made({ names: [] }),
  'no functions': made({ names: ['a', 'b'], functions: () => 0, membership: [] }),
  'unknown values': made({ names: ['a', 'b'], runs: 3, functions: (s, c) => (s === c ? NaN : 20) }),
  'nothing known': made({ names: ['a', 'b'], runs: 3, functions: () => NaN }),
  'endless values': made({ names: ['a', 'b'], functions: () => Infinity }),
  'long names': made({ names: ['x'.repeat(5000), `${'y'.repeat(300)} ${'z'.repeat(300)}`], runs: 3 }),
  'hostile names': made({
    names: ['</svg><script>alert(1)</script>', '" onload="x', 'a\u202eb\u0000c'],
    categories: ['<b>', '&amp;', ']]>'],
  }),
  'twenty categories': made({
    names: ['a', 'b'],
    categories: Array.from({ length: 20 }, (_, n) => `Category ${n}`),
  }),
};

const number = (node: Node, name: string): number => Number(node.attributes[name]);

describe('drawings', () => {
  for (const [name, report] of [['recordings', recorded], ...Object.entries(ODD)] as const) {
    for (const theme of THEME_NAMES) {
      it(`of ${name} are well-formed in the theme ${theme}`, () => {
        for (const drawing of drawings(report, theme)) {
          const root = readXml(drawing);
          assert.equal(root.name, 'svg');
          for (const node of everything(root)) {
            const names = Object.keys(node.attributes);
            assert.deepEqual(
              names.filter((each) => each === 'style' || each.startsWith('on') || each.endsWith('href')),
              [],
            );
            assert.ok(!['script', 'style', 'image', 'foreignObject', 'a'].includes(node.name));
            for (const value of Object.values(node.attributes))
              assert.ok(
                !/NaN|Infinity|undefined|null/.test(value) ||
                  value.includes('\\u') ||
                  name === 'hostile names',
                value,
              );
          }
          // What stands in the drawing stands within it.
          const [, , width = 0] = root.attributes['viewBox']!.split(' ').map(Number);
          for (const rect of elements(root, 'rect').filter((each) => each.attributes['x'] !== undefined)) {
            assert.ok(number(rect, 'width') >= 0 && number(rect, 'height') >= 0, drawing);
            assert.ok(number(rect, 'x') + number(rect, 'width') <= width + 0.01);
          }
        }
      });
    }
  }

  it('take colours of the editor, of paper, or of a page, and of no other', () => {
    for (const report of [recorded, ODD['three scenarios']!, ODD['twenty categories']!]) {
      const colours = (theme: ThemeName) =>
        drawings(report, theme)
          .flatMap((drawing) => [...everything(readXml(drawing))])
          .flatMap(({ attributes: { fill = 'none', stroke = 'none' } }) => [fill, stroke])
          .filter((colour) => colour !== 'none' && !colour.startsWith('url(#'));
      for (const colour of colours('editor'))
        assert.match(colour, /^var\(--vscode-[\w-]+(, currentColor)?\)$/);
      for (const colour of colours('paper')) assert.match(colour, /^#[0-9A-F]{6}$/);
      for (const colour of colours('page')) assert.match(colour, /^var\(--[a-z][\w-]*\)$/);
    }
  });

  it('refer to patterns that they have', () => {
    for (const drawing of drawings(recorded, 'paper')) {
      const root = readXml(drawing);
      const ids = elements(root, 'pattern').map(({ attributes }) => attributes['id']!);
      const used = [...everything(root)].flatMap(
        ({ attributes: { fill = '' } }) => /^url\(#(.*)\)$/.exec(fill)?.[1] ?? [],
      );
      for (const id of used) assert.ok(ids.includes(id), id);
    }
  });

  it('have the same bytes for the same report', () => {
    for (const theme of THEME_NAMES)
      assert.deepEqual(drawings(recorded, theme), drawings(structuredClone(recorded), theme));
  });

  for (const [name, svg] of [
    ['figure-functions', figureSvg(recorded.figures[0]!, recorded, 'paper')],
    ['figure-share', figureSvg(recorded.figures[1]!, recorded, 'paper')],
    ['membership', membershipSvg(recorded, 'paper')],
    ['growth', growthSvg(recorded, 'paper')],
    ['runs', runsSvg(recorded, 'paper')!],
  ] as const)
    it(`of the recordings: ${name}`, () => golden(`${name}.svg`, svg));
});

/** The pieces of a figure's bars by what they say of themselves: `tap, Network` → the drawn area. */
function pieces(svg: string): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const group of elements(readXml(svg), 'g')) {
    const [title, area] = group.children;
    const said = /^(.*): /.exec(title?.name === 'title' ? title.text : '')?.[1];
    if (said !== undefined && area?.name === 'rect') found.set(said, area);
  }
  return found;
}

describe('bars', () => {
  const figure: Figure = {
    measure: 'functions',
    label: 'unique functions',
    bars: [
      [10, 20, 70],
      [0, 50, 0],
    ].map((parts) => ({
      total: { value: { mean: parts.reduce((a, b) => a + b), sd: undefined, runs: [100] }, selection: 's' },
      parts: parts.map((mean) => ({ value: { mean, sd: undefined, runs: [mean] }, selection: 'p' })),
    })),
  };

  it('standing are as high as their values, one upon the other', () => {
    const areas = pieces(figureSvg(figure, made({ names: ['a', 'b'] }), 'paper'));
    assert.deepEqual([...areas.keys()], ['a, Virtualization', 'a, Network', 'a, Other', 'b, Network']);
    const [low, middle, high, other] = [...areas.values()] as [Node, Node, Node, Node];
    const unit = number(low, 'height') / 10;
    for (const [area, value] of [
      [middle, 20],
      [high, 70],
      [other, 50],
    ] as const)
      assert.ok(Math.abs(number(area, 'height') - value * unit) < 0.5);
    assert.ok(Math.abs(number(low, 'y') - (number(middle, 'y') + number(middle, 'height'))) < 0.02);
    assert.ok(Math.abs(number(middle, 'y') - (number(high, 'y') + number(high, 'height'))) < 0.02);
    // Both scenarios begin on the same line.
    assert.ok(
      Math.abs(number(low, 'y') + number(low, 'height') - number(other, 'y') - number(other, 'height')) <
        0.02,
    );
  });

  it('lying are as long as their values, one behind the other', () => {
    const report = made({ names: ['a'.repeat(60), 'b'] });
    const [low, middle, high, other] = [...pieces(figureSvg(figure, report, 'paper')).values()] as [
      Node,
      Node,
      Node,
      Node,
    ];
    assert.equal(number(low, 'height'), number(high, 'height'));
    const unit = number(low, 'width') / 10;
    for (const [area, value] of [
      [middle, 20],
      [high, 70],
      [other, 50],
    ] as const)
      assert.ok(Math.abs(number(area, 'width') - value * unit) < 0.5);
    assert.ok(Math.abs(number(low, 'x') + number(low, 'width') - number(middle, 'x')) < 0.02);
    assert.equal(number(low, 'x'), number(other, 'x'));
  });

  it('of shares fill the whole height', () => {
    const svg = figureSvg(recorded.figures[1]!, recorded, 'paper');
    const heights = [...pieces(svg)]
      .filter(([said]) => said.startsWith('tap'))
      .map(([, area]) => number(area, 'height'));
    assert.ok(Math.abs(heights.reduce((a, b) => a + b) - 230) < 0.1);
  });

  it('have a circle for each run, and a line from mean - deviation to mean + deviation', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sample deviation sqrt(32 / 7).
    const runs = [2, 4, 4, 4, 5, 5, 7, 9];
    const total = { value: { mean: 5, sd: Math.sqrt(32 / 7), runs }, selection: 's' };
    const one: Figure = { measure: 'functions', label: 'f', bars: [{ total, parts: [total] }] };
    const report = made({ names: ['a'], categories: ['c'] });
    const root = readXml(figureSvg(one, report, 'paper'));
    const circles = elements(root, 'circle').map((each) => number(each, 'cy'));
    assert.equal(circles.length, 8);
    const unit = (circles[0]! - circles[7]!) / 7;
    const marks = elements(root, 'line').filter((each) => each.attributes['stroke-width'] === '1.2');
    const [whole] = marks;
    assert.ok(
      Math.abs(Math.abs(number(whole!, 'y1') - number(whole!, 'y2')) - 2 * Math.sqrt(32 / 7) * unit) < 0.1,
    );
  });

  it('lead to their functions in the editor, and say what they are', () => {
    const root = readXml(figureSvg(recorded.figures[0]!, recorded, 'editor'));
    const links = elements(root, 'g').filter(({ attributes }) => attributes['data-select'] !== undefined);
    const tap = links.find(({ attributes }) => attributes['data-select'] === 'tap & category:network')!;
    assert.deepEqual(
      { ...tap.attributes },
      {
        class: 'link',
        tabindex: '0',
        role: 'button',
        'aria-label': 'tap, Network: 69.0 functions, standard deviation 6.0, 3 runs',
        'data-select': 'tap & category:network',
      },
    );
    // Four totals, and the parts that are not empty: three scenarios have no virtualization.
    assert.equal(links.length, 4 + 4 * 3 - 3);
    assert.equal(root.attributes['role'], 'group');
  });

  it('lead nowhere in a file, which is one image', () => {
    for (const theme of ['paper', 'page'] as const) {
      const root = readXml(figureSvg(recorded.figures[0]!, recorded, theme));
      assert.equal(root.attributes['role'], 'img');
      assert.ok([...everything(root)].every(({ attributes }) => attributes['data-select'] === undefined));
    }
  });

  it('of fifty scenarios have rows of their own', () => {
    const report = ODD['fifty scenarios']!;
    const areas = pieces(figureSvg(report.figures[0]!, report, 'paper'));
    const rows = new Set([...areas.values()].map((area) => number(area, 'y')));
    assert.equal(rows.size, 50);
    const sorted = [...rows].sort((a, b) => a - b);
    sorted.slice(1).forEach((y, index) => assert.ok(y - sorted[index]! >= 16 + 8));
  });
});

describe('membership', () => {
  it('has a row per combination: full dots for its scenarios', () => {
    const root = readXml(membershipSvg(recorded, 'editor'));
    const rows = elements(root, 'g').filter(({ children }) => children[1]?.attributes['class'] === 'row');
    assert.equal(rows.length, recorded.membership.length);
    rows.forEach((row, index) => {
      const full = row.children
        .filter(({ name }) => name === 'circle')
        .map(({ attributes }) => attributes['r'] === '5.5');
      assert.deepEqual(
        full.flatMap((is, scenario) => (is ? [scenario] : [])),
        recorded.membership[index]!.scenarios,
      );
      assert.equal(row.attributes['data-select'], recorded.membership[index]!.selection);
    });
  });

  it('draws the forty largest of more, and says how many functions the others have', () => {
    const report = ODD['fifty scenarios']!;
    const root = readXml(membershipSvg(report, 'paper'));
    const rows = elements(root, 'rect').filter(({ attributes }) => attributes['class'] === 'row');
    assert.equal(rows.length, 40);
    // The fixture's last ten have 3 × 10, 3 × 9, … functions.
    assert.ok(
      root.text.includes('The 40 largest of 50 combinations; the others have 165 functions together'),
    );
  });
});
