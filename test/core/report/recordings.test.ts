import assert from 'node:assert/strict';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { evaluate } from '../../../server/src/core/compare/expression';
import type { Scenarios } from '../../../server/src/core/compare/scenarios';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import type { Linked, Measure, Report } from '../../../server/src/core/report/report';
import { namesIn, reportOf, scenariosOf } from '../../support/comparison';
import { countCalls, counterMissing, runCounter } from '../../support/counter';
import { readRecording, reportMissing, samples, scenarios as recordings } from '../../support/material';
import {
  byCategory,
  CATEGORIES,
  categoryOf,
  coreOf,
  countText,
  plainDeviation,
  plainMean,
  sum,
  unionOf,
  type Counted,
} from './countedOtherwise';

const NAMES = ['socket', 'tap', 'qemu', 'kvm'] as const;

/** Picked by eye from `count.py --list` of the twelve recordings: system calls, and handlers of exits from the guest. */
const ENTRY_FUNCTIONS = new Set(
  `__do_sys_getpid __do_sys_rt_sigreturn __x64_sys_accept4 __x64_sys_close __x64_sys_epoll_ctl __x64_sys_epoll_wait
  __x64_sys_futex __x64_sys_ioctl __x64_sys_mprotect __x64_sys_poll __x64_sys_ppoll __x64_sys_read __x64_sys_rt_sigprocmask
  __x64_sys_setsockopt __x64_sys_shutdown __x64_sys_tgkill __x64_sys_write __x64_sys_writev interrupt_window_interception
  npf_interception kvm_emulate_halt kvm_emulate_rdmsr kvm_emulate_wrmsr`.split(/\s+/),
);

/** A scenario counted without the report. */
interface Expected {
  readonly name: string;
  readonly runs: readonly Counted[];
}

function near(actual: number | undefined, expected: number | undefined, what: string): void {
  const alike =
    actual === expected || Math.abs(actual! - expected!) <= 1e-9 * Math.max(1, Math.abs(expected!));
  assert.ok(alike, `${what}: ${actual} is not ${expected}`);
}

/** Values by category of a run, for each measure that a count of lines decides. */
const OF_RUN: Readonly<
  Record<Exclude<Measure, 'weight' | 'totalNs' | 'selfNs'>, (run: Counted) => number[]>
> = {
  functions: ({ calls }) => byCategory([...calls.keys()].map((name) => [name, 1])),
  share: ({ calls }) => byCategory([...calls.keys()].map((name) => [name, 1 / calls.size])),
  calls: ({ calls }) => byCategory(calls),
  crossings: ({ crossings }) => byCategory(crossings),
  interfaceWidth: ({ calls }) =>
    byCategory([...calls.keys()].map((name) => [name, ENTRY_FUNCTIONS.has(name) ? 1 : 0])),
};

/** The names behind a figure of a measure. */
function behind(measure: Measure, runs: readonly Counted[]): string[] {
  const union = [...unionOf(runs)];
  if (measure === 'interfaceWidth') return union.filter((name) => ENTRY_FUNCTIONS.has(name)).sort();
  if (measure === 'crossings')
    return union.filter((name) => runs.some(({ crossings }) => crossings.has(name))).sort();
  return union.sort();
}

