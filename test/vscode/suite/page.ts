/**
 * Questions to the page that shows the workbench: a test runs in the extension host and sees no pixels.
 * The other side is test/vscode/host/page.mjs.
 *
 * A desktop VS Code has no such page: tests that need one skip themselves when `hasPage` is false.
 */

import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** What to look for; in the workbench, or in its visible webviews; for how many milliseconds. */
type Target = ({ text: string } | { selector: string }) & { webview?: boolean; timeout?: number };
type Modifier = 'Alt' | 'Control' | 'ControlOrMeta' | 'Meta' | 'Shift';

interface Commands {
  /** Waits until something matches and is visible. */
  visible(target: Target): void;
  /** Waits until nothing that matches is visible. */
  hidden(target: Target): void;
  /** Presses a button by keyboard. */
  activate(target: Target): void;
  waitFor(target: { selector: string; webview?: boolean; timeout?: number }): void;
  webviewText(target: { text: string; timeout?: number }): void;
  /** Waits until a diff editor marks a changed line. */
  diffVisible(target: { timeout?: number }): void;
  /** Waits for a class of the workbench: `.vs-dark`, `.vs`, `.hc-black`, `.hc-light`. */
  theme(target: { selector: string }): void;

  /** The text of every match, now. */
  text(target: Target): string[];
  /** How many match, now. */
  count(target: Target): number;
  /** The colour that an editor shows a token in, as `rgb(197, 134, 192)`; '' where none shows that token. */
  tokenColour(args: { text: string }): string;
  tokenColours(args: { texts: readonly string[] }): Record<string, string>;

  click(target: Target & { modifiers?: readonly Modifier[]; button?: 'left' | 'right' | 'middle' }): void;
  /** Moves the mouse over the middle of the first match. */
  hover(target: Target): void;
  /** The computed colour of every match. */
  colours(target: Target): string[];
  /** Turns the wheel where the mouse is. */
  wheel(args: { pixels: number }): void;
  /** Presses the mouse at a share of the height of the first match, moves it to another one and lets it go. */
  drag(target: Target & { from: number; to: number }): void;
  /** Presses the mouse at a share of the height of the first match; milliseconds until the texts of `changing` are others. */
  timeToChange(target: Target & { at: number; changing: string }): number;
  /** Moves the mouse over a token of an editor. */
  hoverText(args: { text: string; timeout?: number }): void;
  /** A key as playwright names it: `Enter`, `Control+Shift+P`. */
  press(args: { key: string }): void;
  type(args: { text: string }): void;
  viewport(size: { width: number; height: number }): void;

  /** Returns the file, in out/screenshots/. */
  screenshot(args: { name: string; selector?: string }): string;
}

type Reply<T> = { ok: true; value: T } | { ok: false; error: string };

const url = process.env.TEST_PAGE_URL;

export const hasPage = url !== undefined;

export async function page<C extends keyof Commands>(
  command: C,
  args: Parameters<Commands[C]>[0],
): Promise<ReturnType<Commands[C]>> {
  if (url === undefined) throw new Error(`page ${command}: this VS Code has no page`);
  // Not by `fetch`: VS Code's own looks up proxies and certificates each time, megabytes that measurements would count.
  const asked = request(url, { method: 'POST' });
  asked.end(JSON.stringify({ command, args }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const reply = (await json(response)) as Reply<ReturnType<Commands[C]>>;
  if (!reply.ok) throw new Error(`page ${command} ${JSON.stringify(args)}: ${reply.error}`);
  return reply.value;
}

/** Types into the dialog of VS Code that says `title`: once it has the keys, which another one may have had just before. */
export async function answer(title: string, text: string): Promise<void> {
  await page('visible', { selector: `.quick-input-widget:has-text("${title}") input:focus` });
  await page('type', { text });
}
