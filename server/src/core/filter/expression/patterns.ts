import { compileRegex } from '../../text/regex';
import { matchesGlob } from '../../text/glob';
import type { TextPattern } from './expression';

/** Tests texts against any of the patterns. */
export function textTest(patterns: readonly TextPattern[]): (text: string) => boolean {
  const tests = patterns.map(patternTest);
  return tests.length === 1 ? tests[0]! : (text) => tests.some((test) => test(text));
}

function patternTest({ how, text, flags }: TextPattern): (text: string) => boolean {
  switch (how) {
    case 'part': {
      const part = text.toLowerCase();
      return (value) => value.toLowerCase().includes(part);
    }
    case 'exact':
      return (value) => value === text;
    case 'glob':
      return (value) => matchesGlob(text, value);
    case 'regex': {
      const compiled = compileRegex(text, flags);
      if (typeof compiled === 'string') throw new Error(`the expression ${compiled}`);
      return (value) => compiled.test(value);
    }
  }
}
