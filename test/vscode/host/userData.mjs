// The user folder of a VS Code that starts as nobody's: nothing of it outlives the run.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Quiet, the same everywhere, and without anything that looks for the network. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.hotExit': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * @param {string} folder
 * @param {Record<string, unknown>} more settings that come on top
 */
export function makeUserData(folder, more = {}) {
  const user = path.join(folder, 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...more }, null, 2));
}
