import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { lineOf } from '../../client/src/traceView/goToLine';
import { PAGE_COMMANDS, readExtensionMessage, readPageMessage } from '../../client/src/traceView/messages';
import { formatBytes } from '../../client/webview/traceView/amounts';
import { findCount } from '../../client/webview/traceView/findCount';
import { parseInline, parseMarkdown, type Inline } from '../../client/webview/traceView/markdown';
import { INITIAL, readState } from '../../client/webview/traceView/pageState';
import { guidesOf, nameIn, onlyFunction, piecesOf } from '../../client/webview/traceView/pieces';
import { PAGE_ROWS, RowPages } from '../../client/webview/traceView/rowPages';
import {
  lastTop,
  lineHeightOf,
  sliderOf,
  topOfSlider,
  topToFollow,
  topToShow,
} from '../../client/webview/traceView/scrolling';
import { testsOf } from '../../server/src/core/filter/expression/expression';
import { parseExpression } from '../../server/src/core/filter/expression/parse';
import { codeSpan, markdown } from '../../server/src/core/format/escape';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { VIEW_TOKEN_TYPES, type ViewRow } from '../../server/src/protocol/traceView';

describe('scrolling of a trace view', () => {
  const huge = { total: 8_013_849, visible: 32.5 };

  it('ends with the last row at the end of the screen', () => {
    assert.equal(lastTop(huge), 8_013_816.5);
    assert.equal(lastTop({ total: 10, visible: 32.5 }), 0);
  });

  it('has a slider that can be taken hold of, from one end of its track to the other', () => {
    assert.deepEqual(sliderOf(0, huge, 600), { at: 0, size: 20 });
    assert.deepEqual(sliderOf(lastTop(huge), huge, 600), { at: 580, size: 20 });
    assert.deepEqual(sliderOf(0, { total: 65, visible: 32.5 }, 600), { at: 0, size: 300 });
    assert.deepEqual(sliderOf(0, { total: 30, visible: 32.5 }, 600), { at: 0, size: 0 });
  });

  it('comes with the slider to each place, and never beyond the ends', () => {
    assert.equal(topOfSlider(-50, huge, 600), 0);
    assert.equal(topOfSlider(0, huge, 600), 0);
    assert.equal(topOfSlider(290, huge, 600), lastTop(huge) / 2);
    assert.equal(topOfSlider(9999, huge, 600), lastTop(huge));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        fc.integer({ min: 50, max: 4000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, visible, track, share) => {
          const extent = { total, visible };
          const top = share * lastTop(extent);
          const slider = sliderOf(top, extent, track);
          if (slider.size === 0) return;
          const pixel = lastTop(extent) / Math.max(1, track - slider.size);
          assert.ok(slider.at >= 0 && slider.at + slider.size <= track + 1e-6);
          if (track > slider.size)
            assert.ok(Math.abs(topOfSlider(slider.at, extent, track) - top) <= pixel * 1e-6 + 1e-6);
        },
      ),
    );
  });

  it('brings a row on the screen: in the middle from far away, by as little as can be for a step', () => {
    const extent = { total: 1000, visible: 10 };
    assert.equal(topToShow(500, 0, extent, 0), 495);
    assert.equal(topToShow(5, 0, extent, 0), 0);
    assert.equal(topToShow(101, 100, extent, 3), 96);
    assert.equal(topToShow(999, 0, extent, 0), 990);
    assert.equal(topToFollow(10, 0, extent, 0), 1);
    assert.equal(topToFollow(99, 100, extent, 0), 99);
    assert.equal(topToFollow(101, 100, extent, 3), 98);
    assert.equal(topToFollow(0, 3, extent, 2), 0);
  });

  it('has lines as high as the editor has them', () => {
    // EditorFontInfo of VS Code: 14 pixels make lines of 19, on a Mac 12 make 18.
    assert.equal(lineHeightOf(0, 14, false), 19);
    assert.equal(lineHeightOf(0, 12, true), 18);
    assert.equal(lineHeightOf(1.5, 14, false), 21);
    assert.equal(lineHeightOf(24, 14, false), 24);
    assert.equal(lineHeightOf(0, 3, false), 8);
  });
});

