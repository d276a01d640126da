// Makes samples/*.trace from the scenario recordings: `node scripts/make-samples.mjs FOLDER_OF_RECORDINGS`.
// A whole run where it is below 1 MB; else its longest part from the start that ends between top-level calls.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const LIMIT_BYTES = 1_000_000;
const RUNS = { socket: 'socket.2', tap: 'tap.2', qemu: 'qemu.1', kvm: 'kvm.1' };

/** The cpu and the depth of a call line with the default columns, or undefined. */
function readCallLine(line) {
  const match = /^ *(\d+\)) .{14}\|( *)(\}|.*;$)?/.exec(line);
  return match && { cpu: match[1], atEnd: match[2].length === 2 && match[3] !== undefined };
}

/** The length of the longest beginning of `text` below the limit after which no cpu is inside a call. */
function cutLength(text) {
  const inside = new Map();
  let length = 0;
  let cut = 0;
  for (const line of text.split('\n')) {
    length += Buffer.byteLength(line) + 1;
    if (length > LIMIT_BYTES) return cut;
    const call = readCallLine(line);
    if (!call) continue;
    inside.set(call.cpu, !call.atEnd);
    if (![...inside.values()].includes(true)) cut = length;
  }
  return length;
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node scripts/make-samples.mjs FOLDER_OF_RECORDINGS');
for (const [name, run] of Object.entries(RUNS)) {
  const text = gunzipSync(readFileSync(path.join(folder, `${run}.trace.gz`))).toString('latin1');
  const kept = text.length < LIMIT_BYTES ? text : text.slice(0, cutLength(text));
  writeFileSync(path.join('samples', `${name}.trace`), kept, 'latin1');
  console.log(`${name}.trace: ${kept.length} of ${text.length} bytes of ${run}`);
}
