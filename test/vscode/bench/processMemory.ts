import * as fs from 'node:fs';

const PAGE_BYTES = 4096;
const EVERY_MS = 20;

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
  private readonly server = serverOfThisHost();
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
  }

  private look(): void {
    const [host, server] = [residentOf(process.pid), residentOf(this.server)];
    this.highest = {
      host: Math.max(this.highest.host, host),
      server: Math.max(this.highest.server, server),
      both: Math.max(this.highest.both, host + server),
    };
  }
}

function residentOf(pid: number): number {
  return Number(fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
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
