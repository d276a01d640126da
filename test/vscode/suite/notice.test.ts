import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { notice } from '../../../client/src/notice';
import { NameTokens } from '../../../client/src/nameTokens';
import { hasPage, page } from './page';
import { write } from './support';

describe('names of files in messages', () => {
  it('make no link, no icon, no line', () => {
    assert.equal(notice('[x](command:y) $(bug)\n\u202e'), '[x] (command:y) $ (bug)\\u{a}\\u{202e}');
  });

  it('are text on the screen', async function () {
    if (!hasPage) return this.skip();
    const uri = write('[x](command:y).trace', '');
    await vscode.commands.executeCommand('ftrace.compareTraces', uri, uri);
    await page('visible', { text: '[x] (command:y).trace cannot be compared with itself' });
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});

describe('tokens of names', () => {
  it('are found by line', () => {
    const tokens = new NameTokens(new Uint32Array([1, 4, 3, 2, 0, 0, 5, 2, 1, 0, 3, 0, 1, 6, 0]), 0, 9);
    const all = [
      { line: 1, from: 4, to: 7, type: 2 },
      { line: 1, from: 9, to: 11, type: 1 },
      { line: 4, from: 0, to: 1, type: 6 },
    ];
    assert.equal(tokens.count, 3);
    assert.deepEqual([...tokens.between(0, Infinity)], all);
    assert.deepEqual([...tokens.between(1, 3)], all.slice(0, 2));
    assert.deepEqual([...tokens.between(2, 4)], all.slice(2));
    assert.deepEqual([...tokens.between(5, 9)], []);
    assert.deepEqual(
      [9, 10].map((line) => tokens.covers(line)),
      [true, false],
    );
  });
});
