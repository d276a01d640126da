// Control characters, line separators, and those that change the direction or the visibility of what follows.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A text for a notification, the status bar or a pick, in which nothing is interpreted: VS Code makes links of
 * `[text](command:…)` and icons of `$(name)` there, which the name of a file may hold.
 */
export function notice(text: string): string {
  return text
    .replace(INVISIBLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)
    .replaceAll('](', '] (')
    .replaceAll('$(', '$ (');
}

/** What an error says, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
