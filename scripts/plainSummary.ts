/** For bench.mjs: parses a trace by the plain reader alone, the reference that the fast one is compared with. */
import { closeSync, openSync, readSync } from 'node:fs';
import { Feeder } from '../server/src/core/parse/feeder';

const feeder = new Feeder({ keepLines: false, plain: true });
const file = openSync(process.argv[2] ?? '', 'r');
for (let count = -1; count !== 0;) {
  const space = feeder.space();
  count = readSync(file, space, 0, space.length, null);
  feeder.commit(count);
}
closeSync(file);
const { calls, lineCount, names } = feeder.finish();
process.stdout.write(JSON.stringify({ calls, lines: lineCount, names: names.length }));
