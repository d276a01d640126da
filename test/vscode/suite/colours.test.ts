import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, lensTitles, semanticTokens, set, show, until, write } from './support';

/** Lines of the kvm scenario: one function of each category. */
const THREE = [
  '# tracer: function_graph',
  ' 0)               |  svm_vcpu_run [kvm_amd]() {',
  ' 0)   1.000 us    |    tcp_poll();',
  ' 0)   1.000 us    |    fput();',
  ' 0)   4.000 us    |  } /* svm_vcpu_run [kvm_amd] */',
  '',
].join('\n');

/** ftrace.category.network, high contrast light: the theme that the tests of the themes leave. */
const NETWORK = 'rgb(0, 63, 138)';

describe('colours', () => {
  let document: vscode.TextDocument;

  before(async () => {
    document = (await show(write('three.trace', THREE))).document;
    await lensTitles(document.uri);
  });
  after(async () => {
    await set('workbench', 'colorTheme', 'Default Dark Modern');
    await closeAll();
  });

  it('are semantic tokens on exactly the names', async () => {
    assert.deepEqual(await semanticTokens(document), [
      { text: 'svm_vcpu_run', type: 'virtualization', line: 1 },
      { text: 'tcp_poll', type: 'network', line: 2 },
      { text: 'fput', type: 'other', line: 3 },
      { text: 'svm_vcpu_run', type: 'virtualization', line: 4 },
    ]);
  });

  it('agree with the paper on every name of the four samples', async () => {
    const rules: [string, RegExp][] = [
      ['virtualization', /kvm|vmx|x86|vmcs|vcpu|emulator/],
      ['network', /tcp|br_|skb|inet|ip|sock|napi|net|packet|sk_|tun/],
    ];
    for (const name of ['socket', 'tap', 'qemu', 'kvm']) {
      const sample = await vscode.workspace.openTextDocument(inWorkspace(`${name}.trace`));
      await lensTitles(sample.uri);
      const tokens = await semanticTokens(sample);
      // A name stands before `(` or ` [`, or in the comment of an exit: counted without the parser.
      const calls = sample.getText().match(/\|  +[^\s({}]+( \[\w+\])?\(\)( \{|;)$/gm)?.length ?? 0;
      const tails = sample.getText().match(/\} \/\* \S+( \[\w+\])? \*\/$/gm)?.length ?? 0;
      assert.equal(tokens.length, calls + tails, name);
      for (const { text, type } of tokens) {
        assert.equal(type, rules.find(([, rule]) => rule.test(text))?.[0] ?? 'other', text);
      }
    }
  });

  // As contributed in package.json.
  const THEMES: [name: string, theme: string, selector: string, colours: [string, string, string]][] = [
    [
      'dark',
      'Default Dark Modern',
      '.vs-dark',
      ['rgb(255, 148, 102)', 'rgb(98, 184, 255)', 'rgb(200, 200, 200)'],
    ],
    ['light', 'Default Light Modern', '.vs', ['rgb(166, 58, 6)', 'rgb(10, 88, 166)', 'rgb(69, 69, 69)']],
    [
      'hc-dark',
      'Default High Contrast',
      '.hc-black',
      ['rgb(255, 163, 122)', 'rgb(124, 200, 255)', 'rgb(255, 255, 255)'],
    ],
    [
      'hc-light',
      'Default High Contrast Light',
      '.hc-light',
      ['rgb(138, 47, 0)', 'rgb(0, 63, 138)', 'rgb(41, 41, 41)'],
    ],
  ];

  for (const [name, theme, selector, colours] of THEMES) {
    it(`are on the screen without any setting: ${theme}`, async function () {
      if (!hasPage) return this.skip();
      await show(document.uri);
      await set('workbench', 'colorTheme', theme);
      await page('theme', { selector });
      const names = ['svm_vcpu_run', 'tcp_poll', 'fput'];
      let seen: Record<string, string> = {};
      await until(`the three colours of ${theme}`, async () => {
        seen = await page('tokenColours', { texts: names });
        return names.every((text, index) => seen[text] === colours[index]);
      }).catch(() => undefined);
      assert.deepEqual(
        names.map((text) => seen[text]),
        colours,
      );
      // For people: a place with names of all three categories.
      const kvm = await show(inWorkspace('kvm.trace'));
      const entry = kvm.document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes('kvm_arch_vcpu_ioctl_run'));
      kvm.revealRange(new vscode.Range(entry - 8, 0, entry - 8, 0), vscode.TextEditorRevealType.AtTop);
      await page('visible', { text: 'kvm_arch_vcpu_ioctl_run' });
      await until(
        'its colour',
        async () => (await page('tokenColour', { text: 'kvm_arch_vcpu_ioctl_run' })) === colours[0],
      );
      await page('screenshot', { name: `theme-${name}` });
    });
  }

  it('are in each editor of a trace whose tokens come by range', async function () {
    if (!hasPage) return this.skip();
    const filler = ' 0)   1.000 us    |  fput();\n'.repeat(300_001);
    const long = write(
      'long.trace',
      ` 0)   1.000 us    |  skb_top();\n${filler} 0)   1.000 us    |  skb_end();\n`,
    );
    await show(long);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    const last = new vscode.Position(300_002, 0);
    vscode.window.activeTextEditor!.revealRange(new vscode.Range(last, last));
    for (const text of ['skb_top', 'skb_end'])
      await until(text, async () => (await page('tokenColour', { text })) === NETWORK);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('go when the language changes', async function () {
    if (!hasPage) return this.skip();
    const { document: trace } = await show(
      write('leaving.trace', THREE.replaceAll('tcp_poll', 'tcp_leaves')),
    );
    const colour = (): Promise<string> => page('tokenColour', { text: 'tcp_leaves' });
    await until('its colour', async () => (await colour()) === NETWORK);
    await vscode.languages.setTextDocumentLanguage(trace, 'plaintext');
    await until('no colour', async () => (await colour()) !== NETWORK);
  });

  it('can be overridden by the user', async function () {
    if (!hasPage) return this.skip();
    await show(document.uri);
    await set('workbench', 'colorCustomizations', { 'ftrace.category.network': '#00ff00' });
    try {
      await until(
        'tcp_poll in green',
        async () => (await page('tokenColour', { text: 'tcp_poll' })) === 'rgb(0, 255, 0)',
      );
    } finally {
      await set('workbench', 'colorCustomizations', undefined);
    }
  });

  it('and counts follow the rules without a reload', async () => {
    await set('ftrace', 'categories', [{ id: 'files', label: 'Files', patterns: ['/^f?put$/', 'fget'] }]);
    try {
      await until(
        'lens of the new category',
        async () => (await lensTitles(document.uri, 3))[1] === '1 Files',
      );
      assert.deepEqual(
        (await semanticTokens(document)).map(({ text, type }) => `${text} ${type}`),
        ['svm_vcpu_run other', 'tcp_poll other', 'fput category1', 'svm_vcpu_run other'],
      );
      if (hasPage) {
        await show(document.uri);
        await page('visible', { text: '1 Files' });
        await until('fput in the colour of category 1', async () => {
          // ftrace.category.category1, high contrast light: the theme that the test before has left.
          return (await page('tokenColour', { text: 'fput' })) === 'rgb(10, 79, 55)';
        });
      }
    } finally {
      await set('ftrace', 'categories', undefined);
    }
    await until(
      'lens of the paper',
      async () => (await lensTitles(document.uri, 3))[1] === '1 Virtualization',
    );
  });

  it('a bad rule is named, the others apply', async function () {
    if (!hasPage) return this.skip();
    await show(document.uri);
    await set('ftrace', 'categories', [
      { id: 'bad', label: 'Bad', patterns: ['/(/', 'fput'] },
      { id: 'net', label: 'Net', patterns: ['tcp'] },
    ]);
    try {
      await page('visible', {
        text: 'ftrace.categories[0].patterns[0] of category "bad" is no valid expression',
      });
      await until('the other rules', async () => (await lensTitles(document.uri, 3))[2] === '1 Net');
    } finally {
      await set('ftrace', 'categories', undefined);
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });
});
