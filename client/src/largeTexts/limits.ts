/** What VS Code's text editor does with a text of some size, as constants of its text model have it (1.139.1). */
export interface TextLimits {
  /** LARGE_FILE_SIZE_THRESHOLD, in UTF-16 code units: above it no grammar, folds, lenses, sticky scroll. */
  readonly features: number;
  /** LARGE_FILE_LINE_COUNT_THRESHOLD: the same for lines. */
  readonly lines: number;
  /** _MODEL_SYNC_LIMIT, in UTF-16 code units: above it extensions are given nothing of the text. */
  readonly extensions: number;
  /** Default of `workbench.editorLargeFileConfirmation` with a remote, in bytes: above it VS Code asks first. */
  readonly prompt: number;
}

const MEGABYTE = 1 << 20;

const VSCODE: TextLimits = {
  features: 20 * MEGABYTE,
  lines: 300_000,
  extensions: 50 * MEGABYTE,
  prompt: 10 * MEGABYTE,
};

/** Tests set smaller ones, as JSON, for texts of some lines. VS Code's own stay as they are. */
const OVERRIDE = 'FTRACE_TEXT_LIMITS';

/** The limits that count now. */
export function textLimits(): TextLimits {
  const override = process.env[OVERRIDE];
  return override === undefined ? VSCODE : { ...VSCODE, ...(JSON.parse(override) as Partial<TextLimits>) };
}

/** A text and how large it is. */
export interface TextSize {
  /** As it is called in messages. */
  readonly name: string;
  /** UTF-16 code units; where there is no document of it, bytes, of which a trace has as many. */
  readonly size: number;
  /** Undefined where there is no document to count them in. */
  readonly lines: number | undefined;
}

/** What a text is too large for. */
export type Excess =
  /** The editor takes its features away. */
  | 'features'
  /** VS Code gives nothing of it to extensions. */
  | 'extensions'
  /** VS Code asks whether to open it at all. */
  | 'prompt';

/** What a text with a document is too large for; undefined: for nothing. */
export function excessOfDocument(text: TextSize, limits: TextLimits): 'features' | 'extensions' | undefined {
  if (text.size > limits.extensions) return 'extensions';
  return text.size > limits.features || (text.lines ?? 0) > limits.lines ? 'features' : undefined;
}

/** The same for a text that has a tab and no document. `prompt`: above so many bytes VS Code asks first. */
export function excessOfTab(
  text: TextSize,
  limits: TextLimits,
  prompt: number,
): 'prompt' | 'extensions' | undefined {
  if (text.size > limits.extensions) return 'extensions';
  return text.size > prompt ? 'prompt' : undefined;
}

/** What is off at this size, in one sentence; `hasView`: the trace view can show the text. */
export function sentence(text: TextSize, excess: Excess, limits: TextLimits, hasView: boolean): string {
  const shows = `VS Code's text editor shows ${text.name} (${sizeText(text, excess, limits)})`;
  switch (excess) {
    case 'features': {
      const view = hasView ? ', and the Trace View has the rest' : '';
      return `${shows} without folds, lenses, sticky scroll and grammar colours: names keep their colours, hovers work${view}.`;
    }
    case 'extensions': {
      const view = hasView ? '; the Trace View has them' : '';
      return `${shows} without colours, folds, lenses and hovers, because it gives extensions nothing of it${view}.`;
    }
    case 'prompt': {
      const view = hasView ? '; the Trace View opens it at once' : '';
      return `VS Code's text editor asks before it opens ${text.name} (${megabytes(text.size)})${view}.`;
    }
  }
}

/** How large a text is, and the limit that it is above. */
export function sizeText({ size, lines }: TextSize, excess: Excess, limits: TextLimits): string {
  if (excess === 'prompt') return megabytes(size);
  const limit = excess === 'features' ? limits.features : limits.extensions;
  return size <= limit && lines !== undefined
    ? `${lines.toLocaleString('en')} lines, above ${limits.lines.toLocaleString('en')}`
    : `${megabytes(size)}, above ${megabytes(limit)}`;
}

/** What is off where the editor takes its features away, in a few words for the language status. */
export const FEATURES_OFF = 'No folds, lenses, sticky scroll';

/** As VS Code counts them; small ones, which only tests have, in bytes. */
function megabytes(size: number): string {
  return size < MEGABYTE ? `${size} bytes` : `${Math.round(size / MEGABYTE)} MB`;
}