/** All laws of a report on what was counted otherwise. */
function itEqualsTheCounts(
  of: () => { report: Report; scenarios: Scenarios; expected: readonly Expected[] },
): void {
  const categories = paperCategories();
  const selected = (selection: string): string[] => {
    const { scenarios } = of();
    return namesIn(scenarios, evaluate(selection, scenarios, categories));
  };

  it('has the numbers of each run, the union and the core of each scenario', () => {
    const { report, expected } = of();
    assert.deepEqual(
      report.scenarios.map(({ name, union, core, runs }) => ({
        name,
        union,
        core,
        runs: runs.map(({ lines, calls, functions }) => [lines, calls, functions]),
      })),
      expected.map(({ name, runs }) => ({
        name,
        union: unionOf(runs).size,
        core: coreOf(runs).size,
        runs: runs.map(({ lines, calls }) => [lines, sum(calls.values()), calls.size]),
      })),
    );
  });

  for (const measure of Object.keys(OF_RUN) as (keyof typeof OF_RUN)[]) {
    it(`draws ${measure} by category, and leads to the functions behind it`, () => {
      const { report, expected } = of();
      const figure = report.figures.find((one) => one.measure === measure)!;
      expected.forEach(({ name, runs }, scenario) => {
        const { total, parts } = figure.bars[scenario]!;
        const values = runs.map(OF_RUN[measure]);
        const names = behind(measure, runs);
        const check = (
          linked: Linked,
          own: readonly number[],
          which: readonly string[],
          what: string,
        ): void => {
          assert.equal(linked.value.runs.length, own.length);
          own.forEach((value, run) => near(linked.value.runs[run], value, `${what}, run ${run + 1}`));
          near(linked.value.mean, plainMean(own), `${what}, mean`);
          near(linked.value.sd, plainDeviation(own), `${what}, deviation`);
          assert.deepEqual(selected(linked.selection), which, linked.selection);
        };
        check(total, values.map(sum), names, `${name} ${measure}`);
        CATEGORIES.forEach((category, number) =>
          check(
            parts[number]!,
            values.map((all) => all[number]!),
            names.filter((one) => categoryOf(one) === number),
            `${name} ${measure} ${category}`,
          ),
        );
      });
    });
  }

  it('puts each function into exactly one combination of scenarios, the largest first', () => {
    const { report, expected } = of();
    const sets = expected.map(({ runs }) => unionOf(runs));
    const combinations = new Map<string, string[]>();
    for (const name of new Set(sets.flatMap((set) => [...set]))) {
      const key = sets.flatMap((set, scenario) => (set.has(name) ? [scenario] : [])).join();
      combinations.set(key, [...(combinations.get(key) ?? []), name]);
    }
    assert.equal(report.membership.length, combinations.size);
    for (const { scenarios, functions, byCategory: parts, selection } of report.membership) {
      const names = combinations.get(scenarios.join())!.sort();
      assert.equal(functions, names.length);
      assert.deepEqual(parts, byCategory(names.map((name) => [name, 1])));
      assert.deepEqual(selected(selection), names);
    }
    const sizes = report.membership.map(({ functions }) => functions);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );
  });

  it('says of each scenario whether it was recorded for long enough', () => {
    const { report, expected } = of();
    expected.forEach(({ name, runs }, scenario) => {
      const saturation = report.saturation[scenario]!;
      const union = [...unionOf(runs)];
      const once = union.filter((one) => sum(runs.map(({ calls }) => calls.get(one) ?? 0)) === 1).sort();
      assert.deepEqual(
        [saturation.scenario, saturation.seen, saturation.once],
        [scenario, union.length, once.length],
      );
      near(saturation.onceShare, once.length / union.length, 'share');
      assert.deepEqual(selected(saturation.onceSelection), once);
      // A. Chao 1984, 1987, bias-corrected: f1 and f2 are what was seen once and twice, of m runs or of n calls.
      const counts = union.map((one) =>
        sum(runs.map(({ calls }) => (runs.length === 1 ? calls.get(one)! : Number(calls.has(one))))),
      );
      const [f1, f2] = [1, 2].map((times) => counts.filter((count) => count === times).length) as [
        number,
        number,
      ];
      const samplesDrawn = runs.length === 1 ? sum(counts) : runs.length;
      const chao = union.length + ((samplesDrawn - 1) / samplesDrawn) * ((f1 * (f1 - 1)) / (2 * (f2 + 1)));
      near(saturation.expected!.value, chao, 'Chao');
      const [low, high] = [saturation.expected!.low, saturation.expected!.high];
      assert.ok(union.length <= low && low <= chao && chao <= high);
      const several = runs.length === 1 ? '' : ` in ${runs.length} runs`;
      const rounded = [chao, low, high].map((value) => Math.round(value).toLocaleString('en-US'));
      assert.equal(
        saturation.sentence,
        `${name}: ${union.length} seen${several}, about ${rounded[0]} expected (${rounded[1]} to ${rounded[2]}${several === '' ? '; from one run, rather too many' : ''}), ${once.length} called only once (${((100 * once.length) / union.length).toFixed(1)} %)`,
      );
    });
  });

  it('draws how the functions grew, over lines and over runs', () => {
    const { report, expected } = of();
    expected.forEach(({ runs }, scenario) => {
      const { curves, overRuns } = report.saturation[scenario]!;
      assert.equal(curves.length, runs.length);
      runs.forEach(({ firstLines, lines }, run) => {
        const curve = curves[run]!;
        const firsts = [...firstLines.values()];
        assert.deepEqual(curve.at(-1), { line: lines - 1, functions: firsts.length });
        assert.ok(curve.length <= 301);
        curve.forEach(({ line, functions }, at) => {
          assert.equal(functions, firsts.filter((first) => first <= line).length);
          if (at > 0) assert.ok(line > curve[at - 1]!.line && functions >= curve[at - 1]!.functions);
        });
      });
      // All choices of runs, one by one.
      const choices = Array.from({ length: 2 ** runs.length }, (_, bits) =>
        runs.filter((__, i) => (bits >> i) & 1),
      );
      overRuns.forEach((functions, index) => {
        const sizes = choices
          .filter(({ length }) => length === index + 1)
          .map((chosen) => unionOf(chosen).size);
        near(functions, plainMean(sizes), `over ${index + 1} runs`);
      });
      assert.equal(overRuns.length, runs.length);
    });
  });

  it('counts the functions that match each rule, and leads to them', () => {
    const { report, expected } = of();
    assert.deepEqual(
      report.rules.map(({ category }) => CATEGORIES[category]),
      ['virtualization', 'network'],
    );
    for (const { pattern, cells } of report.rules.flatMap(({ rows }) => rows)) {
      expected.forEach(({ runs }, scenario) => {
        const { value, selection } = cells[scenario]!;
        const counts = runs.map(
          ({ calls }) => [...calls.keys()].filter((name) => name.includes(pattern)).length,
        );
        assert.deepEqual(value.runs, counts);
        near(value.mean, plainMean(counts), pattern);
        near(value.sd, plainDeviation(counts), pattern);
        assert.deepEqual(
          selected(selection),
          [...unionOf(runs)].filter((name) => name.includes(pattern)).sort(),
        );
      });
    }
  });
}

