import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { checkComparison } from '../../server/src/core/compare/comparisonFile';
import { repositoryRoot } from '../support/repository';

const schema = JSON.parse(
  fs.readFileSync(path.join(repositoryRoot, 'schemas', 'ftcompare.schema.json'), 'utf8'),
) as object;
// defaultSnippets and enumDescriptions are VS Code's.
const isValid = new Ajv({ strict: false }).compile(schema);

function isRead(value: unknown): boolean {
  try {
    checkComparison(value);
    return true;
  } catch {
    return false;
  }
}

const scenarios = [{ name: 'socket', runs: ['socket.1.trace', 'socket.2.trace'] }];

describe('the schema of comparison files', () => {
  for (const value of [
    { version: 1, scenarios },
    { scenarios },
    { $schema: 'x', version: 1, title: 'A', scenarios, baseline: 'socket' },
    { scenarios: [{ ...scenarios[0], requests: 1000, measurements: { throughput: 9.4, unit: 'Gbit/s' } }] },
    { scenarios, sets: 'every', normalisation: 'perRequest', filter: 'nabla', categories: 'subsystem' },
    { scenarios, filter: { withoutInterrupts: true, pids: [1, 2], comms: ['sh'], fromNs: 5, minDepth: 0 } },
    { scenarios, categories: [{ id: 'fs', label: 'File systems', patterns: ['ext4_'] }] },
    { scenarios, weights: [{ name: 'complexity', file: 'w.csv', column: 'ccn' }, { file: 'System.map' }] },
  ])
    it(`and the reader take ${JSON.stringify(value)}`, () => {
      assert.ok(isRead(value), 'reader');
      assert.ok(isValid(value), JSON.stringify(isValid.errors));
    });

  for (const value of [
    1,
    [],
    {},
    { version: 1 },
    { version: 2, scenarios },
    { version: '1', scenarios },
    { scenarios: [] },
    { scenarios: {} },
    { scenarios: [{ name: 'a' }] },
    { scenarios: [{ runs: ['a'] }] },
    { scenarios: [{ name: '', runs: ['a'] }] },
    { scenarios: [{ name: ' ', runs: ['a'] }] },
    { scenarios: [{ name: 'a', runs: 'a' }] },
    { scenarios: [{ name: 'a', runs: [''] }] },
    { scenarios: [{ name: 'a', runs: ['a'], other: 1 }] },
    { scenarios: [{ name: 'a', runs: ['a'], requests: 0 }] },
    { scenarios: [{ name: 'a', runs: ['a'], measurements: { x: null } }] },
    { scenarios, other: 1 },
    { scenarios, sets: 'some' },
    { scenarios, normalisation: 'total' },
    { scenarios, filter: 5 },
    { scenarios, categories: 5 },
    { scenarios, weights: [{ name: 'a' }] },
    { scenarios, weights: {} },
  ])
    it(`and the reader refuse ${JSON.stringify(value)}`, () => {
      assert.ok(!isRead(value), 'reader');
      assert.ok(!isValid(value), 'schema');
    });

  it('says what each key is', () => {
    const { properties } = schema as { properties: Record<string, { description?: string }> };
    for (const [key, { description }] of Object.entries(properties))
      if (key !== '$schema') assert.ok(description, key);
  });
});
