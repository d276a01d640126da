import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs the language server in this process. It is a bundle of its own beside this one, so that the other commands need
 * not load it; the connection takes its transport from the arguments of the process.
 */
export async function lspCommand(): Promise<void> {
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  await import(pathToFileURL(path.join(__dirname, 'server.js')).href);
}
