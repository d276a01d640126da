import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  commonFolder,
  ComparisonError,
  comparisonOf,
  otherFiles,
  readComparison,
  relativePath,
  textOf,
  withKey,
  withPaths,
} from '../../client/src/report/comparisonJson';
import { describeGroups, eachFile, moveRun, renameScenario } from '../../client/src/report/groups';
import { MAX_ROWS, readExtensionMessage, readPageMessage } from '../../client/src/report/messages';
import { CHANGE_SIGNS } from '../../client/webview/report/changes';
import { columnsOf } from '../../client/webview/report/columns';
import { moveInList } from '../../client/webview/shared/keys';
import {
  INITIAL,
  minimumOf,
  queryOf,
  readState,
  scenarioOf,
  targetOf,
} from '../../client/webview/report/pageState';
import { PAGE_ROWS, RowWindow } from '../../client/webview/report/rowWindow';
import { CHANGES } from '../../server/src/core/render/palette';

describe('a comparison file in the editor', () => {
  it('is read with comments and trailing commas', () => {
    assert.deepEqual(readComparison('{ // four\n "version": 1, "scenarios": [], }'), {
      version: 1,
      scenarios: [],
    });
  });

  for (const [text, message] of [
    ['', /^The file is empty/],
    ['  // nothing\n', /^The file is empty/],
    ['[]', /must hold an object/],
    ['"text"', /must hold an object/],
    ['null', /must hold an object/],
    ['{\n"a": }', /^Line 2 is no JSON: value expected\.$/],
    ['{"a": 1', /^Line 1 is no JSON: close brace expected\.$/],
  ] as const) {
    it(`says what is wrong: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => readComparison(text),
        (error) => error instanceof ComparisonError && message.test(error.message),
      );
    });
  }

  it('comes back as it was written', () => {
    const comparison = comparisonOf([{ name: 'a "b"', runs: ['x y.trace', 'ä.trace'] }], 'title');
    assert.deepEqual(readComparison(textOf(comparison)), comparison);
  });

  it('keeps comments and order when a key changes', () => {
    const text = '// first\n{\n  "version": 1, // one\n  "scenarios": []\n}\n';
    const changed = withKey(text, 'baseline', 'tap');
    assert.match(changed, /^\/\/ first\n\{\n {2}"version": 1, \/\/ one\n {2}"scenarios": \[\],\n/);
    assert.equal(readComparison(changed).baseline, 'tap');
    assert.deepEqual(readComparison(withKey(changed, 'baseline', undefined)), readComparison(text));
  });

  for (const [folder, file, expected] of [
    ['/a/b', '/a/b/c.trace', 'c.trace'],
    ['/a/b', '/a/b/d/c.trace', 'd/c.trace'],
    ['/a/b/', '/a/c.trace', '../c.trace'],
    ['/a/b', '/c.trace', '../../c.trace'],
    ['/', '/c.trace', 'c.trace'],
    ['/a/b', '/a/b', '../b'],
    ['/C:/a', '/D:/a/c.trace', undefined],
    ['/C:/a', '/C:/b/c.trace', '../b/c.trace'],
  ] as const) {
    it(`names ${file} in ${folder}`, () => assert.equal(relativePath(folder, file), expected));
  }

  it('finds the folder that all files are in', () => {
    assert.equal(commonFolder(['/a/b/c.trace', '/a/b/d/e.trace']), '/a/b');
    assert.equal(commonFolder(['/a/b.trace', '/ab/c.trace']), '/');
    assert.equal(commonFolder(['/a/b.trace']), '/a');
  });

  it('leads to the same files from any folder', () => {
    const part = fc.stringMatching(/^[a-c]{1,2}$/);
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(path, path, (folder, file) => {
        const back = new URL(relativePath(folder, file)!, `file://${folder}/`).pathname;
        assert.equal(back, file);
      }),
    );
  });

  it('moves with its traces and its other files', () => {
    const moved = withPaths(
      { scenarios: [{ name: 'a', runs: ['x', 'y'] }], weights: [{ file: 'w' }], categories: 'c.csv' },
      (path) => `../${path}`,
    );
    assert.deepEqual(moved, {
      scenarios: [{ name: 'a', runs: ['../x', '../y'] }],
      weights: [{ file: '../w' }],
      categories: '../c.csv',
    });
    for (const categories of ['paper', 'subsystem'])
      assert.deepEqual(
        withPaths({ categories }, () => 'moved'),
        { categories },
      );
    assert.deepEqual(
      otherFiles({ scenarios: [{ runs: ['x'] }], weights: [{ file: 'w' }, 1], categories: 'c.csv' }),
      ['w', 'c.csv'],
    );
    // What nobody can read stays as it is.
    for (const scenarios of [1, [1, { name: 'a' }, { runs: 'x' }]])
      assert.deepEqual(
        withPaths({ scenarios }, () => 'moved'),
        { scenarios },
      );
  });
});