describe('pages of rows', () => {
  const rows = (page: number, count = PAGE_ROWS): ViewRow[] =>
    Array.from({ length: count }, (_, index) => ({ line: page * PAGE_ROWS + index, text: '', tokens: [] }));

  it('are asked for where they are missing, and the last one again when it has grown', () => {
    const pages = new RowPages();
    pages.renew(1);
    assert.deepEqual(pages.missing(-50, 450, 1000), [0, 1, 2]);
    assert.ok(pages.put(1, 1, rows(1)));
    assert.equal(pages.get(399)?.line, 399);
    assert.equal(pages.get(400), undefined);
    assert.deepEqual(pages.missing(0, 450, 1000), [0, 2]);
    pages.put(4, 1, rows(4, 30));
    assert.deepEqual(pages.missing(800, 829, 830), []);
    assert.deepEqual(pages.missing(800, 829, 831), [4]);
    assert.deepEqual(pages.missing(0, 10, 0), []);
  });

  it('of another generation are not taken', () => {
    const pages = new RowPages();
    assert.equal(pages.put(0, 1, rows(0)), false);
    pages.renew(1);
    pages.put(0, 1, rows(0));
    assert.equal(pages.put(1, 2, rows(1)), false);
    assert.equal(pages.get(200), undefined);
    pages.renew(2);
    assert.equal(pages.get(0), undefined);
  });

  it('stay while they are asked for again', () => {
    const pages = new RowPages();
    pages.renew(1);
    pages.put(0, 1, rows(0));
    pages.invalidate();
    assert.equal(pages.get(7)?.line, 7);
    assert.deepEqual(pages.missing(0, 10, 1000), [0]);
    pages.put(0, 1, rows(0));
    assert.deepEqual(pages.missing(0, 10, 1000), []);
  });

  it('are kept as far as they were looked at lately', () => {
    const pages = new RowPages();
    pages.renew(1);
    for (let page = 0; page < 100; page++) {
      pages.put(page, 1, rows(page));
      pages.missing(0, 10, 1e6); // the first one is on the screen all the time
    }
    assert.equal(pages.get(0)?.line, 0);
    assert.equal(pages.get(99 * PAGE_ROWS)?.line, 99 * PAGE_ROWS);
    assert.equal(pages.get(50 * PAGE_ROWS), undefined);
  });
});

describe('parts of a line', () => {
  const part = (name: (typeof VIEW_TOKEN_TYPES)[number]): number =>
    CATEGORY_TOKEN_TYPES.length + VIEW_TOKEN_TYPES.indexOf(name);
  const text = ' 1)   2.714 us    |    tcp_ack(); /* done */';
  const row = {
    text,
    tokens: [1, 1, part('cpu'), 6, 8, part('duration'), 23, 7, 1, 34, 10, part('comment')],
    depth: 1,
  };

  it('have the classes of what they are', () => {
    assert.deepEqual(
      piecesOf(row).filter(({ classes }) => classes !== ''),
      [
        { text: '1', classes: 'part-cpu' },
        { text: '2.714 us', classes: 'part-duration' },
        { text: 'tcp_ack', classes: 'category-network' },
        { text: '/* done */', classes: 'part-comment' },
      ],
    );
  });

  it('are cut where hits of the search begin and end', () => {
    const pieces = piecesOf({ ...row, hits: [25, 6] });
    assert.deepEqual(
      pieces.filter(({ classes }) => /network|hit/.test(classes)),
      [
        { text: 'tc', classes: 'category-network' },
        { text: 'p_ack', classes: 'category-network hit' },
        { text: '(', classes: 'hit' },
      ],
    );
  });

  it('are the line, whatever is said of it', () => {
    const number = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.string(), fc.array(number), fc.array(number), (line, tokens, hits) => {
        const pieces = piecesOf({ text: line, tokens, hits });
        assert.equal(pieces.map((piece) => piece.text).join(''), line);
      }),
    );
  });

  it('say where the name and the guides of its indentation are', () => {
    assert.deepEqual(nameIn(row), [23, 30]);
    assert.deepEqual(guidesOf(row), [21, 23]);
    assert.equal(nameIn({ tokens: [0, 3, part('comment')] }), undefined);
    assert.deepEqual(guidesOf({ text: ' 1)   7.291 us    |      }', tokens: [], depth: 2 }), [21, 25]);
    // A depth that is not that of the indentation has no guides.
    assert.equal(guidesOf({ ...row, depth: 5 }), undefined);
    assert.equal(guidesOf({ ...row, depth: 0 }), undefined);
  });

  it('give a filter for the calls of a function, whatever its name is', () => {
    assert.equal(onlyFunction('tcp_v4_rcv.part.0'), 'name=tcp_v4_rcv.part.0');
    for (const name of ['fput', 'or', 'a*b', '{closure}', 'a "b"\\', '/x/'])
      assert.deepEqual(
        testsOf(parseExpression(onlyFunction(name))).map((test) => [
          test.key,
          'patterns' in test && test.patterns,
        ]),
        [['name', [{ how: 'exact', text: name, flags: '' }]]],
      );
  });
});

