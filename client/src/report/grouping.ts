import * as vscode from 'vscode';
import type { GroupResult } from '../../../server/src/protocol/report';
import { notice } from '../notice';
import { describeGroups, eachFile, fileName, moveRun, renameScenario, type Groups } from './groups';

/** What to compare; `asText` where the user wants to write it themselves. */
export interface Grouping {
  readonly groups: Groups;
  readonly asText: boolean;
}

/** Shows how files would be compared, and lets that be changed; undefined where the user thinks better of it. */
export async function pickGrouping(proposed: GroupResult): Promise<Grouping | undefined> {
  const files = proposed.scenarios.flatMap(({ runs }) => runs);
  const separate = eachFile(files);
  const together: Groups = [{ name: proposed.scenarios[0]?.name ?? 'scenario', runs: files }];
  const choices: (vscode.QuickPickItem & { groups?: Groups; change?: true })[] = [
    {
      label: `$(graph) Compare ${notice(describeGroups(proposed.scenarios))}`,
      detail: notice(proposed.notes.join(' ')),
      groups: proposed.scenarios,
    },
  ];
  if (separate.length !== proposed.scenarios.length)
    choices.push({
      label: '$(files) Each file is a scenario',
      description: notice(describeGroups(separate)),
      groups: separate,
    });
  if (proposed.scenarios.length > 1)
    choices.push({
      label: '$(layers) All files are runs of one scenario',
      description: `${files.length} runs`,
      groups: together,
    });
  choices.push({ label: '$(edit) Change the grouping…', change: true });
  const picked = await vscode.window.showQuickPick(choices, {
    title: 'Compare Scenarios',
    placeHolder: 'A scenario is one trace, or several runs of the same thing',
  });
  if (picked === undefined) return undefined;
  if (picked.change === true) return changeGrouping(proposed.scenarios);
  return picked.groups === undefined ? undefined : { groups: picked.groups, asText: false };
}

/** A step for each scenario and run that is to be changed, until the user compares. */
async function changeGrouping(proposed: Groups): Promise<Grouping | undefined> {
  let groups = proposed;
  for (;;) {
    const items: (vscode.QuickPickItem & { scenario?: number; run?: string; act?: 'compare' | 'text' })[] = [
      { label: `$(graph) Compare ${notice(describeGroups(groups))}`, act: 'compare' },
      { label: '$(json) Write it as text…', act: 'text' },
    ];
    groups.forEach(({ name, runs }, scenario) => {
      items.push({ label: notice(name), kind: vscode.QuickPickItemKind.Separator });
      items.push({ label: `$(tag) ${notice(name)}`, description: 'rename', scenario });
      for (const run of runs)
        items.push({
          label: `$(file) ${notice(fileName(run))}`,
          description: `move from ${notice(name)}`,
          run,
        });
    });
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Change the Grouping',
      placeHolder: 'Choose a scenario to rename it, a file to move it',
      matchOnDescription: true,
    });
    if (picked === undefined) return undefined;
    if (picked.act !== undefined) return { groups, asText: picked.act === 'text' };
    if (picked.scenario !== undefined) groups = await rename(groups, picked.scenario);
    else if (picked.run !== undefined) groups = await move(groups, picked.run);
  }
}

async function rename(groups: Groups, scenario: number): Promise<Groups> {
  const name = await vscode.window.showInputBox({
    title: 'Rename Scenario',
    value: groups[scenario]!.name,
    validateInput: (value) =>
      value.trim() === ''
        ? 'A scenario needs a name.'
        : groups.some((other, index) => index !== scenario && other.name === value.trim())
          ? 'Another scenario has this name.'
          : undefined,
  });
  return name === undefined ? groups : renameScenario(groups, scenario, name.trim());
}

async function move(groups: Groups, run: string): Promise<Groups> {
  const items: (vscode.QuickPickItem & { to?: number | 'new' | 'out' })[] = [
    ...groups.map(({ name, runs }, to) => ({ label: notice(name), description: `${runs.length} runs`, to })),
    { label: '$(add) A scenario of its own', to: 'new' },
    { label: '$(close) Leave it out', to: 'out' },
    { label: '$(arrow-left) Back' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Move ${notice(fileName(run))}`,
    placeHolder: 'Choose the scenario that this is a run of',
  });
  return picked?.to === undefined ? groups : moveRun(groups, run, picked.to);
}