describe('grouping files into scenarios', () => {
  const groups = [
    { name: 'socket', runs: ['file:///a/socket.1.trace', 'file:///a/socket.2.trace'] },
    { name: 'tap', runs: ['file:///a/tap.trace'] },
  ];

  it('is said in a line', () => {
    assert.equal(describeGroups(groups), '2 scenarios: socket (2 runs), tap');
    const many = eachFile(Array.from({ length: 50 }, (_, index) => `file:///${index}.trace`));
    assert.equal(describeGroups(many), '50 scenarios: 0, 1, 2, 3, 4, 5, 44 more');
  });

  it('names each file by as many folders as tell it apart', () => {
    const files = [
      'file:///x/a/t.trace.gz',
      'file:///x/b/t.trace',
      'file:///x/my%20run.ftrace',
      'file:///x/%zz',
    ];
    assert.deepEqual(
      eachFile(files).map(({ name }) => name),
      ['t', 'b/t', 'my run', '%zz'],
    );
    const twice = eachFile(['a.trace', 'a.trace']).map(({ name }) => name);
    assert.equal(new Set(twice).size, 2);
  });

  it('changes step by step', () => {
    assert.deepEqual(renameScenario(groups, 1, 'TAP')[1]!.name, 'TAP');
    const run = 'file:///a/tap.trace';
    assert.deepEqual(moveRun(groups, run, 0), [{ name: 'socket', runs: [...groups[0]!.runs, run] }]);
    assert.deepEqual(moveRun(groups, run, 'out'), [groups[0]]);
    assert.deepEqual(
      moveRun(groups, groups[0]!.runs[1]!, 'new').map(({ name, runs }) => `${name}: ${runs.length}`),
      ['socket: 1', 'tap: 1', 'socket.2: 1'],
    );
  });

  it('loses no run and invents none, however runs are moved', () => {
    const files = Array.from({ length: 6 }, (_, index) => `file:///t${index}.trace`);
    const step = fc.tuple(fc.nat(5), fc.oneof(fc.nat(7), fc.constant('new' as const)));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let now = eachFile(files);
        for (const [run, to] of steps) now = moveRun(now, files[run]!, to === 'new' ? to : to % now.length);
        assert.deepEqual(now.flatMap(({ runs }) => runs).sort(), files);
        assert.ok(now.every(({ runs }) => runs.length > 0));
        assert.equal(new Set(now.map(({ name }) => name)).size, now.length);
      }),
    );
  });
});

const MODEL = {
  title: '',
  scenarios: ['socket', 'tap', 'kvm'],
  baseline: 0,
  categories: [{ id: 'network', label: 'Network', tokenType: 1 }],
  html: '',
  style: '',
  problems: [],
  normalisation: 'none' as const,
  revision: 1,
};

describe('messages of the page', () => {
  const query = queryOf(INITIAL, MODEL);

  it('are taken as the page sends them', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'ask', number: 0, ask: { kind: 'functions', query, from: 0, count: MAX_ROWS } },
      { type: 'ask', number: 1, ask: { kind: 'tree', baseline: 0, target: 1, from: 0, count: 1 } },
      { type: 'openCall', uri: 'file:///a', line: 3, name: 'f', beside: false },
      { type: 'setBaseline', scenario: 1 },
    ])
      assert.deepEqual(readPageMessage(message), message);
  });

  it('are refused if they are anything else', () => {
    const ask = { kind: 'functions', query, from: 0, count: 1 };
    for (const message of [
      undefined,
      null,
      1,
      'ready',
      [],
      {},
      { type: 'other' },
      { type: 'ready', more: 1 },
      { type: 'ask', number: 0, ask: { ...ask, id: 7 } },
      { type: 'ask', number: 0, ask: { ...ask, count: MAX_ROWS + 1 } },
      { type: 'ask', number: 0, ask: { ...ask, count: 0 } },
      { type: 'ask', number: 0, ask: { ...ask, from: -1 } },
      { type: 'ask', number: 0, ask: { ...ask, query: { ...query, minimum: Infinity } } },
      { type: 'ask', number: 0, ask: { kind: 'export', format: 'json' } },
      { type: 'openCall', uri: 'file:///a', line: -1, name: 'f', beside: false },
      { type: 'openCall', uri: 'file:///a', line: 0.5, name: 'f', beside: false },
      { type: 'setNormalisation', normalisation: 'other' },
    ])
      assert.equal(readPageMessage(message), undefined, JSON.stringify(message));
  });

  it('of the extension are known from those of others', () => {
    assert.equal(readExtensionMessage({ type: 'webpackOk' }), undefined);
    assert.equal(readExtensionMessage('text'), undefined);
    const message = { type: 'model', model: MODEL };
    assert.deepEqual(readExtensionMessage(message), message);
  });
});

