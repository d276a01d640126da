import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../support/repository';

const folder = path.join(repositoryRoot, 'test', 'core', 'render', 'golden');

/** Compares with a file of golden/; UPDATE_GOLDEN writes it. Look at what it then shows. */
export function golden(name: string, actual: string): void {
  const file = path.join(folder, name);
  if (process.env['UPDATE_GOLDEN'] !== undefined) fs.writeFileSync(file, actual);
  assert.equal(actual, fs.readFileSync(file, 'utf8'));
}