describe('Markdown of hovers', () => {
  const plain = (parts: readonly Inline[]): string =>
    parts.map((one) => ('text' in one ? one.text : 'inner' in one ? plain(one.inner) : '\n')).join('');

  it('has what the hovers of the server use', () => {
    const text = [
      '**`tcp_ack`** in module `tun` — **Network**, by the rule `/^tcp/`',
      '',
      '| | |',
      '| :-- | :-- |',
      '| calls | 142, 1.0 % |',
      '',
      '- self: 1 µs',
      '- off: 2 µs',
      '',
      'Called by: `a` 1  ',
      'Calls: `b` 2',
      '',
      '---',
      '```',
      'x ** y',
      '```',
    ].join('\n');
    assert.deepEqual(parseMarkdown(text), [
      {
        kind: 'paragraph',
        inner: [
          { kind: 'strong', inner: [{ kind: 'code', text: 'tcp_ack' }] },
          { kind: 'text', text: ' in module ' },
          { kind: 'code', text: 'tun' },
          { kind: 'text', text: ' — ' },
          { kind: 'strong', inner: [{ kind: 'text', text: 'Network' }] },
          { kind: 'text', text: ', by the rule ' },
          { kind: 'code', text: '/^tcp/' },
        ],
      },
      { kind: 'table', rows: [[[{ kind: 'text', text: 'calls' }], [{ kind: 'text', text: '142, 1.0 %' }]]] },
      {
        kind: 'list',
        items: [[{ kind: 'text', text: 'self: 1 µs' }], [{ kind: 'text', text: 'off: 2 µs' }]],
      },
      {
        kind: 'paragraph',
        inner: [
          { kind: 'text', text: 'Called by: ' },
          { kind: 'code', text: 'a' },
          { kind: 'text', text: ' 1' },
          { kind: 'break' },
          { kind: 'text', text: 'Calls: ' },
          { kind: 'code', text: 'b' },
          { kind: 'text', text: ' 2' },
        ],
      },
      { kind: 'rule' },
      { kind: 'code', text: 'x ** y' },
    ]);
  });

  it('shows names as they are, which the server has escaped', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\p{C}\p{Z}]/u.test(text));
    fc.assert(
      fc.property(name, (text) => {
        assert.deepEqual(parseInline(codeSpan(text)), [{ kind: 'code', text }]);
        assert.equal(plain(parseInline(markdown(text))), text);
      }),
    );
    for (const text of ['`', '``', ' a ', '<img src=x onerror=alert(1)>', '[x](command:y)', '**'])
      assert.equal(plain(parseInline(codeSpan(text))), text);
  });

  it('makes no markup of anything else, and ends on every text', () => {
    assert.deepEqual(parseInline('<b>x</b> [a](b) ![c](d)'), [
      { kind: 'text', text: '<b>x</b> [a](b) ![c](d)' },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('*', '**', '`', '``', '|', '\\', '\n', '- ', 'x', ' ', '---')),
        (parts) => {
          assert.ok(Array.isArray(parseMarkdown(parts.join(''))));
        },
      ),
    );
  });
});