describe('the state of the page', () => {
  it('is the initial one where VS Code kept none, or another', () => {
    for (const kept of [undefined, null, 1, 'text', [], {}, { selection: 7, row: 'x' }])
      assert.deepEqual(readState(kept), INITIAL);
    assert.equal(readState({ selection: 'tap' }).selection, 'tap');
  });

  it('asks for what was chosen, by name', () => {
    const state = {
      ...INITIAL,
      target: 'kvm',
      sort: 'scenario:tap',
      category: 'network',
      change: 'different',
      minimum: '1,000',
      text: 'tcp',
    };
    assert.deepEqual(queryOf(state, MODEL), {
      selection: 'all',
      baseline: 0,
      target: 2,
      measure: 'calls',
      normalisation: 'none',
      sort: { scenario: 1 },
      descending: true,
      text: 'tcp',
      category: 0,
      changes: ['new', 'gone', 'more', 'fewer'],
      minimum: 1000,
    });
  });

  it('does with what is still there', () => {
    const state = { ...INITIAL, target: 'gone', sort: 'scenario:gone', category: 'gone' };
    const query = queryOf(state, MODEL);
    assert.deepEqual([query.target, query.sort, query.category], [1, 'difference', undefined]);
    assert.equal(targetOf({ ...INITIAL, target: 'socket' }, MODEL), 1);
    assert.equal(targetOf(INITIAL, { ...MODEL, scenarios: ['socket'] }), 0);
  });

  it('compares with the baseline the scenario that a figure is of', () => {
    const model = { ...MODEL, scenarios: ['socket', 'tap', 'tap 2', 'a "b"'] };
    const of = (selection: string) => scenarioOf(selection, model);
    assert.equal(of('tap'), 'tap');
    assert.equal(of('tap & category:network'), 'tap');
    assert.equal(of('"tap 2" & rule:tcp'), 'tap 2');
    assert.equal(of('"a \\"b\\""'), 'a "b"');
    assert.equal(of('tapestry & tap'), undefined);
    assert.equal(of('socket & category:network'), undefined);
    assert.equal(of('all'), undefined);
  });

  it('takes for a least difference what is a number from 0 on', () => {
    assert.deepEqual(['', ' ', '5', '1,000', '0.5', '-1', 'x', '1e999'].map(minimumOf), [
      undefined,
      undefined,
      5,
      1000,
      0.5,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the list of functions', () => {
  it('asks for each page once, and keeps what was looked at last', () => {
    const rows = new RowWindow<number>();
    assert.deepEqual(rows.missing(0, 250), [0, 1, 2]);
    assert.deepEqual(rows.missing(0, 250), []);
    rows.put(1, [7]);
    assert.equal(rows.get(PAGE_ROWS), 7);
    assert.equal(rows.get(PAGE_ROWS + 1), undefined);
    rows.failed(0);
    assert.deepEqual(rows.missing(0, 150), [0]);
    for (let page = 2; page < 40; page++) {
      rows.put(page, [page]);
      rows.missing(PAGE_ROWS, PAGE_ROWS);
    }
    assert.equal(rows.get(PAGE_ROWS), 7, 'looked at all the time');
    assert.equal(rows.get(2 * PAGE_ROWS), undefined);
    assert.deepEqual(rows.missing(2 * PAGE_ROWS, 2 * PAGE_ROWS), [2]);
  });

  it('has a column for each scenario, and none of differences for one alone', () => {
    const query = queryOf(INITIAL, MODEL);
    assert.deepEqual(
      columnsOf(MODEL, query).map(({ label }) => label),
      [
        'Function',
        'Category',
        'Change',
        'socket (baseline)',
        'tap',
        'kvm',
        'Difference',
        'Relative',
        'Real or noise',
      ],
    );
    const alone = { ...MODEL, scenarios: ['socket'] };
    assert.deepEqual(
      columnsOf(alone, queryOf(INITIAL, alone)).map(({ key }) => key),
      ['name', 'category', 'scenario:socket'],
    );
  });

  it('moves by keys within its ends', () => {
    const key = (name: string, more = {}) => ({
      key: name,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      ...more,
    });
    const moves = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'].map((name) =>
      moveInList(key(name), 5, 10, 3),
    );
    assert.deepEqual(moves, [6, 4, 8, 2, 0, 9, undefined]);
    assert.equal(moveInList(key('ArrowUp'), 0, 10, 3), 0);
    assert.equal(moveInList(key('End'), 0, 0, 3), undefined);
    assert.equal(moveInList(key('End', { ctrlKey: true }), 0, 10, 3), undefined);
  });

  it('has the signs of changes that all reports have', () => {
    for (const [change, { sign }] of Object.entries(CHANGES))
      assert.equal(CHANGE_SIGNS[change as keyof typeof CHANGE_SIGNS], sign);
  });
});
