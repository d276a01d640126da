import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import { paperCategories } from '../../../server/src/core/classify/categories';
import {
  checkTrace,
  checkWarnings,
  describeMistake,
  notReached,
  parseBaseline,
  scenarioOf,
  writeBaseline,
  type Baseline,
} from '../../../server/src/core/compare/baseline';
import {
  addToBaseline,
  baselineLine,
  insertIntoBaseline,
} from '../../../server/src/core/compare/baselineText';
import { applyFilter } from '../../../server/src/core/filter/applyFilter';
import { withoutSuffixes } from '../../../server/src/core/filter/suffixes';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { samples } from '../../support/material';
import { traceOf } from '../../support/drawing';

const categories = paperCategories();
const ORIGIN = { scenario: 'two', tool: 'tool 1', rules: 'paper' };

const RUN_1 = `
 0)               |  vfs_read() {
 0)   1.000 us    |    tcp_ack();
 0)   1.000 us    |    tcp_ack();
 0)   3.000 us    |  }
`;
const RUN_2 = `
 0)   1.000 us    |  vfs_read();
 0)   1.000 us    |  kvm_exit [kvm]();
`;

function namesOf(text: string): string[] {
  return [...parseBaseline(text).names];
}

function problemsOf(text: string): string[] {
  return parseBaseline(text).problems.map(({ line, message }) => `${line} ${message}`);
}

function mistake(text: string): string | undefined {
  return describeMistake(text, parseBaseline(text), 'make it');
}

/** `line name calls category` of each violation, and what is allowed instead. */
function outside(trace: Trace, baseline: string | Baseline): string[] {
  const parsed = typeof baseline === 'string' ? parseBaseline(baseline) : baseline;
  return checkTrace(trace, parsed, categories).map(({ line, name, calls, category, allowedAs }) =>
    [
      line,
      name,
      calls,
      categories.list[category]!.id,
      ...(allowedAs === undefined ? [] : [`(${allowedAs})`]),
    ].join(' '),
  );
}

function runs(...drawings: string[]): { name: string; trace: Trace; sha256: string | undefined }[] {
  return drawings.map((drawing, index) => ({
    name: `run.${index + 1}.trace`,
    trace: traceOf(drawing),
    sha256: index === 0 ? 'ab12' : undefined,
  }));
}

