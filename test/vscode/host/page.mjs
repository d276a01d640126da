// What a test may ask of the page that shows the workbench. Nothing here knows the extension.
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Frame} Frame
 * @typedef {import('playwright-core').Locator} Locator
 *
 * @typedef {object} Target what to look for: a text, or a CSS selector
 * @property {string} [text]
 * @property {string} [selector]
 * @property {boolean} [webview] in the webviews, instead of the workbench
 * @property {number} [timeout] milliseconds
 *
 * @typedef {Target & { modifiers?: Modifier[], button?: 'left' | 'right' | 'middle' }} Click
 * @typedef {'Alt' | 'Control' | 'ControlOrMeta' | 'Meta' | 'Shift'} Modifier
 */

const TIMEOUT = 20_000;
const CHANGED_LINE = '.monaco-diff-editor :is(.line-insert, .line-delete)';

/**
 * The commands by name, each with one object as argument.
 * @param {Page} page
 * @param {string} shots the folder for screenshots
 */
export function pageCommands(page, shots) {
  const wait = async (/** @type {Target} */ target) => {
    await shown(page, target);
  };
  return {
    visible: wait,
    waitFor: wait,
    hidden: (/** @type {Target} */ target) => gone(page, target),
    webviewText: (/** @type {Target} */ target) => wait({ ...target, webview: true }),
    diffVisible: (/** @type {Target} */ target) => wait({ ...target, selector: CHANGED_LINE }),
    theme: (/** @type {Target} */ { selector }) => wait({ selector: `.monaco-workbench${selector}` }),

    text: async (/** @type {Target} */ target) =>
      (await everywhere(page, target, (locator) => locator.allInnerTexts())).flat(),
    count: async (/** @type {Target} */ target) =>
      (await everywhere(page, target, (locator) => locator.count())).reduce((sum, count) => sum + count, 0),
    tokenColour: async (/** @type {{ text: string }} */ { text }) => (await tokenColours(page, [text]))[text],
    tokenColours: (/** @type {{ texts: string[] }} */ { texts }) => tokenColours(page, texts),

    click: async (/** @type {Click} */ { modifiers = [], button = 'left', ...target }) => {
      const { timeout = TIMEOUT } = target;
      await (await shown(page, target)).click({ modifiers, button, timeout });
    },
    /** Presses a button by keyboard, which nothing that lies over it can keep from it. */
    activate: async (/** @type {Target} */ target) => {
      await (await shown(page, target)).focus();
      await page.keyboard.press('Enter');
    },
    hover: async (/** @type {Target} */ target) => {
      await (await shown(page, target)).hover({ timeout: target.timeout ?? TIMEOUT });
    },
    colours: async (/** @type {Target} */ target) =>
      (
        await everywhere(page, target, (locator) =>
          locator.evaluateAll((elements) => elements.map((element) => getComputedStyle(element).color)),
        )
      ).flat(),
    /** Turns the wheel where the mouse is. */
    wheel: (/** @type {{ pixels: number }} */ { pixels }) => page.mouse.wheel(0, pixels),
    /** Presses the mouse at a share of the height of a match, and moves it to another one. */
    drag: async (/** @type {Target & { from: number, to: number }} */ { from, to, ...target }) => {
      const box = await (await shown(page, target)).boundingBox();
      if (!box) throw new Error(`no box: ${describe(target)}`);
      const x = box.x + box.width / 2;
      await page.mouse.move(x, box.y + from * box.height);
      await page.mouse.down();
      await page.mouse.move(x, box.y + to * box.height, { steps: 10 });
      await page.mouse.up();
    },
    /**
     * Presses the mouse at a share of the height of the first match; milliseconds from there to the picture in which the texts
     * of `changing`, of the same frame, are others than before and none is empty.
     */
    timeToChange: async (
      /** @type {Target & { at: number, changing: string }} */ { at, changing, ...target },
    ) => {
      const found = await shown(page, target);
      const [element, box] = [await found.elementHandle(), await found.boundingBox()];
      const frame = await element?.ownerFrame();
      if (!element || !frame || !box) throw new Error(`no box: ${describe(target)}`);
      await element.evaluate(watchForChange, changing);
      await page.mouse.move(box.x + box.width / 2, box.y + at * box.height);
      await page.mouse.down();
      await page.mouse.up();
      return frame.evaluate(() => /** @type {any} */ (globalThis).timeToChange);
    },
    hoverText: async (/** @type {{ text: string, timeout?: number }} */ { text, timeout = TIMEOUT }) => {
      const { x, y } = await tokenCentre(page, text, timeout);
      await page.mouse.move(x, y - 1);
      await page.mouse.move(x, y); // an editor asks for a hover only when the mouse moves within it
    },
    press: (/** @type {{ key: string }} */ { key }) => page.keyboard.press(key),
    type: (/** @type {{ text: string }} */ { text }) => page.keyboard.type(text),
    viewport: (/** @type {{ width: number, height: number }} */ size) => page.setViewportSize(size),

    screenshot: async (/** @type {{ name: string, selector?: string }} */ { name, selector }) => {
      const file = path.join(shots, `${name.replace(/[^\w-]/g, '_')}.png`);
      await (selector ? await shown(page, { selector }) : page).screenshot({ path: file });
      return file;
    },
  };
}

