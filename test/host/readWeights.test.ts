import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readWeights } from '../../server/src/host/readWeights';

describe('a file of weights', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'weights-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  it('is read plain and compressed, with the column that is asked for', async () => {
    const text = 'name,a,b\ntcp_ack,1,2\n';
    for (const [name, bytes] of [
      ['w.csv', Buffer.from(text)],
      ['w.csv.gz', gzipSync(text)],
    ] as const) {
      const file = path.join(folder, name);
      fs.writeFileSync(file, bytes);
      const { weights, problems } = await readWeights(file, name, { column: 'b' });
      assert.deepEqual([weights.name, weights.source, [...weights.values]], ['b', name, [['tcp_ack', 2]]]);
      assert.deepEqual(problems, []);
    }
  });

  it('that is not there says so', async () => {
    await assert.rejects(readWeights(path.join(folder, 'none.csv'), 'none.csv'), /there is no such file/);
  });
});
