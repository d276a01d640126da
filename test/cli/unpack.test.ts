/** Compressed and transcoded bytes on their way into the parser: whole, cut, damaged, given up. */
import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import { TraceFileError } from '../../server/src/host/traceFileError';
import { textOf } from '../../server/src/host/unpack';
import { PACKED, PLAIN } from '../support/packed';

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Promise.resolve(bytes.subarray(at, at + size));
}

async function unpacked(bytes: Uint8Array, size = 4096): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of textOf(cut(bytes, size))) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The text, or why there is none. zlib's own errors are put in words by the caller of `textOf`. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    return await unpacked(bytes);
  } catch (error) {
    if (error instanceof TraceFileError) return error.message;
    const { code = '' } = error as NodeJS.ErrnoException;
    assert.match(code, /^Z_(DATA|BUF)_ERROR$/);
    return code;
  }
}

function utf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('the text of a file', function () {
  this.timeout(60_000);

  for (const [name, bytes] of Object.entries(PACKED)) {
    it(`is unpacked from ${name}, whatever the chunks`, async () => {
      for (const size of [1, 2, 3, 5, 7, 64, 333, 1 << 16])
        assert.equal(await unpacked(bytes, size), PLAIN, `${size} bytes`);
    });
  }

  it('is unpacked from what zlib makes, where it knows zstd', async function () {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (text: string) => Buffer };
    if (zstdCompressSync === undefined) return this.skip();
    const packed = Buffer.concat(['a', '', PLAIN].map(zstdCompressSync));
    for (const size of [1, 10, 1 << 16]) assert.equal(await unpacked(packed, size), `a${PLAIN}`);
  });

  for (const name of ['gzip', 'zst', 'xz'] as const) {
    const bytes: Uint8Array = PACKED[name];

    it(`is never taken for whole where ${name} is cut`, async () => {
      const end =
        name === 'gzip' ? 'Z_BUF_ERROR' : `its ${name === 'zst' ? 'zstd' : name} data ends too early`;
      for (let length = 6; length < bytes.length; length += 3)
        assert.equal(await outcome(bytes.subarray(0, length)), end, `${length} bytes`);
    });

    it(`is the same, or there is a reason why there is none, where ${name} is damaged`, async () => {
      let refused = 0;
      for (let at = 6; at < bytes.length; at += 3) {
        const result = await outcome(bytes.map((byte, index) => (index === at ? byte ^ 0x41 : byte)));
        if (result === PLAIN) continue;
        assert.match(
          result,
          /^(its (zstd|xz) data (is damaged|ends too early|needs .*)|Z_\w+)$/,
          `byte ${at}`,
        );
        refused++;
      }
      assert.ok(refused > bytes.length / 3 - 10, `${refused} of ${bytes.length / 3}`);
    });

    it(`can be given up in the midst of ${name}, and begun again`, async () => {
      const long = Buffer.concat(Array<Uint8Array>(200).fill(bytes));
      for (let times = 0; times < 5; times++) for await (const _ of textOf(cut(long, 5000))) break;
      assert.equal(await unpacked(long), PLAIN.repeat(200));
    });

    it(`ends with the error of the source behind ${name}`, async () => {
      const gone = new Error('the disk is gone');
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield* cut(bytes.subarray(0, 500), 100);
        throw gone;
      }
      await assert.rejects(
        async () => {
          for await (const _ of textOf(failing()));
        },
        (error) => error === gone,
      );
    });

    it(`is unpacked from ${name} twice at the same time`, async () => {
      assert.deepEqual(await Promise.all([unpacked(bytes, 10), unpacked(bytes, 50)]), [PLAIN, PLAIN]);
    });
  }

  it('is refused where zstd would take more memory than the program itself gives', async () => {
    // A frame header with a window descriptor of 2^(10 + 18) bytes.
    const frame = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 18 << 3, 0x01, 0x00, 0x00]);
    const reason = 'its zstd data needs more than 128 MB; unpack it first (zstd -d --long=31)';
    assert.equal(await outcome(frame), reason);
  });

  describe('in UTF-16', () => {
    const odd = PLAIN.replace('fput', 'f\u{1f600}ü');

    for (const isBigEndian of [false, true]) {
      const order = isBigEndian ? 'big' : 'little';

      it(`is UTF-8 then, ${order} endian, with and without a mark, whatever the chunks`, async () => {
        for (const text of [PLAIN, odd]) {
          for (const size of [1, 3, 64, 999, 1 << 16]) {
            assert.equal(await unpacked(utf16(text, isBigEndian), size), text);
            assert.equal(await unpacked(utf16(`\ufeff${text}`, isBigEndian), size), text);
          }
        }
      });

      it(`is read out of a compressed file, ${order} endian`, async () => {
        assert.equal(await unpacked(zlib.gzipSync(utf16(PLAIN, isBigEndian))), PLAIN);
      });
    }

    it('keeps what is before half a character at the end', async () => {
      const bytes = utf16(`\ufeff${PLAIN}`, false);
      assert.equal(await unpacked(Buffer.concat([bytes, Buffer.of(0x41)])), `${PLAIN}\ufffd`);
    });
  });

  it('is left as it is otherwise', async () => {
    for (const text of ['', 'a', '\0\0\0\0', `\0${PLAIN}`, PLAIN, `\ufeff${PLAIN}`])
      assert.equal(await unpacked(Buffer.from(text), 7), text);
  });
});
