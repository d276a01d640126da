import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkComparison,
  ComparisonFileError,
  parseComparison,
  type ComparisonSpec,
} from '../../../server/src/core/compare/comparisonFile';

const A = '{"name": "a", "runs": ["a.trace"]}';

/** What is said of a text that is no comparison. */
function reasons(text: string): readonly string[] {
  try {
    parseComparison(text);
  } catch (error) {
    assert.ok(error instanceof ComparisonFileError, String(error));
    assert.equal(error.message, error.reasons.join('; '));
    return error.reasons;
  }
  throw new Error(`${text} has no mistake`);
}

/** A comparison of one scenario, with something else. */
function withA(more: string): string {
  return `{"scenarios": [${A}], ${more}}`;
}

/** A comparison of one scenario that has something else. */
function withInA(more: string): string {
  return `{"scenarios": [{"name": "a", "runs": ["a.trace"], ${more}}]}`;
}

describe('a comparison file', () => {
  it('says scenarios and their runs, and nothing else if it needs not', () => {
    assert.deepEqual(parseComparison(`{"scenarios": [${A}]}`), {
      scenarios: [{ name: 'a', runs: ['a.trace'] }],
    });
  });

  it('says all that there is to a comparison, with comments and commas too many', () => {
    const text = `\uFEFF// Of the paper
{
  "$schema": "https://example.org/ftcompare.schema.json",
  "version": 1,
  "title": " Figure 4 ",
  "scenarios": [
    { "name": "socket", "runs": ["socket.1.trace", "../b/socket.2.trace",], "requests": 2.5 },
    { "name": "tap net", "runs": ["tap.trace"], "measurements": { "throughput": 1000, "loss": "9 %", }, },
  ],
  /* the process */ "baseline": "socket",
  "sets": "every",
  "normalisation": "perRequest",
  "filter": { "withoutInterrupts": true },
  "categories": [{ "id": "x" }],
  "weights": [{ "name": "size", "file": "sizes.csv", "column": "bytes" }, { "file": "System.map" }],
}
`;
    assert.deepEqual(parseComparison(text), {
      $schema: 'https://example.org/ftcompare.schema.json',
      version: 1,
      title: 'Figure 4',
      scenarios: [
        { name: 'socket', runs: ['socket.1.trace', '../b/socket.2.trace'], requests: 2.5 },
        { name: 'tap net', runs: ['tap.trace'], measurements: { throughput: 1000, loss: '9 %' } },
      ],
      baseline: 'socket',
      sets: 'every',
      normalisation: 'perRequest',
      filter: { withoutInterrupts: true },
      categories: [{ id: 'x' }],
      weights: [{ name: 'size', file: 'sizes.csv', column: 'bytes' }, { file: 'System.map' }],
    });
    assert.equal(parseComparison(withA('"filter": "nabla"')).filter, 'nabla');
    assert.equal(parseComparison(withA('"categories": "subsystem"')).categories, 'subsystem');
  });

  describe('with a mistake says what to do:', () => {
    const OBJECT = 'must be an object, { … }';
    for (const [text, ...expected] of [
      ['', 'it is no JSON: value expected at line 1, column 1'],
      ['{', 'it is no JSON: close brace expected at line 1, column 2'],
      ['{\n  "scenarios": [}\n}', 'it is no JSON: value expected at line 2, column 17'],
      ['\uFEFF{x', 'it is no JSON: invalid symbol at line 1, column 2'],
      ['{} {}', 'it is no JSON: end of file expected at line 1, column 4'],
      ['5', `the comparison ${OBJECT}`],
      ['null', `the comparison ${OBJECT}`],
      ['[]', `the comparison ${OBJECT}`],
      ['{}', 'scenarios is missing'],
      ['{"scenario": []}', 'scenarios is missing', 'scenario is not known; is it a misspelling?'],
      ['{"scenarios": {}}', 'scenarios must be a list, [ … ], not an object, { … }'],
      ['{"scenarios": []}', 'scenarios must name at least one scenario'],
      ['{"scenarios": ["a.trace"]}', `scenarios[0] ${OBJECT}`],
      ['{"scenarios": [["a.trace"]]}', `scenarios[0] ${OBJECT}`],
      ['{"scenarios": [{}]}', 'scenarios[0].name is missing', 'scenarios[0].runs is missing'],
      [
        '{"scenarios": [{"name": "a", "runs": "a.trace"}]}',
        'scenarios[0].runs must be a list, [ … ], not "a.trace"',
      ],
      ['{"scenarios": [{"name": "a", "runs": [5]}]}', 'scenarios[0].runs[0] must be a text in quotes, not 5'],
      ['{"scenarios": [{"name": "a", "runs": [""]}]}', 'scenarios[0].runs[0] must not be empty'],
      ['{"scenarios": [{"name": " ", "runs": ["x"]}]}', 'scenarios[0].name must not be empty'],
      [withInA('"request": 5'), 'scenarios[0].request is not known; is it a misspelling?'],
      [withInA('"requests": 0'), 'scenarios[0].requests must be more than 0'],
      [withInA('"requests": -1'), 'scenarios[0].requests must be more than 0'],
      [withInA('"requests": "5"'), 'scenarios[0].requests must be a number, not "5"'],
      [withInA('"requests": 1e999'), 'scenarios[0].requests must be a number that is not too large'],
      [
        withInA('"measurements": {"loss": null}'),
        'scenarios[0].measurements.loss must be a number or a text',
      ],
      [
        withInA('"measurements": {"loss": 1e999}'),
        'scenarios[0].measurements.loss must be a number that is not too large',
      ],
      [withInA('"measurements": [5]'), `scenarios[0].measurements ${OBJECT}`],
      [`{"scenarios": [${A}, ${A}, ${A}]}`, 'two scenarios are called "a"; give each a name of its own'],
      [withA('"baseline": "b"'), 'baseline "b" is no scenario; there are: "a"'],
      [withA('"baseline": 0'), 'baseline must be a text in quotes, not 0'],
      [withA('"sets": "all"'), 'sets must be "any" or "every", not "all"'],
      [
        withA('"normalisation": "mean"'),
        'normalisation must be "none" or "perRequest" or "share", not "mean"',
      ],
      [withA('"version": 2'), 'version must be 1; a newer version of ftrace-explorer may have written it'],
      [withA('"filter": []'), 'filter must be the name of a preset, or an object, { … }'],
      [withA('"filter": ""'), 'filter must not be empty'],
      [withA('"categories": {}'), 'categories must be the name of a preset or of a file, or a list of rules'],
      [withA('"weights": "x.csv"'), 'weights must be a list, [ … ], not "x.csv"'],
      [withA('"weights": [{}]'), 'weights[0].file is missing'],
      [withA('"weights": ["x.csv"]'), `weights[0] ${OBJECT}`],
    ] as const) {
      it(`${text.replace(A, '…').slice(0, 60)}: ${expected[0]}`, () =>
        assert.deepEqual(reasons(text), expected));
    }

    it('the first ten of many mistakes', () => {
      const found = reasons(`{"scenarios": [${Array<string>(50).fill('{}').join()}]}`);
      assert.equal(found.length, 10);
      assert.equal(found[9], 'scenarios[4].runs is missing');
    });

    it('a comparison that is not there', () => {
      assert.throws(() => checkComparison(undefined), { reasons: ['the comparison is missing'] });
    });
  });

  describe('made to do harm', () => {
    it('cannot reach what all objects have', () => {
      for (const [text, ...expected] of [
        [`{"__proto__": {"scenarios": [${A}]}}`, '"__proto__" cannot be a key (line 1, column 2)'],
        [
          '{"scenarios": [{"__proto__": {"name": "a", "runs": ["x"]}}]}',
          '"__proto__" cannot be a key (line 1, column 17)',
        ],
        [withA('\n"\\u005f_proto__": {"polluted": 1}'), '"__proto__" cannot be a key (line 2, column 1)'],
        [withInA('"measurements": {"constructor": 1}'), '"constructor" cannot be a key (line 1, column 68)'],
        [withA('"toString": 1'), 'toString is not known; is it a misspelling?'],
      ] as const)
        assert.deepEqual(reasons(text), expected);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      assert.throws(() => checkComparison(JSON.parse(`{"__proto__": {"scenarios": [${A}]}}`)), {
        reasons: ['scenarios is missing', '__proto__ is not known; is it a misspelling?'],
      });
    });

    it('can be nested as deep as it likes', () => {
      for (const opening of ['[', '{"a":', `{"scenarios": [${A}], "filter": {"a":`])
        assert.deepEqual(reasons(opening.repeat(opening.length > 9 ? 1 : 0) + '['.repeat(1_000_000)), [
          'its brackets are nested too deep',
        ]);
    });

    it('writes nothing long or invisible into messages', () => {
      const long = 'x'.repeat(100_000);
      assert.deepEqual(reasons(withA(`"baseline": "${long}"`)), [
        `baseline "${'x'.repeat(60)}…" is no scenario; there are: "a"`,
      ]);
      assert.deepEqual(reasons(withA(`"\\u001b${long}": 1`)), [
        `\\u{1b}${'x'.repeat(59)}… is not known; is it a misspelling?`,
      ]);
      assert.deepEqual(reasons(withA(`"version": "${long}"`)), [
        'version must be 1; a newer version of ftrace-explorer may have written it',
      ]);
      assert.deepEqual(reasons(withA(`"weights": "${long}"`)), [
        `weights must be a list, [ … ], not "${'x'.repeat(59)}…`,
      ]);
      assert.deepEqual(reasons(withA('"baseline": "\\u202eb"')), [
        'baseline "\\u{202e}b" is no scenario; there are: "a"',
      ]);
      const many = Array.from({ length: 50 }, (_, i) => ({ name: `s${i}`, runs: ['x'] }));
      assert.deepEqual(reasons(JSON.stringify({ scenarios: many, baseline: 'x' })), [
        `baseline "x" is no scenario; there are: ${many
          .slice(0, 10)
          .map(({ name }) => `"${name}"`)
          .join(', ')}, …`,
      ]);
      assert.equal(parseComparison(JSON.stringify({ scenarios: many })).scenarios.length, 50);
    });
  });

  it('reads back as what was written', () => {
    const text = fc
      .string({ minLength: 1, unit: 'binary' })
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const scenario = fc.record(
      {
        name: text,
        runs: fc.array(text, { minLength: 1, maxLength: 3 }),
        requests: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        measurements: fc.dictionary(
          text.filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key)),
          fc.oneof(
            fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
            fc.string(),
          ),
          { noNullPrototype: true },
        ),
      },
      { requiredKeys: ['name', 'runs'], noNullPrototype: true },
    );
    const comparison = fc
      .record(
        {
          scenarios: fc.uniqueArray(scenario, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
          title: text,
          sets: fc.constantFrom('any', 'every'),
          normalisation: fc.constantFrom('none', 'perRequest', 'share'),
          filter: fc.oneof(text, fc.constant({ pids: [1, 2] })),
          weights: fc.array(fc.record({ file: text }, { noNullPrototype: true }), { maxLength: 2 }),
        },
        { requiredKeys: ['scenarios'], noNullPrototype: true },
      )
      .chain((spec) =>
        fc.constantFrom(undefined, ...spec.scenarios.map(({ name }) => name)).map((baseline) => ({
          ...spec,
          ...(baseline === undefined ? {} : { baseline }),
        })),
      );
    fc.assert(
      fc.property(comparison as fc.Arbitrary<ComparisonSpec>, (spec) => {
        assert.deepEqual(parseComparison(JSON.stringify(spec, null, 2)), spec);
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