describe('a baseline', () => {
  describe('as it is read', () => {
    it('is a bare list of names', () => {
      assert.deepEqual(namesOf('b\na\nc.isra.0\n__x64_sys_read'), ['b', 'a', 'c.isra.0', '__x64_sys_read']);
    });

    it('has comments on lines of their own and behind names', () => {
      const text = '# all\n  # indented\n#tight\na # network, in 2 of 3 runs\nb\t#\n#\n##c\n';
      assert.deepEqual(namesOf(text), ['a', 'b']);
      assert.deepEqual(problemsOf(text), []);
    });

    it('may hold a # in a name, which is no comment', () => {
      assert.deepEqual(namesOf('a#b\nc##\n'), ['a#b', 'c##']);
    });

    it('may have a mark, CRLF, blanks, empty lines and names twice', () => {
      const text = '\ufeffa \r\n\r\n  \t\r\n\tb\t \r\na\r\nc';
      assert.deepEqual(namesOf(text), ['a', 'b', 'c']);
      assert.deepEqual(problemsOf(text), []);
    });

    it('may name modules, as available_filter_functions does', () => {
      assert.deepEqual(namesOf('ext4_sync_file [ext4]\ntun_get\t[tun]   # x\n'), [
        'ext4_sync_file',
        'tun_get',
      ]);
    });

    it('may be empty', () => {
      assert.deepEqual(namesOf(''), []);
      assert.deepEqual(problemsOf('\n# nothing\n'), []);
      assert.equal(mistake('\n# nothing\n'), undefined);
    });

    it('names the lines that cannot be names; the others count', () => {
      const text = 'a\nb c\nd()\n{\ne;\nfoo_*\n?\nf\n';
      assert.deepEqual(namesOf(text), ['a', 'f']);
      assert.deepEqual(problemsOf(text), [
        '1 "b c" cannot be the name of a function',
        '2 "d()" cannot be the name of a function',
        '3 "{" cannot be the name of a function',
        '4 "e;" cannot be the name of a function',
        '5 "foo_*" is a pattern; a baseline names each function',
        '6 "?" is a pattern; a baseline names each function',
      ]);
    });

    it('has no names longer than the kernel has', () => {
      assert.deepEqual(namesOf(`${'a'.repeat(512)}\n${'b'.repeat(513)}\n`), ['a'.repeat(512)]);
      assert.match(problemsOf('b'.repeat(513))[0]!, /^0 "b{60}…" cannot be/);
    });

    it('keeps the first problems and counts all', () => {
      const { problems, problemCount, names } = parseBaseline('a b\n'.repeat(5000) + 'c\n');
      assert.deepEqual([problems.length, problemCount, [...names]], [100, 5000, ['c']]);
    });

    it('is read in linear time, whatever the lines are', () => {
      const blanks = ' '.repeat(1 << 20);
      for (const text of [`a${blanks}b`, `${blanks}#`, `a [${blanks}`, `${'a '.repeat(1 << 19)}[x]`])
        assert.deepEqual(namesOf(text), []);
    });

    it('may have 200,000 names', () => {
      const names = Array.from({ length: 200_000 }, (_, index) => `function_${index}`);
      const baseline = parseBaseline(names.join('\n'));
      assert.equal(baseline.names.size, 200_000);
      assert.deepEqual(outside(traceOf(RUN_1), baseline), ['0 vfs_read 1 other', '1 tcp_ack 2 network']);
      assert.equal(notReached([traceOf(' 0)   1.000 us    |  function_7();\n')], baseline).length, 199_999);
    });
  });

  describe('that is none', () => {
    it('is told for what it is', () => {
      const trace = fs.readFileSync(samples[0]!.path, 'utf8');
      assert.match(mistake(trace)!, /^this is a trace, not a baseline; make one of it with "make it"$/);
      assert.match(mistake(`a\n\0\0`)!, /^it is binary/);
      assert.match(
        mistake('Dear diary,\ntoday I wrote a kernel.\nbye\n')!,
        /^most of its lines are not names/,
      );
    });

    it('is not what has a few wrong lines', () => {
      assert.equal(mistake('a\nb\nc d\n'), undefined);
    });
  });

  describe('as it is written', () => {
    it('has a header, and a line for each function of any run, by name', () => {
      assert.equal(
        writeBaseline(runs(RUN_1, RUN_2), categories, ORIGIN),
        `# Kernel functions that two may reach: one name per line, comments behind #.
# made by: tool 1
# scenario: two
# run: run.1.trace, 2 functions, sha256 ab12
# run: run.2.trace, 2 functions
# filters: no filters
# rules: paper

kvm_exit                                 # virtualization, in 1 of 2 runs
tcp_ack                                  # network, in 1 of 2 runs
vfs_read                                 # other, in 2 of 2 runs
`,
      );
    });

    it('leaves functions out that stand on exits only', () => {
      const trace = traceOf(' 0)   1.000 us    |  a();\n 0)   1.000 us    |  } /* b */\n');
      const text = writeBaseline([{ name: 'x', trace, sha256: undefined }], categories, ORIGIN);
      assert.deepEqual(namesOf(text), ['a']);
    });

    it('is read as it was written, whatever the names are', () => {
      const part = fc.constantFrom(
        'a',
        '#',
        '*',
        '?',
        ' ',
        '\u200b',
        '\u2028',
        '\ufeff',
        '\\',
        'u',
        '[',
        ']',
        '.',
        'ä',
        '😀',
        '\u00a0',
        '\x07',
        '/',
      );
      const name = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(fc.uniqueArray(name, { maxLength: 12 }), fc.string(), (names, comment) => {
          const text = names.map((one) => `${baselineLine({ name: one, comment })}\n`).join('');
          assert.deepEqual(namesOf(text), names);
          assert.deepEqual(problemsOf(text), []);
        }),
      );
    });

    it('lets nobody write lines into it by the name of a file or a scenario', () => {
      const [run] = runs(RUN_1);
      const text = writeBaseline([{ ...run!, name: 'x\nevil' }], categories, {
        ...ORIGIN,
        scenario: 'y\r\nevil',
      });
      assert.deepEqual(namesOf(text), ['tcp_ack', 'vfs_read']);
      assert.deepEqual(problemsOf(text), []);
    });

    it('says what its runs were counted without', () => {
      const [run] = runs(RUN_1);
      const filter = { foldSuffixes: true };
      const filtered = applyFilter(run!.trace, filter);
      const text = writeBaseline([{ ...run!, trace: filtered }], categories, ORIGIN);
      const baseline = parseBaseline(text);
      assert.equal(baseline.filters, 'compiler suffixes folded');
      assert.deepEqual(checkWarnings([filtered], baseline), []);
      assert.deepEqual(checkWarnings([run!.trace], baseline), [
        'filters differ: its runs had "compiler suffixes folded", these traces "no filters"',
      ]);
      assert.deepEqual(checkWarnings([run!.trace], parseBaseline('a\n')), []);
    });
  });

  describe('as it is held against a trace', () => {
    it('gives what is outside, by first line', () => {
      assert.deepEqual(outside(traceOf(RUN_1), 'vfs_read\n'), ['1 tcp_ack 2 network']);
      assert.deepEqual(outside(traceOf(RUN_1), ''), ['0 vfs_read 1 other', '1 tcp_ack 2 network']);
      assert.deepEqual(outside(traceOf(RUN_1), 'vfs_read\ntcp_ack\nmore\n'), []);
    });

    it('gives nothing for the runs that it was made of', () => {
      const made = parseBaseline(writeBaseline(runs(RUN_1, RUN_2), categories, ORIGIN));
      for (const drawing of [RUN_1, RUN_2]) assert.deepEqual(outside(traceOf(drawing), made), []);
      for (const { path: file } of samples) {
        const trace = parseTrace(fs.readFileSync(file), { keepLines: false });
        const own = writeBaseline([{ name: file, trace, sha256: undefined }], categories, ORIGIN);
        assert.deepEqual(outside(trace, own), []);
        assert.deepEqual(notReached([trace], parseBaseline(own)), []);
      }
    });

    it('warns where nothing is allowed', () => {
      assert.deepEqual(checkWarnings([], parseBaseline('# nothing\n')), [
        'it allows no function: every function of a trace is outside of it',
      ]);
    });

    it('says which allowed names no trace reached', () => {
      const traces = [traceOf(RUN_1), traceOf(RUN_2)];
      assert.deepEqual(notReached(traces, parseBaseline('z\nkvm_exit\ntcp_ack\ntypo\n')), ['z', 'typo']);
    });

    it('does not allow a clone with its function, but says that it is one', () => {
      const clones = traceOf(`
 0)   1.000 us    |  foo.isra.0();
 0)   1.000 us    |  bar();
 0)   1.000 us    |  other.part.0();
`);
      assert.deepEqual(outside(clones, 'foo\nfoo.constprop.1\nbar.cold\n'), [
        '0 foo.isra.0 1 other (foo)',
        '1 bar 1 other (bar.cold)',
        '2 other.part.0 1 other',
      ]);
    });

    it('allows clones where suffixes are folded', () => {
      const trace = {
        ...traceOf(' 0)   1.000 us    |  foo();\n 0)   1.000 us    |  bar();\n'),
        filter: { spec: { foldSuffixes: true }, steps: [], unknown: [] },
      };
      assert.deepEqual(outside(trace, 'foo.isra.0\nmore.cold\n'), ['1 bar 1 other']);
      assert.deepEqual(notReached([trace], parseBaseline('foo.isra.0\nmore.cold\n')), ['more.cold']);
    });
  });

  describe('to which functions are added', () => {
    const add = (text: string, ...names: string[]): string =>
      addToBaseline(
        text,
        names.map((name) => ({ name, comment: '' })),
      );

    it('stays sorted', () => {
      assert.equal(add('a\nc\ne\n', 'd', 'b', 'f', 'A'), 'A\na\nb\nc\nd\ne\nf\n');
    });

    it('stays as it is where it is not sorted, and grows at its end', () => {
      assert.equal(add('c\na\n# end\n', 'b', 'd'), 'c\na\n# end\nb\nd\n');
    });

    it('keeps comments where they are', () => {
      const text = '# header\n\n# reading\na # first\n\n# writing\nx # last\n# end\n';
      assert.equal(
        add(text, 'b', 'z'),
        '# header\n\n# reading\na # first\nb\n\n# writing\nx # last\nz\n# end\n',
      );
      assert.equal(add('# header\n\nb\n', 'a'), '# header\n\na\nb\n');
    });

    it('may have been empty, without a last newline, with CRLF', () => {
      assert.equal(add('', 'b', 'a'), 'a\nb\n');
      assert.equal(add('# nothing', 'a'), '# nothing\na\n');
      assert.equal(add('a', 'b'), 'a\nb\n');
      assert.equal(add('b', 'a'), 'a\nb');
      assert.equal(add('a\r\nc\r\n', 'b', 'd'), 'a\r\nb\r\nc\r\nd\r\n');
      assert.equal(add('\ufeffb\n', 'a'), '\ufeffa\nb\n');
    });

    it('gets nothing twice', () => {
      assert.deepEqual(insertIntoBaseline('a\n', [{ name: 'a', comment: 'x' }]), []);
      assert.equal(add('a\n', 'b', 'b'), 'a\nb\n');
    });

    it('says why', () => {
      assert.equal(
        addToBaseline('a\n', [{ name: 'b', comment: 'network, added from x.trace' }]),
        `a\nb${' '.repeat(40)}# network, added from x.trace\n`,
      );
    });

    it('allows them then, keeps every line in its order, and stays sorted', () => {
      const name = fc.stringMatching(/^[a-e_.]{1,3}$/);
      const line = fc.oneof(
        name,
        fc.constantFrom('', '# x', 'no name', '  '),
        name.map((n) => `${n} # y`),
      );
      fc.assert(
        fc.property(
          fc.array(line),
          fc.constantFrom('\n', '\r\n'),
          fc.boolean(),
          fc.boolean(),
          fc.array(name, { minLength: 1 }),
          (lines, newline, sort, last, added) => {
            const before = sort ? [...lines].sort() : lines;
            const text = before.join(newline) + (last && before.length > 0 ? newline : '');
            const result = add(text, ...added);
            assert.deepEqual(new Set(namesOf(result)), new Set([...namesOf(text), ...added]));
            const allowed = namesOf(text);
            const rest = result.split(/\r?\n/).filter((one) => !added.includes(one) || allowed.includes(one));
            const kept = (all: string[]): string[] => all.filter((one) => one !== '');
            assert.deepEqual(kept(rest), kept(text.split(/\r?\n/)));
            const inOrder = (all: string[]): boolean =>
              all.every((one, at) => at === 0 || all[at - 1]! <= one);
            const listed = (of: string): string[] =>
              of.split(/\r?\n/).flatMap((one) => /^([a-e_.]+)(?: # y| +)?$/.exec(one)?.[1] ?? []);
            if (inOrder(listed(text))) assert.ok(inOrder(listed(result)));
          },
        ),
      );
    });
  });

  it('is called after what its traces are called', () => {
    assert.equal(scenarioOf(['runs/kvm.1.trace.gz', 'runs/kvm.2.trace.gz']), 'kvm');
    assert.equal(scenarioOf(['runs/tap.trace', 'runs/socket.trace']), 'tap, socket');
    assert.equal(scenarioOf(['-']), '-');
  });

  it('knows what compilers put behind names', () => {
    for (const [name, source] of [
      ['foo', 'foo'],
      ['foo.isra.0', 'foo'],
      ['foo.constprop.12.isra.3', 'foo'],
      ['foo.part.0.cold', 'foo'],
      ['foo.cold', 'foo'],
      ['foo.llvm.123456', 'foo'],
      ['foo.bar', 'foo.bar'],
      ['foo.isra', 'foo.isra'],
      ['foo.isra.0.bar', 'foo.isra.0.bar'],
    ])
      assert.equal(withoutSuffixes(name!), source);
  });
});
