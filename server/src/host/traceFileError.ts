/** Why a file could not be read, as one line for people, without the file's name. */
export class TraceFileError extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder; name a trace file in it',
  ENOTDIR: 'a part of its path is no folder',
  Z_DATA_ERROR: 'its gzip data is damaged',
  Z_BUF_ERROR: 'its gzip data ends too early',
};

/** What an error of the file system or of zlib means, in words. */
export function asTraceFileError(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof TraceFileError || error.name === 'AbortError')
    return error as Error;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  return new TraceFileError(REASONS[code] ?? error.message.replace(/\s+/g, ' '));
}
