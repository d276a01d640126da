/** Call trees in the formats of other programs, read back by the rules of those. */
import assert from 'node:assert/strict';
import Ajv from 'ajv';
import fc from 'fast-check';
import { CallPaths } from '../../../server/src/core/analyse/callPaths';
import { buildCallTree, type CallTree } from '../../../server/src/core/analyse/callTree';
import type { TraceText } from '../../../server/src/core/parse/traceText';
import { foldedStacks, type StackWeight } from '../../../server/src/core/render/foldedStacks';
import { speedscope } from '../../../server/src/core/render/speedscope';
import { readRecording, samples } from '../../support/material';
import { drawWithSelf, parseWithSelf, pathsOfRows, rowsOfText, wholeForest } from '../../support/trees';

/** How flamegraph.pl and difffolded.pl split a line. */
const FOLDED_LINE = /^(.*)\s+?(\d+(?:\.\d*)?)$/;

function treesOf(texts: readonly TraceText[]): CallTree[] {
  const paths = new CallPaths();
  return texts.map(({ trace }) => buildCallTree([{ trace }], { paths }));
}

function folded(by: StackWeight, ...texts: readonly TraceText[]): string[] {
  const [a, b] = treesOf(texts);
  return [...foldedStacks(b === undefined ? [a!] : [a!, b], by)];
}

/** Numbers by stack, read as flamegraph.pl does; the last of two columns where there are two. */
function readFolded(lines: readonly string[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) {
    assert.match(line, /^[^\n]+ \d+\n$/);
    const [, stack = '', weight = ''] = FOLDED_LINE.exec(line.slice(0, -1)) ?? [];
    sums.set(stack, (sums.get(stack) ?? 0) + Number(weight));
  }
  return sums;
}

const A = `
 0)               |  read() {
 0)   1.000 us    |    lock();
 0)   1.500 us    |    lock();
 0) + 10.000 us   |  }
 0)   0.000 us    |  nothing();
`;

describe('folded stacks', () => {
  it('have self times in nanoseconds; what took no time is left out', () => {
    assert.deepEqual(folded('self', drawWithSelf(A)), ['read 7500\n', 'read;lock 2500\n']);
  });

  it('or calls', () => {
    assert.deepEqual(folded('calls', drawWithSelf(A)), ['read 1\n', 'read;lock 2\n', 'nothing 1\n']);
  });

  it('of two traces have two columns', () => {
    const b = drawWithSelf(' 0)               |  read() {\n 0)   1.000 us    |    fput();\n');
    assert.deepEqual(folded('calls', drawWithSelf(A), b), [
      'read 1 1\n',
      'read;lock 2 0\n',
      'nothing 1 0\n',
      'read;fput 0 1\n',
    ]);
  });

  it('cannot be misread, whatever a task is called', () => {
    const { trace } = drawWithSelf(' 0)  a;b 7-12     |   1.000 us    |  fput();\n');
    const lines = [...foldedStacks([buildCallTree([{ trace }], { byTask: true })], 'calls')];
    assert.deepEqual(lines, ['a:b_7-12;fput 1\n']);
  });

  for (const sample of samples) {
    it(`are those of a slow reference: ${sample.name}`, () => {
      const text = parseWithSelf(readRecording(sample));
      const rows = pathsOfRows(rowsOfText(text), { oneTask: true });
      for (const by of ['self', 'calls'] as const) {
        const expected = new Map<string, number>();
        for (const [path, { calls, selfNs }] of rows) {
          const weight = by === 'calls' ? calls : selfNs === '-' ? 0 : selfNs;
          if (weight > 0) expected.set(path.split(' > ').join(';').replaceAll(' ', '_'), weight);
        }
        assert.deepEqual(readFolded(folded(by, text)), expected);
      }
    });
  }

  it('of random forests: every line has its form, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const text = parseWithSelf(wholeForest(seed, 80));
        const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
        assert.equal(sum(readFolded(folded('calls', text)).values()), text.trace.calls);
        const self = rowsOfText(text).reduce(
          (ns, { line, selfNs }) => ns + (line === null ? 0 : (selfNs ?? 0)),
          0,
        );
        assert.equal(sum(readFolded(folded('self', text)).values()), self);
      }),
      { numRuns: 60 },
    );
  });
});

