/** JSON as people write settings: with comments, commas behind the last element, a byte order mark. */
import { parse, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';

/** Keys that JavaScript gives a meaning of its own. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** The value of a text; `problems` say in sentences where it is no JSON, or none that can be trusted. */
export function parseJsonc(text: string): { readonly value: unknown; readonly problems: readonly string[] } {
  const plain = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const forbidden: string[] = [];
  let value: unknown;
  try {
    value = parse(plain, errors, { allowTrailingComma: true });
    visit(plain, {
      onObjectProperty: (key, offset) => {
        if (FORBIDDEN_KEYS.includes(key))
          forbidden.push(`"${key}" cannot be a key (${placeOf(plain, offset)})`);
      },
    });
  } catch (error) {
    if (error instanceof RangeError)
      return { value: undefined, problems: ['its brackets are nested too deep'] };
    throw error;
  }
  const [error] = errors;
  if (error === undefined) return { value, problems: forbidden };
  const what = wordsOf(printParseErrorCode(error.error));
  return { value, problems: [`it is no JSON: ${what} at ${placeOf(plain, error.offset)}`] };
}

/** The value itself, or what a settings.json says, which can be given as it is. */
export function settingOf(value: unknown, setting: string): unknown {
  const own =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[setting] : undefined;
  return own ?? value;
}

/** Line and column for people, from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** `InvalidSymbol` → `invalid symbol`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase();
}
