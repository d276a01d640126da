import * as assert from 'node:assert/strict';
import { FILTER_CHECK_REQUEST, type FilterCheckResult } from '../../server/src/protocol/filter';
import { openServer, PATIENCE_MS, trace, until, type OpenOptions } from './support';

const TEXT = trace(
  ' 0)               |  sys_read() {',
  ' 0)   1.000 us    |    tcp_a(); /* ret=-22 */',
  ' 0)   1.000 us    |    foo(); /* ret=0x0 */',
  ' 0)   5.000 us    |  }',
);

describe('filter expressions in the editor', function () {
  this.timeout(PATIENCE_MS);

  async function check(text: string, settings: OpenOptions['settings'] = {}): Promise<FilterCheckResult> {
    const server = await openServer({ settings });
    return server.connection.sendRequest<FilterCheckResult>(FILTER_CHECK_REQUEST, { text });
  }

  it('are checked with the rules that are set', async () => {
    assert.deepEqual(await check('tcp category:network'), {});
    assert.deepEqual((await check('tcp cpu:x')).error, {
      message: '"x" is not a whole number from 0 on, or a range: 0..3',
      from: 8,
      to: 9,
    });
    const categories = [{ id: 'io', label: 'Input', patterns: ['read'] }];
    assert.deepEqual(await check('category:io', { categories }), {});
    assert.match((await check('category:network', { categories })).error!.message, /there are: io, other$/);
  });

  it('apply as a setting, and anew where rules change that they name', async () => {
    const server = await openServer({ settings: { filter: { where: 'category:network or ret=0' } } });
    server.open('a.trace', TEXT);
    assert.match(
      (await server.lensTexts('a.trace'))[0]!,
      /^0: 2 functions, 2 calls, .* · filtered: where category:network or ret=0 \(−1 function, −1 call\)$/,
    );
    server.change({
      filter: { where: 'category:network or ret=0' },
      categories: [{ id: 'network', label: 'N', patterns: ['foo', 'tcp', 'sys'] }],
    });
    assert.match((await server.lensTexts('a.trace'))[0]!, /^0: 3 functions, 3 calls/);
  });

  it('that make no sense are left out and said', async () => {
    const server = await openServer({ settings: { filter: { where: 'cpu:x', minDepth: 1 } } });
    server.open('a.trace', TEXT);
    assert.match((await server.lensTexts('a.trace'))[0]!, /filtered: depth 1 or more \(/);
    await until(() => server.messages.length > 0);
    assert.match(
      server.messages[0]!,
      /ftrace\.filter: "where": "x" is not a whole number.* \(at character 5\); it is left out\.$/,
    );
  });
});