/**
 * What https://www.speedscope.app/file-format-schema.json (MIT, Copyright (c) 2018 Jamie Wong) says of a file with sampled
 * profiles: FileFormat.File, Frame, SampledProfile, ValueUnit.
 */
const SCHEMA = {
  type: 'object',
  required: ['$schema', 'profiles', 'shared'],
  properties: {
    $schema: { enum: ['https://www.speedscope.app/file-format-schema.json'], type: 'string' },
    activeProfileIndex: { type: 'number' },
    exporter: { type: 'string' },
    name: { type: 'string' },
    profiles: { type: 'array', items: { $ref: '#/definitions/sampled' } },
    shared: {
      type: 'object',
      required: ['frames'],
      properties: { frames: { type: 'array', items: { $ref: '#/definitions/frame' } } },
    },
  },
  additionalProperties: false,
  definitions: {
    frame: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        file: { type: 'string' },
        line: { type: 'number' },
        col: { type: 'number' },
      },
      additionalProperties: false,
    },
    sampled: {
      type: 'object',
      required: ['endValue', 'name', 'samples', 'startValue', 'type', 'unit', 'weights'],
      properties: {
        type: { enum: ['sampled'], type: 'string' },
        name: { type: 'string' },
        unit: { enum: ['bytes', 'microseconds', 'milliseconds', 'nanoseconds', 'none', 'seconds'] },
        startValue: { type: 'number' },
        endValue: { type: 'number' },
        samples: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
        weights: { type: 'array', items: { type: 'number' } },
      },
      additionalProperties: false,
    },
  },
};

interface SpeedscopeFile {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly name: string;
    readonly unit: string;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

function speedscopeOf(by: StackWeight, ...texts: readonly TraceText[]): SpeedscopeFile {
  const profiles = treesOf(texts).map((tree, index) => ({ name: `trace ${index}`, tree }));
  const text = [...speedscope(profiles, by, 'both', 'ftrace-explorer 1.0.0')].join('');
  const file = JSON.parse(text) as SpeedscopeFile;
  const validate = new Ajv().compile(SCHEMA);
  assert.ok(validate(file), JSON.stringify(validate.errors));
  for (const { samples: stacks, weights, endValue } of file.profiles) {
    assert.equal(stacks.length, weights.length);
    assert.equal(endValue, weights.reduce((sum, weight) => sum + weight, 0)); // prettier-ignore
    for (const frame of stacks.flat()) assert.ok(frame in file.shared.frames, String(frame));
  }
  return file;
}

describe('a speedscope file', () => {
  it('has a profile per trace over shared frames', () => {
    const b = drawWithSelf(' 0)               |  read() {\n 0)   1.000 us    |    fput();\n');
    const file = speedscopeOf('self', drawWithSelf(A), b);
    assert.deepEqual(
      file.shared.frames.map(({ name }) => name),
      ['read', 'lock', 'nothing', 'fput'],
    );
    assert.deepEqual(
      file.profiles.map(({ name, unit, samples: stacks, weights }) => ({ name, unit, stacks, weights })),
      [
        { name: 'trace 0', unit: 'nanoseconds', stacks: [[0], [0, 1]], weights: [7500, 2500] },
        { name: 'trace 1', unit: 'nanoseconds', stacks: [[0, 3]], weights: [1000] },
      ],
    );
    assert.equal(speedscopeOf('calls', b).profiles[0]!.unit, 'none');
  });

  it('says the same as the folded stacks', () => {
    for (const sample of samples) {
      const text = parseWithSelf(readRecording(sample));
      const { shared, profiles } = speedscopeOf('self', text);
      const { samples: stacks, weights } = profiles[0]!;
      const read = stacks.map((stack, index) => {
        const frames = stack.map((frame) => shared.frames[frame]!.name.replaceAll(' ', '_'));
        return [frames.join(';'), weights[index]!] as const;
      });
      assert.deepEqual(new Map(read), readFolded(folded('self', text)), sample.name);
    }
  });

  it('is the same each time', () => {
    const text = parseWithSelf(readRecording(samples[0]!));
    assert.deepEqual(speedscopeOf('self', text), speedscopeOf('self', text));
  });

  it('of nothing is a file, too', () => {
    assert.deepEqual(
      speedscopeOf('self', drawWithSelf(' 0)               |  open() {\n')).profiles[0]!.samples,
      [],
    );
  });
});
