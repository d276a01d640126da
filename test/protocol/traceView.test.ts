/** The trace view over the real server and its thread, on small files. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  VIEW_CANCEL_REQUEST,
  VIEW_FILTER_REQUEST,
  VIEW_FOLD_REQUEST,
  VIEW_GO_REQUEST,
  VIEW_HOVER_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_OPEN_REQUEST,
  VIEW_RELOAD_REQUEST,
  VIEW_SEARCH_REQUEST,
  VIEW_STRIP_REQUEST,
  VIEW_SUMMARY_REQUEST,
  VIEW_TEXT_REQUEST,
  VIEW_TOKEN_TYPES,
  type ViewFilterResult,
  type ViewGoParams,
  type ViewGoResult,
  type ViewHoverResult,
  type ViewPlace,
  type ViewStripResult,
  type ViewSummaryResult,
  type ViewTextResult,
} from '../../server/src/protocol/traceView';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { LINE_PARTS } from '../../server/src/core/view/lineParts';
import { repositoryRoot } from '../support/repository';
import {
  bigTrace,
  CALLS,
  openServer,
  PATIENCE_MS,
  suiteFolder,
  THREAD_FILE,
  trace,
  type Client,
} from './support';
import { TestView } from './viewSupport';

const NESTED = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)               |    sock_read() {', // 5
  ' 0)   0.500 us    |      tcp_recv();', // 6
  ' 0)   0.250 us    |      tcp_recv();', // 7
  ' 0)   2.000 us    |    }', // 8
  ' 0) + 12.000 us   |  }', // 9
  'what nobody can read', // 10
  ' 1)               |  kvm_exit() {', // 11
  ' 1)   3.000 us    |    tcp_recv();', // 12
  ' 1)   7.000 us    |  }', // 13
);
const ALL = [...Array(14).keys()];

describe('the trace view', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();
  const opened: TestView[] = [];
  let client: Client;

  beforeEach(async () => (client = await openServer()));
  afterEach(async () => {
    for (const view of opened.splice(0)) await view.close();
  });

  async function view(text: string | Uint8Array, name = 'a.trace'): Promise<TestView> {
    const open = await TestView.complete(client, folder.writeUri(name, text));
    opened.push(open);
    return open;
  }

  async function follow(name: string): Promise<TestView> {
    const open = await TestView.open(client, folder.uri(name), true);
    opened.push(open);
    return open;
  }

  const refuses = (uri: string, message: RegExp): Promise<void> =>
    assert.rejects(client.connection.sendRequest(VIEW_OPEN_REQUEST, { uri }), message);

  it('names the parts of a line as the core does', () => {
    assert.deepEqual([...VIEW_TOKEN_TYPES], [...LINE_PARTS]);
  });

  describe('shows', () => {
    it('lines with their parts, nesting and folds', async () => {
      const { items, total, from, callers } = await (await view(NESTED)).rows(4, 3);
      assert.deepEqual([total, from], [14, 4]);
      const part = (name: (typeof VIEW_TOKEN_TYPES)[number]): number =>
        CATEGORY_TOKEN_TYPES.length + VIEW_TOKEN_TYPES.indexOf(name);
      assert.deepEqual(items, [
        {
          line: 4,
          text: ' 0)               |  sys_read() {',
          tokens: [1, 1, part('cpu'), 21, 8, CATEGORY_TOKEN_TYPES.indexOf('other')],
          depth: 0,
          fold: 'open',
        },
        {
          line: 5,
          text: ' 0)               |    sock_read() {',
          tokens: [1, 1, part('cpu'), 23, 9, CATEGORY_TOKEN_TYPES.indexOf('network')],
          depth: 1,
          fold: 'open',
        },
        {
          line: 6,
          text: ' 0)   0.500 us    |      tcp_recv();',
          tokens: [1, 1, part('cpu'), 6, 8, part('duration'), 25, 8, CATEGORY_TOKEN_TYPES.indexOf('network')],
          depth: 2,
        },
      ]);
      assert.deepEqual(callers, []);
    });

    it('the callers of the first row', async () => {
      const open = await view(NESTED);
      const callersAt = async (row: number): Promise<number[]> =>
        (await open.rows(row, 1)).callers.map(({ line }) => line);
      assert.deepEqual(await callersAt(7), [4, 5]);
      assert.deepEqual(await callersAt(8), [4, 5], 'an exit stands in its call');
      assert.deepEqual(await callersAt(4), []);
      assert.deepEqual(await callersAt(12), [11]);
    });

    it('lines as they are, whatever is in them: CRLF, UTF-8, escapes, no last line break', async () => {
      const lines = [
        '# tracer: function_graph',
        ' 0)   1.000 us    |  a();',
        '',
        '😀 \u001b[1m é',
        ' 0)   1.000 us    |  b();',
      ];
      const { items } = await (await view(lines.join('\r\n'))).rows();
      assert.deepEqual(
        items.map(({ text }) => text),
        lines,
      );
    });

    it('the beginning of a line that is very long', async () => {
      const long = `x${'y'.repeat(40_000)}`;
      const { items } = await (await view(`${NESTED}${long}\nlast\n`)).rows(14, 2);
      assert.equal(items[0]!.cut, true);
      assert.equal(items[0]!.text, long.slice(0, 4000));
      assert.deepEqual([items[1]!.text, items[1]!.cut], ['last', undefined]);
    });

    it('what is wrong with a line', async () => {
      const { items } = await (await view(NESTED)).rows(10, 1);
      assert.match(items[0]!.problem!, /could not be read/);
    });

    it('no more than 200 rows at once, and none behind the last', async () => {
      const open = await view(CALLS.repeat(100));
      assert.equal((await open.rows(0, 1000)).items.length, 200);
      assert.deepEqual((await open.rows(1_000_000, 10)).items, []);
    });

    it('a whole sample as its file has it', async () => {
      const file = path.join(repositoryRoot, 'samples', 'tap.trace');
      const open = await TestView.complete(client, pathToFileURL(file).href);
      opened.push(open);
      const shown: string[] = [];
      const total = (await open.rows(0, 1)).total;
      while (shown.length < total)
        shown.push(...(await open.rows(shown.length)).items.map(({ text }) => text));
      assert.equal(`${shown.join('\n')}\n`, readFileSync(file, 'utf8'));
    });
  });

  describe('folds', () => {
    it('a call, by any of its lines, and says how many lines that hides', async () => {
      const open = await view(NESTED);
      const place = await open.ask<ViewPlace>(VIEW_FOLD_REQUEST, { line: 6, what: 'close' });
      assert.deepEqual(place, { line: 5, row: 5 });
      const { items, generation } = await open.rows();
      assert.deepEqual(
        items.map(({ line }) => line),
        ALL.filter((line) => line !== 6 && line !== 7),
      );
      assert.deepEqual([items[5]!.fold, items[5]!.hidden], ['closed', 2]);
      await open.ask(VIEW_FOLD_REQUEST, { line: 5, what: 'toggle' });
      assert.deepEqual(await open.lines(), ALL);
      assert.ok((await open.rows()).generation > generation);
    });

    it('all calls, and shows where a line is then', async () => {
      const open = await view(NESTED);
      const place = await open.ask<ViewPlace>(VIEW_FOLD_REQUEST, { line: 12, what: 'closeAll' });
      assert.deepEqual(await open.lines(), [0, 1, 2, 3, 4, 9, 10, 11, 13]);
      assert.deepEqual(place, { line: 12, row: 7 });
      assert.deepEqual(await open.ask(VIEW_LOCATE_REQUEST, { line: 6 }), { line: 6, row: 4 });
      assert.deepEqual(await open.ask(VIEW_LOCATE_REQUEST, { line: 6, reveal: true }), { line: 6, row: 6 });
      await open.ask(VIEW_FOLD_REQUEST, { line: 0, what: 'openAll' });
      assert.deepEqual(await open.lines(), ALL);
    });
  });

  describe('goes', () => {
    const cases: [from: number, to: ViewGoParams['to'], expected: ViewGoResult | null][] = [
      [6, 'nextCall', { line: 7, row: 7, number: 2, total: 3 }],
      [7, 'previousCall', { line: 6, row: 6, number: 1, total: 3 }],
      [6, 'previousCall', null],
      [12, 'nextCall', null],
      [6, 'slowestCall', { line: 12, row: 12, number: 3, total: 3 }],
      [6, 'caller', { line: 5, row: 5 }],
      [8, 'caller', { line: 4, row: 4 }],
      [4, 'caller', null],
      [5, 'otherEnd', { line: 8, row: 8 }],
      [8, 'otherEnd', { line: 5, row: 5 }],
      [6, 'otherEnd', null],
      [0, 'nextProblem', { line: 10, row: 10 }],
      [10, 'previousProblem', { line: 10, row: 10 }],
      [0, 'nextHit', null],
      [10, 'nextCall', null],
    ];
    for (const [line, to, expected] of cases) {
      it(`from line ${line + 1} to ${to}`, async () => {
        const open = await view(NESTED);
        assert.deepEqual(await open.ask(VIEW_GO_REQUEST, { line, to }), expected);
      });
    }

    it('into what is closed, which opens it', async () => {
      const open = await view(NESTED);
      await open.ask(VIEW_FOLD_REQUEST, { line: 0, what: 'closeAll' });
      const place = await open.ask<ViewGoResult>(VIEW_GO_REQUEST, { line: 12, to: 'previousCall' });
      assert.equal(place.line, 7);
      assert.equal((await open.lines())[place.row], 7);
    });
  });

  describe('searches', () => {
    const search = (open: TestView, text: string, kind = 'text', matchCase = false) =>
      open.after(
        () => open.ask(VIEW_SEARCH_REQUEST, { query: { text, kind, matchCase } }),
        (state) => state.search?.complete === true,
      );

    it('text, expressions and functions, with a count and marks', async () => {
      const open = await view(NESTED);
      assert.equal((await search(open, 'TCP_recv')).search?.hits, 3);
      assert.equal((await search(open, 'TCP_recv', 'text', true)).search?.hits, 0);
      assert.equal((await search(open, 'tcp_recv', 'text', true)).search?.hits, 3);
      assert.equal((await search(open, 'us +\\|  [a-z}]', 'regex')).search?.hits, 2);
      assert.equal((await search(open, 'recv', 'function')).search?.hits, 3);
      assert.deepEqual((await open.rows(6, 1)).items[0]!.hits, [29, 4]);
      assert.deepEqual((await open.rows(4, 1)).items[0]!.hits, undefined);
      const next = (line: number) => open.ask<ViewGoResult>(VIEW_GO_REQUEST, { line, to: 'nextHit' });
      assert.deepEqual(await next(7), { line: 12, row: 12, number: 3, total: 3 });
      assert.deepEqual(await next(12), { line: 6, row: 6, number: 1, total: 3 }, 'from the beginning again');
      assert.deepEqual(await open.ask(VIEW_GO_REQUEST, { line: 6, to: 'previousHit' }), {
        line: 12,
        row: 12,
        number: 3,
        total: 3,
      });
      const { hits } = await open.ask<ViewStripResult>(VIEW_STRIP_REQUEST, { parts: 2 });
      assert.deepEqual(hits, [1, 2]);
      const ended = await open.after(
        () => open.ask(VIEW_SEARCH_REQUEST),
        () => true,
      );
      assert.equal(ended.search, undefined);
    });

    it('finds what a slow look at each line of a longer file finds', async () => {
      // Half of it is ASCII; the other half has the letters of which K and s are the other case.
      const text =
        bigTrace(2) + bigTrace(2).replaceAll('0.500 us', '0.500 µs').replace('vfs_read', 'vf\u017f_read');
      const open = await view(text);
      const lines = text.split('\n');
      const escaped = (wanted: string): string => wanted.replace(/[()[\]{}.+*?]/g, '\\$&');
      for (const [wanted, kind, matchCase] of [
        ['tcp_recv();', 'text', true],
        ['µs', 'text', true],
        ['last_call', 'text', true],
        ['[0-9]{3} .s .*recv', 'regex', true],
        ['TCP_Recv()', 'text', false],
        ['LAST_call', 'text', false],
        ['VFS_READ', 'text', false],
        ['VFS_re.d', 'regex', false],
      ] as const) {
        const expression = kind === 'text' ? escaped(wanted) : wanted;
        const test = new RegExp(expression, matchCase ? 'u' : 'iu');
        const expected = lines.filter((line) => test.test(line)).length;
        assert.ok(expected > 0, wanted);
        assert.equal((await search(open, wanted, kind, matchCase)).search?.hits, expected, wanted);
      }
    });

    it('says what is wrong with an expression', async () => {
      const open = await view(NESTED);
      await assert.rejects(
        open.ask(VIEW_SEARCH_REQUEST, { query: { text: '(', kind: 'regex', matchCase: false } }),
        /no valid regular expression/,
      );
    });
  });

  describe('filters', () => {
    const filter = (open: TestView, text: string) =>
      open.after(
        () => open.ask<ViewFilterResult>(VIEW_FILTER_REQUEST, { text }),
        (state) =>
          text === ''
            ? state.filter === undefined
            : state.filter?.complete === true && state.filter.text === text,
      );

    it('to what matches and its callers, with counts', async () => {
      const open = await view(NESTED);
      const state = await filter(open, 'tcp_recv duration<1us');
      assert.deepEqual(state.filter, {
        text: 'tcp_recv duration<1us',
        matches: 2,
        categories: [{ label: 'Network', calls: 2 }],
        seen: 14,
        complete: true,
      });
      assert.equal(state.rows, 4);
      const { items } = await open.rows();
      assert.deepEqual(
        items.map(({ line }) => line),
        [4, 5, 6, 7],
      );
      assert.deepEqual(
        items.map(({ context = false }) => context),
        [true, true, false, false],
      );
      assert.equal((await filter(open, 'kvm_exit')).rows, 2, 'entry and exit');
      assert.equal((await filter(open, 'cpu:1')).rows, 3, 'what only the text says');
      assert.equal((await filter(open, '')).rows, 14);
      assert.deepEqual(await open.lines(), ALL);
    });

    it('says where an error is, and keeps what was there', async () => {
      const open = await view(NESTED);
      await filter(open, 'kvm_exit');
      const { error } = await open.ask<ViewFilterResult>(VIEW_FILTER_REQUEST, { text: 'cpu:x' });
      assert.deepEqual([error?.from, error?.to], [4, 5]);
      assert.equal((await open.rows()).total, 2);
    });
  });

  describe('says', () => {
    it('what a function is, as the hover of a text does', async () => {
      const open = await view(NESTED);
      const hover = await open.ask<ViewHoverResult>(VIEW_HOVER_REQUEST, { line: 6, character: 27 });
      assert.deepEqual([hover.from, hover.to], [25, 33]);
      client.open('same.trace', NESTED);
      assert.equal(hover.markdown, await client.hoverText('same.trace', { line: 6, character: 27 }));
      assert.equal(await open.ask(VIEW_HOVER_REQUEST, { line: 6, character: 18 }), null);
      assert.equal(await open.ask(VIEW_HOVER_REQUEST, { line: 600, character: 1 }), null);
    });

    it('the numbers of the lenses, and problems', async () => {
      const open = await view(NESTED);
      const summary = await open.ask<ViewSummaryResult>(VIEW_SUMMARY_REQUEST);
      client.open('same.trace', NESTED);
      const lenses = (await client.lensTexts('same.trace')).slice(0, 4);
      assert.deepEqual(
        [summary.title, ...summary.categories.map(({ title }) => title)].map((title) => `0: ${title}`),
        lenses,
      );
      assert.deepEqual(
        summary.problems.map(({ line }) => line),
        [10],
      );
    });

    it('where time, categories and problems are', async () => {
      const open = await view(NESTED);
      const strip = await open.ask<ViewStripResult>(VIEW_STRIP_REQUEST, { parts: 14 });
      // Self times by the line on which a call ends, in ns: 500, 250, 1250, 10000, 3000, 4000.
      assert.deepEqual(strip.time, [0, 0, 0, 0, 0, 0, 0.05, 0.025, 0.125, 1, 0, 0, 0.3, 0.4]);
      const [virtualization, network, other] = [0, 1, 2];
      const none = -1;
      assert.deepEqual(strip.category, [
        ...[none, none, none, none, other, network, network, network, none, none, none],
        ...[virtualization, network, none],
      ]);
      assert.deepEqual(
        strip.problems,
        ALL.map((line) => (line === 10 ? 1 : 0)),
      );
    });

    it('that a file is no trace, and shows it all the same', async () => {
      const open = await view('just\nsome text\n');
      assert.match(open.state!.message!, /no function_graph trace/);
      assert.deepEqual(await open.lines(), [0, 1]);
      assert.match((await view('')).state!.message!, /empty/);
    });
  });

  describe('copies', () => {
    it('rows as text', async () => {
      const open = await view(NESTED);
      const lines = NESTED.split('\n');
      const copied = async (from: number, to: number) =>
        (await open.ask<ViewTextResult>(VIEW_TEXT_REQUEST, { from, to })).text;
      assert.equal(await copied(4, 6), `${lines[4]}\n${lines[5]}\n`);
      await open.ask(VIEW_FOLD_REQUEST, { line: 0, what: 'closeAll' });
      assert.equal(await copied(4, 6), `${lines[4]}\n${lines[9]}\n`);
      assert.equal(await copied(6, 4), '');
    });

    it('10 MB at most', async () => {
      const open = await view(bigTrace(11));
      await assert.rejects(open.ask(VIEW_TEXT_REQUEST, { from: 0, to: 10_000_000 }), /10 MB/);
    });
  });

  describe('follows settings:', () => {
    it('filters of every count are in its numbers', async () => {
      client.change({ filter: { cpus: [0] } });
      const open = await view(NESTED);
      const { title } = await open.ask<ViewSummaryResult>(VIEW_SUMMARY_REQUEST);
      assert.match(title, /^3 functions, 4 calls, .*filtered/);
      assert.equal((await open.rows()).total, 14, 'all lines are shown');
    });

    it('filters that name a category count by the rules there are then', async () => {
      const filter = { where: 'category:mine' };
      const rules = (name: string): object[] => [{ id: 'mine', label: 'Mine', patterns: [name] }];
      client.change({ filter, categories: rules('tcp_recv') });
      const open = await view(NESTED);
      const title = async (): Promise<string> =>
        (await open.ask<ViewSummaryResult>(VIEW_SUMMARY_REQUEST)).title;
      assert.match(await title(), /^1 function, 3 calls, .*filtered/);
      const { generation } = await open.rows();
      client.change({ filter, categories: rules('kvm_exit') });
      await open.until((state) => state.generation > generation && state.phase === 'complete');
      assert.match(await title(), /^1 function, 1 call, .*filtered/);
    });

    it('other rules are other colours, at once', async () => {
      const open = await view(NESTED);
      const { generation, items } = await open.rows(6, 1);
      client.change({ categories: [{ id: 'mine', label: 'Mine', patterns: ['tcp_recv'] }] });
      await open.until((state) => state.generation > generation);
      const after = (await open.rows(6, 1)).items[0]!;
      assert.equal(items[0]!.tokens.at(-1), CATEGORY_TOKEN_TYPES.indexOf('network'));
      assert.equal(after.tokens.at(-1), CATEGORY_TOKEN_TYPES.indexOf('category1'));
    });
  });

  describe('opens no', () => {
    it('file that is missing, a folder, or packed, and says what to do', async () => {
      await refuses(folder.uri('missing.trace'), /missing\.trace: there is no such file/);
      await refuses(folder.uri(), /it is a folder/);
      await refuses(folder.writeUri('a.trace.gz', gzipSync(CALLS)), /a\.trace\.gz: it is compressed.*unpack/);
      await refuses(folder.writeUri('wide.trace', Buffer.from(CALLS, 'utf16le')), /UTF-16/);
      await refuses('untitled:x', /files of this machine/);
    });

    it('view that is closed', async () => {
      const open = await view(NESTED);
      await open.close();
      await assert.rejects(open.rows(), /no longer open|closed/);
    });
  });

  describe('when its file', () => {
    const write = (name: string, text: string): void => writeFileSync(folder.path(name), text);

    it('grows, says so, and reads it all on reload', async () => {
      const open = await view(NESTED);
      appendFileSync(folder.path('a.trace'), ' 0)   1.000 us    |  more();\n');
      const { message } = await open.until(({ stale }) => stale === true);
      assert.match(message!, /has grown/);
      assert.equal((await open.rows()).total, 14);
      await open.after(
        () => open.ask(VIEW_RELOAD_REQUEST),
        ({ phase, rows }) => phase === 'complete' && rows === 15,
      );
      assert.equal(open.state!.stale, undefined);
    });

    it('is replaced, still shows the old one', async () => {
      const open = await view(NESTED);
      write('b.trace', CALLS);
      renameSync(folder.path('b.trace'), folder.path('a.trace'));
      assert.match((await open.until(({ stale }) => stale === true)).message!, /replaced/);
      assert.equal((await open.rows(12, 1)).items[0]!.text, NESTED.split('\n')[12]);
    });

    it('is gone, still shows it, and says why it cannot be read again', async () => {
      const open = await view(NESTED);
      rmSync(folder.path('a.trace'));
      assert.match((await open.until(({ stale }) => stale === true)).message!, /is gone/);
      assert.equal((await open.rows(12, 1)).items[0]!.text, NESTED.split('\n')[12]);
      await assert.rejects(open.ask(VIEW_RELOAD_REQUEST), /there is no such file/);
      assert.equal((await open.rows()).total, 14);
    });

    it('becomes shorter, says so and answers', async () => {
      const open = await view(NESTED);
      truncateSync(folder.path('a.trace'), 60);
      assert.match((await open.until(({ stale }) => stale === true)).message!, /shorter/);
      const { items } = await open.rows();
      assert.equal(items.length, 14);
      assert.deepEqual([items[0]!.text, items[13]!.text], ['# tracer: function_graph', '']);
    });

    it('is followed: shows what is appended, whole lines only', async () => {
      write('f.trace', NESTED);
      const open = await follow('f.trace');
      await open.until(({ phase, lines }) => phase === 'following' && lines === 14);
      appendFileSync(folder.path('f.trace'), ' 0)   1.000 us    |  more();\n 0)   1.0');
      await open.until(({ lines }) => lines === 15);
      const { generation } = await open.rows();
      appendFileSync(folder.path('f.trace'), '00 us    |  again();\n');
      await open.until(({ lines }) => lines === 16);
      const { items, generation: after } = await open.rows(15, 1);
      assert.equal(items[0]!.text, ' 0)   1.000 us    |  again();');
      assert.equal(after, generation, 'rows at the end are no other rows');
      assert.match((await open.ask<ViewSummaryResult>(VIEW_SUMMARY_REQUEST)).title, /8 calls/);
    });

    it('is followed and cut, begins again', async () => {
      write('f.trace', NESTED);
      const open = await follow('f.trace');
      await open.until(({ phase }) => phase === 'following');
      const { generation } = await open.rows();
      write('f.trace', CALLS.slice(0, 120));
      const state = await open.until((later) => later.generation > generation && later.phase === 'following');
      assert.match(state.message!, /from its beginning/);
      assert.ok(state.lines < 14);
    });

    it('is followed with a search and a filter, both go on', async () => {
      write('f.trace', NESTED);
      const open = await follow('f.trace');
      await open.until(({ phase }) => phase === 'following');
      await open.ask(VIEW_SEARCH_REQUEST, { query: { text: 'more', kind: 'text', matchCase: false } });
      await open.ask(VIEW_FILTER_REQUEST, { text: 'more' });
      await open.until(({ filter, search }) => filter?.complete === true && search?.complete === true);
      appendFileSync(folder.path('f.trace'), ' 0)   1.000 us    |  more();\n'.repeat(3));
      await open.until(({ filter, search }) => filter?.matches === 3 && search?.hits === 3);
      assert.deepEqual(await open.lines(), [14, 15, 16]);
    });
  });

  describe('when its thread', () => {
    it('ends, says so, and begins another on reload', async () => {
      // The product's thread, but that a search for one word kills it.
      const mortal = folder.write(
        'mortal.js',
        `require('node:worker_threads').parentPort.on('message', ({ params }) => {
           if (params?.query?.text === 'die') process.exit(1);
         });
         require(${JSON.stringify(THREAD_FILE)});`,
      );
      client = await openServer({ threadFile: mortal });
      const open = await view(NESTED);
      const { generation } = open.state!;
      await assert.rejects(
        open.ask(VIEW_SEARCH_REQUEST, { query: { text: 'die', kind: 'text', matchCase: true } }),
        /has ended: reload the view/,
      );
      const state = await open.until(({ phase }) => phase === 'failed');
      assert.match(state.message!, /reload the view/);
      assert.ok(state.generation > generation);
      await assert.rejects(open.rows(), /reload the view/);
      const again = await open.after(
        () => open.ask(VIEW_RELOAD_REQUEST),
        ({ phase }) => phase === 'complete',
      );
      assert.equal(again.rows, 14);
      assert.deepEqual(await open.lines(), ALL);
    });
  });

  describe('while it reads', () => {
    it('filters what comes, and in the end by what is known then', async () => {
      // Whose interrupt it is shows behind it: its duration does not fit into the call that it is printed in.
      const moved = [
        ' 0)               |  slow() {',
        ' 0)               |    quick() {',
        ' 0)   9.000 us    |      sysvec_apic_timer_interrupt();',
        ' 0)   1.000 us    |    }',
        ' 0) + 12.000 us   |  }',
      ];
      const text = trace(`${moved.join('\n')}\n`.repeat(30_000));
      const open = await TestView.open(client, folder.writeUri('moved.trace', text));
      opened.push(open);
      await open.ask(VIEW_FILTER_REQUEST, { text: 'caller:slow and sysvec' });
      await open.until(
        ({ phase, filter }) => phase === 'complete' && filter?.complete === true && filter.matches === 30_000,
      );
      const { items } = await open.rows(0, 4);
      assert.deepEqual(
        items.map(({ line }) => line),
        [4, 6, 9, 11],
      );
    });

    it('can be cancelled, keeps what is there, and reads it all on reload', async () => {
      const text = bigTrace(30);
      const open = await TestView.open(client, folder.writeUri('big.trace', text));
      opened.push(open);
      await open.ask(VIEW_CANCEL_REQUEST);
      const state = await open.until(({ phase }) => phase !== 'indexing');
      assert.equal(state.phase, 'cancelled');
      assert.ok(state.bytes < state.size);
      assert.match(state.message!, /cancelled/);
      assert.equal((await open.rows(0, 1)).items[0]?.line ?? 0, 0);
      const { lines } = await open.after(
        () => open.ask(VIEW_RELOAD_REQUEST),
        ({ phase }) => phase === 'complete',
      );
      assert.equal(lines, text.split('\n').length - 1);
    });

    it('shows first rows, and two files at once', async () => {
      const uri = folder.writeUri('big.trace', bigTrace(20));
      const views = [await TestView.open(client, uri), await TestView.open(client, uri)];
      opened.push(...views);
      for (const open of views) {
        assert.equal((await open.rows(0, 1)).items[0]!.text, '# tracer: function_graph');
        const { lines } = await open.until(({ phase }) => phase === 'complete');
        assert.equal((await open.rows(lines - 1, 1)).items[0]!.text, ' 0)   1.000 us    |  last_call();');
      }
    });
  });
});
