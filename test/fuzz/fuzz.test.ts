/** A short run of the fuzzer, and every text that a long one (npm run fuzz) has ever found. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { reportMissing } from '../support/material';
import { randomNumbers } from '../support/random';
import { repositoryRoot } from '../support/repository';
import { failuresOf, fuzz } from './fuzzer';
import { minimise } from './minimise';
import { seedTexts, sharedMissing } from './seeds';

const RUNS = 3000;
const SEED = 52711;
const MAX_SECONDS = 10;
const findings = path.join(repositoryRoot, 'test', 'fuzz', 'findings');

describe('fuzzing', function () {
  this.timeout(120_000);

  before(() => reportMissing('damaged shared texts', sharedMissing));

  it('breaks no law within a short run', () => {
    const found: string[] = [];
    const { inputs, features } = fuzz({
      seeds: seedTexts(1, true, randomNumbers(SEED)),
      seed: SEED,
      runs: RUNS,
      seconds: MAX_SECONDS,
      onFinding: ({ bytes, detail }) =>
        found.push(`${JSON.stringify(Buffer.from(bytes).toString('latin1'))}\n${detail}`),
    });
    assert.equal(found.join('\n\n'), '');
    assert.ok(inputs > 200 && features > 200, `${inputs} inputs, ${features} features`);
  });

  it('makes a failing text small', () => {
    const text = Buffer.from(`${'a\n'.repeat(50)}xxFOOxx BAR\n${'b\n'.repeat(50)}`);
    const small = minimise(text, (bytes) => /FOO.*BAR/.test(Buffer.from(bytes).toString()));
    assert.equal(Buffer.from(small).toString(), 'FOOBAR');
  });
});

describe('what fuzzing has found', () => {
  const files = fs.readdirSync(findings);
  for (const file of files.filter((name) => name.endsWith('.trace')).sort()) {
    it(`breaks no law any more: ${file}`, () => {
      const broken = failuresOf(fs.readFileSync(path.join(findings, file)));
      assert.equal(broken.map(({ detail }) => detail).join('\n\n'), '');
    });
  }
});
