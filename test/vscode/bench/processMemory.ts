import * as fs from 'node:fs';

const PAGE_BYTES = 4096;
const EVERY_MS = 20;
const [BLANK, ZERO] = [0x20, 0x30];
/** What is read of a process. */
const space = new Uint8Array(256);

/** Resident memory in bytes of the extension host, which this is, and of the language server; Linux. */
export interface Resident {
  readonly host: number;
  readonly server: number;
}

/** Now. Throws where there is no server. */
export function residentNow(): Resident {
  return { host: residentOf(process.pid), server: residentOf(serverOfThisHost()) };
}

/** Looks at the memory again and again. */
export class MemoryWatch {
  private readonly host = openStatm(process.pid);
  private readonly server = openStatm(serverOfThisHost());
  private readonly timer = setInterval(() => this.look(), EVERY_MS);
  /** The highest of each, and of both together. */
  private highest = { host: 0, server: 0, both: 0 };

  /** What was highest since the last question. */
  take(): { readonly host: number; readonly server: number; readonly both: number } {
    this.look();
    const { highest } = this;
    this.highest = { host: 0, server: 0, both: 0 };
    return highest;
  }

  stop(): void {
    clearInterval(this.timer);
    fs.closeSync(this.host);
    fs.closeSync(this.server);
  }

  private look(): void {
    const host = residentIn(this.host);
    const server = residentIn(this.server);
    this.highest = {
      host: Math.max(this.highest.host, host),
      server: Math.max(this.highest.server, server),
      both: Math.max(this.highest.both, host + server),
    };
  }
}

function residentOf(pid: number): number {
  const file = openStatm(pid);
  try {
    return residentIn(file);
  } finally {
    fs.closeSync(file);
  }
}

function openStatm(pid: number): number {
  return fs.openSync(`/proc/${pid}/statm`, 'r');
}

/** By hand: what it throws away would be measured. */
function residentIn(statm: number): number {
  const count = fs.readSync(statm, space, 0, space.length, 0);
  let pages = 0;
  for (let at = space.indexOf(BLANK) + 1; at < count && space[at] !== BLANK; at++)
    pages = pages * 10 + space[at]! - ZERO;
  return pages * PAGE_BYTES;
}

/** The process that this one has started from the server's bundle. */
function serverOfThisHost(): number {
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const parent = /\) \S (\d+)/.exec(fs.readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
      if (Number(parent) === process.pid && /\bdist\/server\.js\0/.test(command)) return Number(name);
    } catch {
      // It has ended meanwhile.
    }
  }
  throw new Error('no language server runs');
}
