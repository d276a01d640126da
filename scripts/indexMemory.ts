/** For bench.mjs: how many bytes the index of a trace holds per line, its text apart. */
import { readFileSync } from 'node:fs';
import { parseTrace } from '../server/src/core/parse/feeder';

const collect = (globalThis as { gc?: () => void }).gc;
const bytes = readFileSync(process.argv[2] ?? '');
parseTrace(bytes.subarray(0, 1 << 20), { keepLines: true });
collect?.();
const before = process.memoryUsage();
const trace = parseTrace(bytes, { keepLines: true });
collect?.();
const after = process.memoryUsage();
const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
process.stdout.write(JSON.stringify({ bytesPerLine: held / trace.lineCount }));
