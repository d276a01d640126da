import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCategories, presetCategories } from '../../../server/src/core/classify/categories';
import { SUBSYSTEM } from '../../../server/src/core/classify/subsystem';
import { CATEGORY_TOKEN_TYPES } from '../../../server/src/protocol/requests';
import { tokenTypes } from '../../../server/src/lsp/tokenTypes';
import { ELSEWHERE, HELD_OUT, TUNED, type Label } from './labels';

/** Where the functions of each category are in the source, the first that fits: the comments beside the rules. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  ['virtualization', /^(arch\/\w+\/kvm|virt|drivers\/vhost)\//],
  ['security', /^(security\/|kernel\/(audit|seccomp|capability))/],
  ['tracing', /^(kernel\/(trace|events|bpf)|arch\/\w+\/events)\//],
  ['network', /^(net|drivers\/net)\//],
  ['block', /^(block|drivers\/(block|nvme|scsi|ata|md))\//],
  ['filesystem', /^(fs|io_uring)\//],
  ['memory', /^(mm|arch\/\w+\/mm)\//],
  ['scheduler', /^kernel\/sched\//],
  ['locking', /^kernel\/(locking|rcu|futex)\//],
  ['time', /^(kernel\/time|drivers\/clocksource)\//],
  [
    'interrupts',
    /^(kernel\/(irq|entry)\/|kernel\/(softirq|smp|irq_work)\.c|arch\/\w+\/(entry|kernel\/apic)\/|arch\/\w+\/kernel\/(syscall|entry|traps|irq|smp)|drivers\/irqchip\/)/,
  ],
  ['kernel', /^(kernel|ipc|init)\//],
  ['library', /^(lib|crypto|arch\/\w+\/lib)\//],
  ['drivers', /^(drivers|sound)\//],
  ['architecture', /^arch\//],
];

const categories = presetCategories('subsystem');

function sort(name: string): string {
  return categories.list[categories.of(name)]!.id;
}

function isRight({ name, file }: Label): boolean {
  return sort(name) === PLACES.find(([, place]) => place.test(file))![0];
}

describe('the preset subsystem', () => {
  it('has rules that all compile, ids and labels that differ', () => {
    assert.deepEqual(compileCategories(SUBSYSTEM, 'subsystem').problems, []);
    assert.deepEqual(
      SUBSYSTEM.map(({ id }) => id),
      [...new Set(SUBSYSTEM.map(({ id }) => id))],
    );
    assert.deepEqual([...SUBSYSTEM.map(({ id }) => id)].sort(), [...PLACES.map(([id]) => id)].sort());
  });

  for (const [title, labels, right] of [
    ['that the rules were made with', TUNED, 75],
    ['that were held out', HELD_OUT, 74],
    ['of another recording', ELSEWHERE, 68],
  ] as const) {
    it(`sorts ${right} of ${labels.length} functions ${title} by their file`, () => {
      assert.equal(labels.filter(isRight).length, right);
    });
  }

  it('sorts what passes through a subsystem by who has it', () => {
    for (const [name, id] of [
      ['security_socket_accept', 'security'],
      ['bpf_lsm_socket_accept', 'tracing'],
      ['kvm_set_irq', 'virtualization'],
      ['tcp_v4_rcv', 'network'],
      ['__x64_sys_read', 'filesystem'],
      ['__arm64_sys_futex', 'locking'],
      ['__do_sys_getpid', 'kernel'],
      ['tun_chr_poll', 'network'],
      // Errors of the paper's rules.
      ['pipe_read', 'filesystem'],
      ['task_tick_fair', 'scheduler'],
      ['x86_pmu_enable', 'tracing'],
      ['fortune', 'other'],
      ['genl_rcv', 'network'],
    ] as const)
      assert.equal(sort(name), id, name);
  });

  it('sorts a function with a compiler’s suffix as the one without', () => {
    for (const { name } of [...TUNED, ...ELSEWHERE])
      if (!name.includes('.')) assert.equal(sort(`${name}.isra.0`), sort(name), name);
  });

  it('decides all rules of a category at once as one after another does', () => {
    const words = [...TUNED, ...HELD_OUT, ...ELSEWHERE].flatMap(({ name }) => name.split('_'));
    const name = fc.array(fc.constantFrom('', '_', ...words), { minLength: 1, maxLength: 5 });
    const alone = SUBSYSTEM.map((rule) => compileCategories([rule], '').categories);
    fc.assert(
      fc.property(name, (parts) => {
        const text = parts.join('_');
        const first = alone.findIndex((one) => one.explain(text).length > 0);
        assert.equal(categories.of(text), first < 0 ? SUBSYSTEM.length : first);
        assert.equal(categories.explain(text)[0]?.category ?? SUBSYSTEM.length, categories.of(text));
      }),
    );
  });

  it('has a colour for each category: its own, or one of those for users’ rules', () => {
    const types = tokenTypes(categories).map((type) => CATEGORY_TOKEN_TYPES[type]);
    assert.equal(types.length, SUBSYSTEM.length + 1);
    assert.equal(types[categories.indexOf('virtualization')], 'virtualization');
    assert.equal(types[categories.indexOf('network')], 'network');
    assert.equal(types.at(-1), 'other');
    assert.ok(types.slice(0, -1).every((type) => type !== undefined && type !== 'other'));
  });
});
