/** The README's tables of problems and settings are those of the program. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { ProblemCode } from '../../../server/src/core/model/problems';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { reportProblems } from '../../../server/src/core/present/problems';
import { repositoryRoot } from '../../support/repository';

const readme = fs.readFileSync(path.join(repositoryRoot, 'README.md'), 'utf8');

/** The codes that the type ProblemCode lists, in its order: there is no value of them all. */
function problemCodes(): ProblemCode[] {
  const source = path.join(repositoryRoot, 'server', 'src', 'core', 'model', 'problems.ts');
  return [...fs.readFileSync(source, 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
    ([, code]) => code as ProblemCode,
  );
}

/** Name and second cell of each row that begins with a name between backticks. */
function rowsIn(text: string): [name: string, cell: string][] {
  return [...text.matchAll(/^\| `([^`]+)` +\| ([^|]*?) *\|/gm)].map(([, name, cell]) => [name!, cell!]);
}

describe('README', () => {
  it('lists all problems, each with its severity', () => {
    const codes = problemCodes();
    assert.ok(codes.length > 10);
    const trace: Trace = {
      ...parseTrace(new Uint8Array(), { keepLines: false }),
      problems: codes.map((code) => ({ code, count: 1, firstLine: 0 })),
    };
    const severities = new Map(
      reportProblems(trace).map(({ code, severity }) => [code, severity === 'warning' ? 'warning' : 'note']),
    );
    const section = /<!-- problems -->(.*)<!-- \/problems -->/s.exec(readme)?.[1] ?? '';
    assert.deepEqual(
      rowsIn(section),
      codes.map((code) => [code, severities.get(code)!]),
    );
  });

  it('lists all settings in the order of the manifest, with their defaults', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const { properties } = manifest.contributes.configuration;
    const said = rowsIn(readme).filter(([name]) => name.startsWith('ftrace.'));
    assert.deepEqual(
      said.map(([name]) => name),
      Object.keys(properties),
    );
    for (const [name, cell] of said) {
      const value = properties[name]!.default;
      if (Array.isArray(value)) continue;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      assert.equal(cell, text === '' ? '' : `\`${text}\``, name);
    }
  });
});