/**
 * The first visible match. Webviews come and go, each with frames of its own: look again until one is there.
 * @param {Page} page
 * @param {Target} target
 * @returns {Promise<Locator>}
 */
async function shown(page, target) {
  const end = Date.now() + (target.timeout ?? TIMEOUT);
  for (;;) {
    const found = await findVisible(page, target);
    if (found) return found;
    if (Date.now() > end) throw new Error(`not visible: ${describe(target)}`);
    await delay(50);
  }
}

/**
 * @param {Page} page
 * @param {Target} target
 */
async function gone(page, target) {
  const end = Date.now() + (target.timeout ?? TIMEOUT);
  while (await findVisible(page, target)) {
    if (Date.now() > end) throw new Error(`still visible: ${describe(target)}`);
    await delay(50);
  }
}

/**
 * @param {Page} page
 * @param {Target} target
 */
async function findVisible(page, target) {
  const found = await everywhere(page, target, async (locator) => {
    const visible = locator.filter({ visible: true }).first();
    return (await visible.count()) > 0 ? visible : undefined;
  });
  return found.find((locator) => locator !== undefined);
}

/**
 * Asks each frame that the target may be in.
 * @template T
 * @param {Page} page
 * @param {Target} target
 * @param {(locator: Locator) => Promise<T>} ask
 * @returns {Promise<T[]>}
 */
async function everywhere(page, target, ask) {
  if (!target.webview) return [await ask(locate(page.mainFrame(), target))];
  const answers = [];
  for (const frame of page.frames()) {
    try {
      if (await isShownWebview(frame)) answers.push(await ask(locate(frame, target)));
    } catch (error) {
      // A frame may go, or load its content, while we ask.
      if (!/detached|destroyed/.test(String(error))) throw error;
    }
  }
  return answers;
}

/**
 * @param {Frame} frame
 * @param {Target} target
 */
function locate(frame, { text, selector }) {
  if (selector !== undefined) return frame.locator(selector);
  if (text !== undefined) return frame.getByText(text);
  throw new Error('needs text or selector');
}

/**
 * The content of a webview lies two frames deep. In the background it keeps them, hidden from outside.
 * @param {Frame} frame
 */
async function isShownWebview(frame) {
  const parent = frame.parentFrame();
  if (!parent?.parentFrame()) return false;
  for (const outer of [frame, parent]) {
    if (!(await (await outer.frameElement()).isVisible())) return false;
  }
  return true;
}

/** @param {Target} target */
function describe({ text, selector, webview }) {
  return `${text === undefined ? selector : JSON.stringify(text)}${webview ? ' in a webview' : ''}`;
}

/**
 * The computed colours, '' where no editor shows the text.
 * @param {Page} page
 * @param {string[]} texts
 * @returns {Promise<Record<string, string>>}
 */
async function tokenColours(page, texts) {
  const tokens = await page.evaluate(editorTokens, texts);
  return Object.fromEntries(texts.map((text, index) => [text, tokens[index]?.colour ?? '']));
}

/**
 * @param {Page} page
 * @param {string} text
 * @param {number} timeout
 */
async function tokenCentre(page, text, timeout) {
  const end = Date.now() + timeout;
  for (;;) {
    const [token] = await page.evaluate(editorTokens, [text]);
    if (token) return token;
    if (Date.now() > end) throw new Error(`no editor shows ${JSON.stringify(text)} as one span`);
    await delay(50);
  }
}

/**
 * Runs in the page: `timeToChange` is how long it takes from a press on the element to other texts.
 * @param {Element} element
 * @param {string} changing
 */
function watchForChange(element, changing) {
  const texts = () => [...document.querySelectorAll(changing)].map(({ textContent }) => textContent.trim());
  const before = texts()[0];
  Object.assign(globalThis, {
    timeToChange: new Promise((resolve) => {
      const pressed = () => {
        const start = performance.now();
        const look = () => {
          const now = texts();
          if (now.length > 0 && now[0] !== before && !now.includes('')) resolve(performance.now() - start);
          else window.requestAnimationFrame(look);
        };
        window.requestAnimationFrame(look);
      };
      element.addEventListener('pointerdown', pressed, { capture: true, once: true });
    }),
  });
}

/**
 * Runs in the page: the first innermost span of an editor for each text.
 * @param {string[]} texts
 */
function editorTokens(texts) {
  /** @param {Element} element */
  const textOf = (element) => element.textContent.replaceAll('\u00a0', ' ').trim();
  const spans = [...document.querySelectorAll('.monaco-editor .view-line span')].filter(
    (span) => span.getClientRects().length > 0,
  );
  return texts.map((text) => {
    const span = spans.find(
      (one) => textOf(one) === text && ![...one.children].some((child) => textOf(child) === text),
    );
    if (!span) return undefined;
    const { x, y, width, height } = span.getBoundingClientRect();
    return { colour: getComputedStyle(span).color, x: x + width / 2, y: y + height / 2 };
  });
}
