/** A recording of a whole machine, 52 MB of text, against the numbers that its README has. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { XzReadableStream } from 'xz-decompress';
import { summarize } from '../../../server/src/core/analyse/summary';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { Feeder } from '../../../server/src/core/parse/feeder';
import { sharedFolder } from '../../support/repository';

const RECORDING = path.join(sharedFolder, 'traces', 'big', 'webserver-56m.trace.xz');

describe('the recording of a web server', function () {
  this.timeout(60_000);

  it('has the lines, calls and unique functions that are counted for it', async function () {
    if (!fs.existsSync(RECORDING)) {
      console.log(`      left out: no ${RECORDING}`);
      return this.skip();
    }
    const packed = Readable.toWeb(fs.createReadStream(RECORDING)) as ReadableStream<Uint8Array>;
    const feeder = new Feeder({ keepLines: false });
    for await (const chunk of Readable.fromWeb(new XzReadableStream(packed)))
      feeder.push(chunk as Uint8Array);
    const trace = feeder.finish();
    const { lines, calls, unreadLines, functions, cpus } = summarize(trace, paperCategories());
    assert.deepEqual(
      { lines, calls, unreadLines, functions, cpus, lost: trace.lostLines },
      {
        lines: 992_764,
        calls: 708_011,
        unreadLines: 0,
        functions: { total: 3083, byCategory: [1, 623, 2459] },
        cpus: 2,
        lost: 0,
      },
    );
  });
});
