/** RE2JS, loaded when the first expression is compiled: to build its tables takes as long as to read ten thousand lines. */
import type * as Re2 from 're2js';

/** The class RE2JS. */
export function re2(): typeof Re2.RE2JS {
  // Of all ways to load a module only this one waits, and needs no promise.
  // eslint-disable-next-line @typescript-eslint/no-require-imports, no-restricted-globals
  return (require('re2js') as typeof Re2).RE2JS;
}
