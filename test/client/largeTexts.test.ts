import * as assert from 'node:assert/strict';
import {
  excessOfDocument,
  excessOfTab,
  sentence,
  textLimits,
  type TextLimits,
} from '../../client/src/largeTexts/limits';

const MB = 1024 * 1024;

function text(
  size: number,
  lines?: number,
): { readonly name: string; readonly size: number; readonly lines: number | undefined } {
  return { name: 'a.trace', size, lines };
}

describe('texts that are too large for the text editor', () => {
  const limits: TextLimits = textLimits();

  afterEach(() => {
    delete process.env['FTRACE_TEXT_LIMITS'];
  });

  it('are those above the constants of VS Code', () => {
    // The workbench of 1.139.1: 20*1024*1024, 300*1e3, 50*1024*1024; workbench.editorLargeFileConfirmation.
    assert.deepEqual(limits, {
      features: 20_971_520,
      lines: 300_000,
      extensions: 52_428_800,
      prompt: 10_485_760,
    });
  });

  it('are others only where a test says so, each limit by itself', () => {
    process.env['FTRACE_TEXT_LIMITS'] = '{"lines":7}';
    assert.deepEqual(textLimits(), { ...limits, lines: 7 });
  });

  it('lose features above 20 MB or 300,000 lines, not at them', () => {
    assert.equal(excessOfDocument(text(20 * MB, 300_000), limits), undefined);
    assert.equal(excessOfDocument(text(20 * MB + 1, 5), limits), 'features');
    assert.equal(excessOfDocument(text(5, 300_001), limits), 'features');
    assert.equal(excessOfDocument(text(50 * MB, 9), limits), 'features');
    assert.equal(excessOfDocument(text(50 * MB + 1, 9), limits), 'extensions');
  });

  it('are given to no extension above 50 MB, and are asked about before, with a remote', () => {
    assert.equal(excessOfTab(text(50 * MB), limits, Infinity), undefined);
    assert.equal(excessOfTab(text(50 * MB + 1), limits, Infinity), 'extensions');
    assert.equal(excessOfTab(text(10 * MB), limits, 10 * MB), undefined);
    assert.equal(excessOfTab(text(10 * MB + 1), limits, 10 * MB), 'prompt');
    assert.equal(excessOfTab(text(50 * MB + 1), limits, 10 * MB), 'extensions');
  });

  it('are spoken of in one sentence, which says what is off, why, and what helps', () => {
    const said = (
      size: number,
      lines: number | undefined,
      excess: 'features' | 'extensions' | 'prompt',
    ): string => sentence(text(size, lines), excess, limits, true);
    assert.equal(
      said(25 * MB, 450_000, 'features'),
      "VS Code's text editor shows a.trace (25 MB, above 20 MB) without folds, lenses, sticky scroll and grammar colours: " +
        'names keep their colours, hovers work, and the Trace View has the rest.',
    );
    assert.match(
      said(19 * MB, 310_000, 'features'),
      / a\.trace \(310,000 lines, above 300,000\) without folds/,
    );
    assert.equal(
      said(640 * MB, undefined, 'extensions'),
      "VS Code's text editor shows a.trace (640 MB, above 50 MB) without colours, folds, lenses and hovers, because it " +
        'gives extensions nothing of it; the Trace View has them.',
    );
    assert.equal(
      said(25 * MB, undefined, 'prompt'),
      "VS Code's text editor asks before it opens a.trace (25 MB); the Trace View opens it at once.",
    );
  });

  it('are not offered a view where there is none', () => {
    for (const excess of ['features', 'extensions', 'prompt'] as const)
      assert.doesNotMatch(sentence(text(60 * MB), excess, limits, false), /View/);
  });
});
