import * as assert from 'node:assert/strict';
import { PAPER } from '../../server/src/core/classify/presets';
import { CALLS, openServer, PATIENCE_MS, trace, until, type OpenOptions } from './support';

const READS = { categories: [{ id: 'reads', label: 'Reads', patterns: ['read'] }] };
const READS_TOKENS = [
  'sys_read category1',
  'sock_read category1',
  'tcp_recv other',
  'tcp_recv other',
  'sys_read category1',
  'kvm_exit other',
];
const PAPER_TOKENS = [
  'sys_read other',
  'sock_read network',
  'tcp_recv network',
  'tcp_recv network',
  'sys_read other',
  'kvm_exit virtualization',
];

const REFRESHES = ['workspace/semanticTokens/refresh', 'workspace/codeLens/refresh'];

describe('settings', function () {
  this.timeout(PATIENCE_MS);

  for (const style of ['pull', 'push', 'initialization'] satisfies OpenOptions['style'][]) {
    it(`are the user's from the first answer on (${style})`, async () => {
      const server = await openServer({ style, settings: READS });
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
      assert.equal((await server.lensTexts('a.trace'))[1], '0: 2 Reads');
    });

    it(`are the defaults where there are none (${style})`, async () => {
      const server = await openServer({ style });
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
    });
  }

  for (const style of ['pull', 'push'] satisfies OpenOptions['style'][]) {
    it(`recolour and recount open traces without opening them again (${style})`, async () => {
      const server = await openServer({ style });
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
      server.change(READS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
      assert.deepEqual((await server.lensTexts('a.trace')).slice(1, 3), ['0: 2 Reads', '0: 2 Other']);
      assert.match(
        await server.hoverText('a.trace', { line: 5, character: 24 }),
        /\*\*Reads\*\*, by the rule `read`/,
      );
      server.change(undefined);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
    });
  }

  it('sort by the preset as long as the rules are the default, which some clients send', async () => {
    const bySubsystem = PAPER_TOKENS.map((token) => token.replace('sys_read other', 'sys_read category4'));
    for (const settings of [
      { categoryPreset: 'subsystem' },
      { categoryPreset: 'subsystem', categories: PAPER },
    ]) {
      const server = await openServer({ style: 'pull', settings });
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), bySubsystem);
      server.change({ ...settings, ...READS });
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
    }
    const server = await openServer({ style: 'pull', settings: { categoryPreset: 'nonsense' } });
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
  });

  it('are asked for with `initialize` where a client that can be asked has none', async () => {
    const server = await openServer({ style: 'initialization', settings: READS, capabilities: {} });
    server.open('a.trace', CALLS);
    server.change(null);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
  });

  it('tell the client to ask again, and that numbers have changed', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    await server.problems('a.trace');
    const before = server.changed.length;
    server.change(READS);
    await until(() => server.changed.length > before);
    assert.deepEqual(server.changed.at(-1), {});
    assert.deepEqual(
      server.asked.filter((method) => REFRESHES.includes(method)),
      REFRESHES,
    );
  });

  it('ask nothing of a client that cannot answer', async () => {
    const server = await openServer({ capabilities: { workspace: { configuration: true } } });
    server.change(READS);
    await until(() => server.changed.length > 0);
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
    assert.deepEqual(server.asked, []);
  });

  it('survive a client that refuses what it promised', async () => {
    const server = await openServer({
      refuses: true,
      settings: { categories: [{ id: 'x', patterns: ['/(/'] }] },
    });
    server.open('a.trace', CALLS);
    await server.tokens('a.trace');
    server.change(READS);
    await until(() => REFRESHES.every((method) => server.asked.includes(method)));
    assert.ok(server.asked.includes('client/registerCapability'));
    assert.equal(server.messages.length, 1);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
    // A refusal that nobody handles would end the server: the test runner fails at it.
    assert.match(server.logs.join('\n'), /this client has no workspace\/codeLens\/refresh/);
  });

  it('stay as they were where the client cannot give them', async () => {
    let broken = false;
    const server = await openServer({
      settings: READS,
      beforeSettings: () => (broken ? Promise.reject(new Error('no settings today')) : Promise.resolve()),
    });
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
    broken = true;
    server.change({});
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), READS_TOKENS);
    assert.match(server.logs.join(), /no settings today/);
  });

  it('name a bad rule in one message, and all others apply', async () => {
    const settings = {
      categories: [
        { id: 'reads', label: 'Reads', patterns: ['/read(/', 'read', ''] },
        { id: 'reads', patterns: ['tcp'] },
        { id: 'other', patterns: ['tcp'] },
        { id: '1st', patterns: ['tcp'] },
        'tcp',
        { id: 'kvm', patterns: 'kvm' },
        { id: 'network', patterns: ['tcp'] },
      ],
    };
    const server = await openServer({ settings });
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), [
      'sys_read category1',
      'sock_read category1',
      'tcp_recv network',
      'tcp_recv network',
      'sys_read category1',
      'kvm_exit other',
    ]);
    assert.equal(server.messages.length, 1);
    const [message = ''] = server.messages;
    assert.match(
      message,
      /^ftrace: ftrace\.categories\[0\]\.patterns\[0\] of category "reads" is no valid expression \(.+\); it is left out\. /,
    );
    for (const rule of ['[0].patterns[2]', '[1]', '[2]', '[3]'])
      assert.ok(message.includes(`ftrace.categories${rule} `), `${rule} in ${message}`);
    assert.match(message, / There are 2 more problems\. The other rules apply\.$/);
    assert.ok(!server.asked.includes('window/showMessageRequest'));

    // The same again is no news; the same after it was right is.
    server.change(settings);
    await server.tokens('a.trace');
    assert.equal(server.messages.length, 1);
    server.change(READS);
    await server.tokens('a.trace');
    server.change(settings);
    await server.tokens('a.trace');
    assert.equal(server.messages.length, 2);
  });

  it('keep the default rules where they are no list', async () => {
    const server = await openServer({ settings: { categories: { id: 'x' } } });
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
    assert.deepEqual(server.messages, [
      'ftrace: ftrace.categories must be a list of {id, label, patterns}; the default rules apply.',
    ]);
  });

  for (const value of [5, 'text', [], true, { codeLens: 7 }, { codeLens: null, categories: null }]) {
    it(`are the defaults where they are ${JSON.stringify(value)}`, async () => {
      const server = await openServer({ settings: value });
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.tokenTexts('a.trace', CALLS), PAPER_TOKENS);
      assert.equal((await server.lenses('a.trace')).length, 5);
      assert.deepEqual(server.logs, []);
    });
  }

  it('may hold expressions that would take other engines for ever', async () => {
    const names = [`${'a'.repeat(1000)}!`, 'x'.repeat(1000), `${'ab'.repeat(500)}c`];
    const patterns = [
      '/^(a+)+$/',
      '/(x+x+)+y/',
      '/^(([a-z])+.)+[A-Z]([a-z])+$/',
      '/(a|b|ab)*d/',
      '/(.*){20}!$/',
    ];
    const server = await openServer({ settings: { categories: [{ id: 'slow', patterns }] } });
    const text = trace(...names.map((name) => ` 0)   1.000 us    |  ${name}();`));
    server.open('a.trace', text);
    assert.deepEqual(
      (await server.tokens('a.trace')).map(({ type }) => type),
      ['category1', 'other', 'other'],
    );
    assert.deepEqual(server.messages, []);
  });

  it('are the newest ones after many quick changes', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    for (let i = 0; i < 20; i++)
      server.change({ categories: [{ id: `c${i}`, label: `C${i}`, patterns: ['read'] }] });
    assert.equal((await server.lensTexts('a.trace'))[1], '0: 2 C19');
  });
});