/** The sum of a time over the functions of a trace, by category, as a summary of it has it. */
function timesOf(bytes: Uint8Array, time: 'totalNs' | 'selfNs'): number[] {
  const rows = functionRows(parseTrace(bytes, { keepLines: false }), paperCategories());
  return byCategory(rows.map((row) => [row.name, row[time] ?? 0]));
}

describe('a report', () => {
  describe('on the samples equals a count of lines:', () => {
    const texts = NAMES.map((name) => ({
      name,
      bytes: readRecording(samples.find((sample) => sample.name === `samples/${name}.trace`)!),
    }));
    const scenarios = scenariosOf(texts.map(({ name, bytes }) => ({ name, runs: [bytes] })));
    const report = reportOf(scenarios);
    const expected = texts.map(({ name, bytes }) => ({
      name,
      runs: [countText(Buffer.from(bytes).toString('utf8'))],
    }));
    itEqualsTheCounts(() => ({ report, scenarios, expected }));

    it('sums times as the summary of each trace does', () => {
      for (const measure of ['totalNs', 'selfNs'] as const) {
        const figure = report.figures.find((one) => one.measure === measure)!;
        texts.forEach(({ bytes }, scenario) => {
          const times = timesOf(bytes, measure);
          figure.bars[scenario]!.parts.forEach(({ value }, category) =>
            near(value.mean, times[category], measure),
          );
          near(figure.bars[scenario]!.total.value.mean, sum(times), measure);
        });
      }
    });

    it('has the functions that the README of the samples counts', () => {
      assert.deepEqual(
        report.scenarios.map(({ union }) => union),
        [469, 219, 306, 381],
      );
    });
  });

  reportMissing('reports on the recordings of the four scenarios', recordings.length === 0);
  (recordings.length === 0 ? describe.skip : describe)('on three runs of each scenario equals', () => {
    let all: { report: Report; scenarios: Scenarios; expected: readonly Expected[] };
    const files = (name: string): typeof recordings =>
      recordings.filter((recording) => recording.name.startsWith(`scenarios/${name}.`));

    before(async function () {
      if (counterMissing !== undefined) {
        reportMissing(`what count.py says: ${counterMissing}`, true);
        this.skip();
      }
      const counts = await countCalls(recordings.map(({ path }) => path));
      const expected = NAMES.map((name) => ({
        name,
        runs: files(name).map((file) => {
          const counted = countText(Buffer.from(readRecording(file)).toString('utf8'));
          const calls = counts[recordings.indexOf(file)]!;
          assert.deepEqual([...counted.calls].sort(), [...calls].sort());
          return { ...counted, calls };
        }),
      }));
      const scenarios = scenariosOf(NAMES.map((name) => ({ name, runs: files(name).map(readRecording) })));
      all = { report: reportOf(scenarios), scenarios, expected };
    });

    describe('count.py, and a count of lines:', () => itEqualsTheCounts(() => all));

    it('the table of the recordings: union and core', () => {
      assert.deepEqual(
        all.report.scenarios.map(({ name, union, core }) => [name, union, core]),
        [
          ['socket', 491, 394],
          ['tap', 276, 188],
          ['qemu', 416, 298],
          ['kvm', 626, 561],
        ],
      );
    });

    it('count.py --json: the bars, run by run', () => {
      const [functions, , calls] = all.report.figures;
      NAMES.forEach((name, scenario) => {
        const rows = JSON.parse(runCounter('--json', ...files(name).map(({ path }) => path))) as {
          [key in (typeof CATEGORIES)[number] | 'total' | 'calls']: number;
        }[];
        const bar = functions!.bars[scenario]!;
        assert.deepEqual(
          bar.total.value.runs,
          rows.map(({ total }) => total),
        );
        CATEGORIES.forEach((id, category) =>
          assert.deepEqual(
            bar.parts[category]!.value.runs,
            rows.map((row) => row[id]),
          ),
        );
        assert.equal(calls!.measure, 'calls');
        assert.deepEqual(
          calls!.bars[scenario]!.total.value.runs,
          rows.map((row) => row.calls),
        );
      });
    });

    it('count.py --tokens: Tables 2 and 3', () => {
      const printed = runCounter('--tokens', ...NAMES.flatMap((name) => files(name).map(({ path }) => path)));
      const tables = printed
        .trim()
        .split('\n\n')
        .map((table) => table.split('\n').map((row) => row.trim().split(/ +/)));
      assert.equal(tables.length, 2);
      tables.forEach(([head, ...rows], table) => {
        const { category, rows: rules } = all.report.rules[table]!;
        assert.equal(CATEGORIES[category], head![0]);
        assert.deepEqual(
          rules.map(({ pattern }) => pattern),
          head!.slice(1),
        );
        rules.forEach(({ cells }, column) =>
          assert.deepEqual(
            cells.flatMap(({ value }) => value.runs),
            rows.map((row) => Number(row[column + 1])),
          ),
        );
      });
    });

    it('what a hand computes of the table of the recordings, in words', () => {
      // Socket: 403, 469, 484; tap: 261, 219, 234. Network 166, 223, 227 and 75, 63, 69; other 237, 246, 257 and 186, 156, 165.
      const [sentence, names] = all.report.headlines;
      assert.equal(
        sentence,
        'tap reaches 47 % fewer functions than socket (452 ± 43 → 238 ± 21); Network 205 → 69, Other 247 → 169; each run of tap reaches fewer than each of socket, but 3 and 3 runs are too few for a test.',
      );
      // The high-level stack vanishes, tun appears, as in the paper: means of what count.py --tokens prints of each run.
      assert.equal(
        names,
        'By name, tap has lost most of what socket reaches with tcp (70 → 1.3), sock (47 → 1.3), inet (13 → 0), ip (16 → 2.7), and newly reaches functions with br_ (12), tun (7.7).',
      );
    });

    it('no reason not to compare them, but that kvm is much longer than socket', () => {
      // Calls of the table: kvm 92,980 + 96,877 + 98,928, socket 1,040 + 1,257 + 1,269.
      assert.deepEqual(all.report.warnings, [
        'kvm has 81 times as many calls as socket: compare numbers of calls and times by request or by share, and see below whether socket was recorded for long enough.',
      ]);
    });
  });
});