describe('messages of a trace view', () => {
  it('of the page are taken if they are whole', () => {
    const good = [
      { type: 'ready' },
      { type: 'ask', number: 0, ask: { kind: 'rows', from: 0, count: 200 } },
      { type: 'ask', number: 1, ask: { kind: 'go', line: 5, to: 'slowestCall' } },
      { type: 'ask', number: 2, ask: { kind: 'search' } },
      { type: 'copyRows', from: 0, to: 10 },
      { type: 'reload', follow: true },
    ];
    for (const message of good) assert.deepEqual(readPageMessage(message), message);
    const bad: unknown[] = [
      undefined,
      'ready',
      { type: 'ask', number: 0, ask: { kind: 'rows', from: 0, count: 201 } },
      { type: 'ask', number: 0, ask: { kind: 'rows', from: -1, count: 1 } },
      { type: 'ask', number: 0, ask: { kind: 'text', from: 0, to: 1 } },
      { type: 'ask', number: 0, ask: { kind: 'filter', text: 'x'.repeat(100_001) } },
      { type: 'copyRows', from: 0.5, to: 10 },
      { type: 'openText', uri: 'file:///etc/passwd' },
    ];
    for (const message of bad) assert.equal(readPageMessage(message), undefined, JSON.stringify(message));
  });

  it('of the extension are told from others that reach a window', () => {
    for (const command of PAGE_COMMANDS)
      assert.deepEqual(readExtensionMessage({ type: 'command', command }), { type: 'command', command });
    assert.equal(readExtensionMessage({ type: 'command', command: 'format' }), undefined);
    assert.equal(readExtensionMessage({ type: 'state', state: { id: 1 } }), undefined);
    assert.notEqual(readExtensionMessage({ type: 'answer', number: 1, answer: null }), undefined);
    assert.equal(readExtensionMessage(null), undefined);
  });
});

describe('the page of a trace view', () => {
  it('takes of a kept state what is one', () => {
    assert.deepEqual(readState(undefined), INITIAL);
    assert.deepEqual(
      readState({ line: 'x', top: 7, filter: 'tcp', search: { text: 5, kind: 'y' }, more: 1 }),
      {
        ...INITIAL,
        top: 7,
        filter: 'tcp',
      },
    );
    const search = { text: 'a', kind: 'regex', matchCase: true };
    assert.deepEqual(readState({ search }).search, search);
  });

  it('says how many hits there are, and which one is shown', () => {
    const state = (hits: number, complete: boolean) => ({ hits, complete, seen: 1 });
    assert.equal(findCount(undefined, undefined, false), 'Searching…');
    assert.equal(findCount(state(0, false), undefined, false), 'Searching…');
    assert.equal(findCount(state(1234, false), { number: 3 }, false), '3 of at least 1,234');
    assert.equal(findCount(state(1234, true), { number: 1000 }, false), '1,000 of 1,234');
    assert.equal(findCount(state(5, true), undefined, false), '? of 5');
    assert.equal(findCount(state(5, true), null, false), '5, none shown');
    assert.equal(findCount(state(0, true), undefined, false), 'No results');
    assert.equal(findCount(state(9, true), undefined, true), '');
  });

  it('says bytes as people do', () => {
    const said = [0, 999, 1000, 1500, 15_000, 671_092_262, 999_600_000, 1.5e9, 2e15].map(formatBytes);
    assert.deepEqual(said, [
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 kB',
      '15 kB',
      '671 MB',
      '1.0 GB',
      '1.5 GB',
      '2000 TB',
    ]);
  });

  it('goes to a line by its number or in percent', () => {
    const typed = [
      '1',
      '12,345',
      ' 7 ',
      ':9',
      '9999999',
      '0',
      '50%',
      '100 %',
      '99.5%',
      '',
      '1.5',
      'x',
      '-3',
      '1e3',
    ];
    const lines = typed.map((text) => lineOf(text, 20_000));
    const none = undefined;
    assert.deepEqual(lines, [
      0,
      12_344,
      6,
      8,
      19_999,
      0,
      10_000,
      19_999,
      19_900,
      none,
      none,
      none,
      none,
      none,
    ]);
  });
});
