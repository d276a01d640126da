import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  FILTER_CHECK_REQUEST,
  type FilterCheckParams,
  type FilterCheckResult,
} from '../../server/src/protocol/filter';
import { messageOf, notice } from './notice';

/** The setting `ftrace.filter` as far as this command reads it; all other keys stay as they are. */
type FilterSetting = Readonly<Record<string, unknown>>;

/** A filter that is on or off, an expression that is typed, or a preset. */
interface FilterItem extends vscode.QuickPickItem {
  readonly key?: string;
  readonly isExpression?: boolean;
  readonly preset?: string;
}

const SWITCHES = [
  ['withoutInterrupts', 'Without interrupts', 'and what they call: by arrows, flags, places and names'],
  [
    'fromFirstEntry',
    'From the first entry on',
    'each task from its first system call, guest entry or kernel thread operation',
  ],
  ['strictNesting', 'Only what nests', 'lines whose indentation is that of the braces before them'],
  [
    'foldSuffixes',
    'Fold compiler suffixes',
    'foo.isra.0, foo.constprop.0, foo.part.0 and foo.cold count as foo',
  ],
] as const;
const PRESETS = [
  ['paper', 'Preset paper', 'interrupts ignored, as in "Say Goodbye to Virtualization for a Safer Cloud"'],
  ['nabla', 'Preset nabla', 'the published filters of nabla-measurements'],
] as const;

const EXAMPLE = 'tcp duration>10us, category:network not interrupts, under:do_sys_open ret<0';

/** `ftrace.setFilters`: what is left out of all counts, chosen from a list; written into the workspace, if there is one. */
export function registerSetFilters(client: LanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('ftrace.setFilters', () => setFilters(client));
}

async function setFilters(client: LanguageClient): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('ftrace');
  const before = configuration.get<FilterSetting>('filter') ?? {};
  const picked = await pick(filterItems(expressionOf(before)), before);
  if (picked === undefined) return;
  const asks = picked.some(({ isExpression }) => isExpression === true);
  const where = asks ? await askExpression(client, expressionOf(before)) : '';
  if (where === undefined) return;
  const { workspaceValue, globalValue } = configuration.inspect<FilterSetting>('filter') ?? {};
  // Where it is set already; the editor lays the workspace's keys over the user's.
  const hasFolder = vscode.workspace.workspaceFolders !== undefined;
  const inWorkspace = workspaceValue !== undefined || (globalValue === undefined && hasFolder);
  const [own = {}, below = {}] = inWorkspace ? [workspaceValue, globalValue] : [globalValue];
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  try {
    await configuration.update('filter', changed(own, below, picked, where), target);
  } catch (error) {
    void vscode.window.showErrorMessage(
      notice(`Cannot write the setting ftrace.filter: ${messageOf(error)}`),
    );
  }
}

/** The expression that is set; empty where there is none. */
function expressionOf(setting: FilterSetting): string {
  const where = setting['where'];
  return typeof where === 'string' ? where.trim() : '';
}

/** Asks for an expression, which the server checks while it is typed; undefined where the field was left. */
function askExpression(client: LanguageClient, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Filters: which calls are counted',
    prompt: `For example: ${EXAMPLE}. Empty: all.`,
    value,
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (text.trim() === '') return undefined;
      const params: FilterCheckParams = { text };
      const { error } = await client.sendRequest<FilterCheckResult>(FILTER_CHECK_REQUEST, params);
      return error && `${error.message} (at character ${error.from + 1})`;
    },
  });
}

function filterItems(where: string): FilterItem[] {
  return [
    ...SWITCHES.map(([key, label, description]) => ({ key, label, description })),
    {
      label: 'Only what an expression means…',
      description: where === '' ? 'tcp duration>10us, category:network, …' : where,
      isExpression: true,
    },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...PRESETS.map(([preset, label, description]) => ({ preset, label, description })),
  ];
}

/** The filters that are on after this; undefined where the list was left. Of the presets the one chosen last stays. */
function pick(items: FilterItem[], before: FilterSetting): Promise<readonly FilterItem[] | undefined> {
  const list = vscode.window.createQuickPick<FilterItem>();
  list.title = 'Filters: what is left out of all counts';
  list.placeholder = othersOf(before) || 'None checked: everything is counted';
  list.canSelectMany = true;
  list.items = items;
  let selected: readonly FilterItem[] = items.filter(({ key, preset, isExpression }) => {
    if (isExpression === true) return expressionOf(before) !== '';
    return key === undefined ? preset !== undefined && before['preset'] === preset : before[key] === true;
  });
  list.selectedItems = selected;
  return new Promise((resolve) => {
    list.onDidChangeSelection((now) => {
      const newer = now.find((item) => item.preset !== undefined && !selected.includes(item));
      const one =
        newer === undefined ? now : now.filter((item) => item.preset === undefined || item === newer);
      selected = one;
      if (one.length !== now.length) list.selectedItems = one;
    });
    list.onDidAccept(() => {
      resolve(selected);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** Filters that are set and have no check box. */
function othersOf(before: FilterSetting): string {
  const known = new Set<string>(['preset', 'where', ...SWITCHES.map(([key]) => key)]);
  const others = Object.keys(before).filter((key) => !known.has(key));
  return others.length === 0 ? '' : `Stay as they are in the setting ftrace.filter: ${others.join(', ')}`;
}

/** `own` with what was chosen, over what the user's settings have `below`; undefined, which removes it, if nothing is left. */
function changed(
  own: FilterSetting,
  below: FilterSetting,
  picked: readonly FilterItem[],
  where: string,
): FilterSetting | undefined {
  const boxes = ['preset', ...SWITCHES.map(([key]) => key), 'where'];
  const rest = Object.entries(own).filter(([key]) => !boxes.includes(key));
  const preset = picked.find((item) => item.preset !== undefined)?.preset;
  const chosen = boxes.flatMap((key): [string, unknown][] => {
    const value =
      key === 'preset'
        ? preset
        : key === 'where'
          ? where.trim() || undefined
          : picked.some((item) => item.key === key) || undefined;
    if (value !== undefined) return [[key, value]];
    if (!below[key]) return [];
    return [[key, key === 'preset' || key === 'where' ? null : false]];
  });
  const after = [...chosen, ...rest];
  return after.length === 0 ? undefined : Object.fromEntries(after);
}
