import assert from 'node:assert/strict';
import { paperCategories, compileCategories } from '../../../server/src/core/classify/categories';
import { CHANGES, categoryLooks, scenarioLook, type Colour } from '../../../server/src/core/render/palette';
import { pageVariables } from '../../../server/src/core/render/theme';
import { tokenTypes } from '../../../server/src/lsp/tokenTypes';
import { CATEGORY_TOKEN_TYPES } from '../../../server/src/protocol/requests';
import manifest from '../../../package.json';

/** Contrast of two colours, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const themeColours = new Map(manifest.contributes.colors.map(({ id, defaults }) => [id, defaults]));
const users = compileCategories(
  Array.from({ length: 41 }, (_, n) => ({ id: `user${n}`, label: `User ${n}`, patterns: [`p${n}`] })),
  '',
).categories;

describe('colours and patterns', () => {
  it('contrast as WCAG has it: black on white is 21', () => {
    assert.equal(contrast('#000000', '#FFFFFF'), 21);
    assert.ok(Math.abs(contrast('#777777', '#FFFFFF') - 4.48) < 0.01);
  });

  it('categories have the colours that their names have in a trace', () => {
    for (const categories of [paperCategories(), users]) {
      assert.deepEqual(
        categoryLooks(categories.list).map(({ slot }) => slot),
        tokenTypes(categories).map((type) => CATEGORY_TOKEN_TYPES[type]),
      );
    }
  });

  it('colours of the dark page are those of the editor’s dark theme, and all of them exist', () => {
    for (const { slot, fill } of categoryLooks(users.list)) {
      const colour = themeColours.get(`ftrace.category.${slot}`);
      assert.equal(fill.dark, colour?.dark);
      assert.equal(fill.editor, `var(--vscode-ftrace-category-${slot})`);
    }
  });

  it('numbers can be read upon categories: in print, by night, and in the editor', () => {
    for (const { slot, fill, ink } of [
      ...categoryLooks(paperCategories().list),
      ...categoryLooks(users.list),
    ]) {
      for (const shade of ['light', 'dark'] as const)
        assert.ok(contrast(fill[shade], ink[shade]) >= 4.5, `${slot} ${shade}`);
      // In the editor the ink is the background.
      const editor = themeColours.get(`ftrace.category.${slot}`)!;
      for (const [background, colour] of [
        ['#1F1F1F', editor.dark],
        ['#FFFFFF', editor.light],
        ['#000000', editor.highContrast],
        ['#FFFFFF', editor.highContrastLight],
      ] as const)
        assert.ok(contrast(background, colour) >= 4.5, `${slot} on ${background}`);
    }
  });

  it('text, signs of changes and curves can be seen on their background', () => {
    const variables = (shade: 'light' | 'dark') =>
      new Map(
        [...pageVariables(shade).matchAll(/--([\w-]+):(#\w+);/g)].map(([, name, colour]) => [name!, colour!]),
      );
    for (const shade of ['light', 'dark'] as const) {
      const colours = variables(shade);
      const background = colours.get('background')!;
      const changes = Object.keys(CHANGES).map((change) => `change-${change}`);
      for (const name of ['text', 'muted', ...changes])
        assert.ok(contrast(colours.get(name)!, background) >= 4.5, name);
      for (const name of ['line', 'scenario-0', 'scenario-1', 'scenario-2', 'scenario-3'])
        assert.ok(contrast(colours.get(name)!, background) >= 3, name);
    }
  });

  it('forty categories are told apart by colour and pattern together, and the paper’s by either', () => {
    const looks = categoryLooks(users.list);
    const pairs = looks.map(({ slot, pattern }) => `${slot} ${pattern}`);
    assert.equal(new Set(pairs).size, pairs.length);
    const paper = categoryLooks(paperCategories().list);
    assert.equal(new Set(paper.map(({ pattern }) => pattern)).size, 3);
    assert.equal(new Set(paper.map(({ fill }) => fill.light)).size, 3);
  });

  it('the paper’s categories differ in grey, too', () => {
    const greys = categoryLooks(paperCategories().list).map(({ fill }) => contrast(fill.light, '#000000'));
    greys.sort((a, b) => a - b);
    greys.slice(1).forEach((grey, index) => assert.ok(grey / greys[index]! >= 1.3));
  });

  it('twenty scenarios have lines of their own', () => {
    const line = ({ colour, dash }: { colour: Colour; dash: string | undefined }) =>
      `${colour.light} ${dash}`;
    assert.equal(new Set(Array.from({ length: 20 }, (_, n) => line(scenarioLook(n)))).size, 20);
  });

  it('changes have a sign and a word each', () => {
    assert.equal(new Set(Object.values(CHANGES).map(({ sign }) => sign)).size, 5);
    assert.equal(new Set(Object.values(CHANGES).map(({ word }) => word)).size, 5);
  });
});
