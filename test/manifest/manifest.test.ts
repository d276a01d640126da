import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PRESETS } from '../../server/src/core/classify/categories';
import { PAPER } from '../../server/src/core/classify/presets';
import { MAX_UNREAD_KEPT } from '../../server/src/core/model/trace';
import { INTERRUPT_FUNCTIONS } from '../../server/src/core/parse/interruptNames';
import { CALL_TREE_PARTS } from '../../server/src/core/present/callLabels';
import { legend } from '../../server/src/lsp/features/semanticTokens';
import {
  DEFAULT_SETTINGS,
  PROBLEM_CHOICES,
  readSettings,
  type Settings,
} from '../../server/src/lsp/settings';
import { PAGE_COMMANDS } from '../../client/src/traceView/messages';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { repositoryRoot } from '../support/repository';

interface Command {
  readonly command: string;
  readonly title: string;
}

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: { readonly enum?: readonly unknown[] };
  readonly scope?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription?: string;
  readonly description?: string;
}

/** What is looked at of package.json. */
interface Manifest {
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration?: string }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly grammars: readonly {
      readonly language: string;
      readonly scopeName: string;
      readonly path: string;
    }[];
    readonly semanticTokenTypes: readonly { readonly id: string; readonly superType: string }[];
    readonly semanticTokenScopes: readonly {
      readonly language: string;
      readonly scopes: Readonly<Record<string, readonly string[]>>;
    }[];
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<'dark' | 'light' | 'highContrast' | 'highContrastLight', string>>;
    }[];
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly configurationDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

function read(...parts: readonly string[]): string {
  return fs.readFileSync(path.join(repositoryRoot, ...parts), 'utf8');
}

const source = read('package.json');
const manifest = JSON.parse(source) as Manifest;
const { contributes } = manifest;
const properties = contributes.configuration.properties;

/** The version of an installed package. */
function versionOf(name: string): string {
  return (JSON.parse(read('node_modules', name, 'package.json')) as { version: string }).version;
}

function sourcesBelow(folder: string): string {
  return fs
    .readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(folder, file))
    .join('\n');
}

describe('package.json', () => {
  describe('texts', () => {
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const used = new Set([...source.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]!));

    it('exist for each key', () => {
      for (const key of used) assert.notEqual((texts[key] ?? '').trim(), '', key);
    });

    it('are all used', () => {
      assert.deepEqual(
        Object.keys(texts).filter((key) => !used.has(key)),
        [],
      );
    });

    it('name settings that exist', () => {
      for (const text of Object.values(texts)) {
        for (const [, setting = ''] of text.matchAll(/`#([^#`]+)#`/g))
          assert.ok(setting in properties, setting);
      }
    });
  });

  describe('settings', () => {
    /** The first is read by vscode-languageclient: its name is the id of the client and `.trace.server`. */
    const READ_BY_THE_CLIENT = ['ftrace.trace.server', 'ftrace.largeFileNotice'];
    const own = Object.keys(properties).filter((key) => !READ_BY_THE_CLIENT.includes(key));

    /** The section `ftrace` with one setting in it, as a client sends it. */
    function sectionWith(key: string, value: unknown): Record<string, unknown> {
      const [, ...names] = key.split('.');
      return names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<
        string,
        unknown
      >;
    }

    function get(settings: Settings, key: string): unknown {
      return key
        .split('.')
        .slice(1)
        .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], settings);
    }

    it('are all below ftrace, with a text and a default', () => {
      for (const [key, property] of Object.entries(properties)) {
        assert.match(key, /^ftrace\./);
        assert.ok('default' in property, key);
        assert.match(property.markdownDescription ?? property.description ?? '', /^%.+%$/, key);
      }
    });

    /** Any value of a setting that is not its default. */
    function otherValue({ type, enum: choices, items, default: value }: Property): unknown {
      if (items?.enum !== undefined) return items.enum.slice(1, 3);
      if (choices !== undefined) return choices.find((choice) => choice !== value);
      const others: Readonly<Record<string, unknown>> = {
        boolean: value !== true,
        integer: (value as number) - 1,
        string: 'other',
        array: ['other'],
        object: { withoutInterrupts: true },
      };
      return others[type];
    }

    it('have a reader with the same default', () => {
      for (const key of own.filter((name) => name !== 'ftrace.categories')) {
        const { default: value } = properties[key]!;
        assert.deepEqual(get(DEFAULT_SETTINGS, key), value, key);
        const other = otherValue(properties[key]!);
        assert.deepEqual(get(readSettings(sectionWith(key, other)).settings, key), other, key);
      }
    });

    it('are all of those that the server reads', () => {
      const codeLens = Object.keys(DEFAULT_SETTINGS.codeLens).map((name) => `ftrace.codeLens.${name}`);
      const problems = Object.keys(DEFAULT_SETTINGS.problems).map((name) => `ftrace.problems.${name}`);
      const callTree = Object.keys(DEFAULT_SETTINGS.callTree).map((name) => `ftrace.callTree.${name}`);
      const groups = ['codeLens', 'problems', 'callTree'];
      const simple = Object.keys(DEFAULT_SETTINGS).filter((name) => !groups.includes(name));
      const rest = simple.map((name) => `ftrace.${name}`);
      assert.deepEqual([...own].sort(), [...rest, ...codeLens, ...problems, ...callTree].sort());
    });

    it('have the built-in functions of interrupts as the default', () => {
      assert.deepEqual(properties['ftrace.interruptFunctions']!.default, INTERRUPT_FUNCTIONS);
    });

    it('bound the number of unread lines that are listed as the server does', () => {
      const { minimum, maximum } = properties['ftrace.problems.maximumUnread']!;
      assert.equal(minimum, 0);
      assert.equal(maximum, MAX_UNREAD_KEPT);
      const far = readSettings({ problems: { maximumUnread: Number.MAX_SAFE_INTEGER } });
      assert.equal(far.settings.problems.maximumUnread, maximum);
    });

    it('offer what the server understands of listings of calls', () => {
      assert.deepEqual(properties['ftrace.callTree.show']!.items?.enum, CALL_TREE_PARTS);
    });

    it('offer what the server understands of problems', () => {
      assert.deepEqual(properties['ftrace.problems.show']!.enum, PROBLEM_CHOICES);
    });

    it('offer the presets of rules that there are', () => {
      assert.deepEqual(properties['ftrace.categoryPreset']!.enum, PRESETS);
    });

    it('do not let a workspace that is not trusted name a file', () => {
      const named = ['ftrace.baseline', 'ftrace.symbols'];
      assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, named);
      for (const key of named) assert.equal(properties[key]!.scope, 'machine-overridable', key);
    });

    it('bound the number of lenses as the server does', () => {
      const { minimum, maximum } = properties['ftrace.codeLens.maximum']!;
      assert.equal(minimum, 0);
      const far = readSettings({ codeLens: { maximum: Number.MAX_SAFE_INTEGER } });
      assert.equal(far.settings.codeLens.maximum, maximum);
    });

    it('have the rules of the paper as the default', () => {
      assert.deepEqual(properties['ftrace.categories']!.default, PAPER);
      const { settings, problems } = readSettings({ categories: properties['ftrace.categories']!.default });
      assert.deepEqual(problems, []);
      assert.deepEqual(settings.categories.list, DEFAULT_SETTINGS.categories.list);
    });

    it('have a schema for rules that agrees with their reader', () => {
      const { items } = properties['ftrace.categories'] as unknown as {
        items: { properties: { id: { pattern: string; not: { enum: string[] } } }; required: string[] };
      };
      const isId = new RegExp(items.properties.id.pattern);
      for (const id of ['a', 'A-b_c.9', '1a', '', 'ä', 'a b', '-a', 'other', 'total']) {
        const bySchema = isId.test(id) && !items.properties.id.not.enum.includes(id);
        const { problems } = readSettings({ categories: [{ id, patterns: ['x'] }] });
        assert.equal(problems.length === 0, bySchema, id);
      }
      assert.deepEqual(items.required, ['id', 'patterns']);
    });
  });

  describe('colours', () => {
    it('are named the same everywhere', () => {
      const types = [...CATEGORY_TOKEN_TYPES];
      assert.deepEqual(legend.tokenTypes, types);
      assert.deepEqual(
        contributes.semanticTokenTypes.map(({ id }) => id),
        types,
      );
      assert.deepEqual(
        contributes.colors.map(({ id }) => id),
        types.map((type) => `ftrace.category.${type}`),
      );
      const [scopes, ...more] = contributes.semanticTokenScopes;
      assert.deepEqual(more, []);
      assert.equal(scopes?.language, 'ftrace');
      assert.deepEqual(Object.keys(scopes.scopes), types);
    });

    it('are there for each category of the default rules', () => {
      const types: readonly string[] = CATEGORY_TOKEN_TYPES;
      for (const { id } of DEFAULT_SETTINGS.categories.list) assert.ok(types.includes(id), id);
    });

    /** Relative luminance, WCAG 2.1. */
    function luminance(colour: string): number {
      assert.match(colour, /^#[0-9A-F]{6}$/i);
      const [red, green, blue] = [1, 3, 5].map((at) => {
        const value = parseInt(colour.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    }

    function contrast(a: string, b: string): number {
      const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (high! + 0.05) / (low! + 0.05);
    }

    it('are measured right', () => {
      assert.equal(contrast('#000000', '#FFFFFF'), 21);
      assert.equal(contrast('#777777', '#FFFFFF').toFixed(2), '4.48');
    });

    // editor.background of Dark Modern, Light Modern and the high-contrast themes.
    const BACKGROUNDS = {
      dark: '#1F1F1F',
      light: '#FFFFFF',
      highContrast: '#000000',
      highContrastLight: '#FFFFFF',
    } as const;
    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      it(`can be read on the background of ${theme}`, () => {
        for (const { id, defaults } of contributes.colors) {
          const ratio = contrast(defaults[theme], BACKGROUNDS[theme]);
          assert.ok(ratio >= 4.5, `${id} ${defaults[theme]}: ${ratio.toFixed(2)}`);
        }
      });

      it(`differ from each other in ${theme}`, () => {
        const colours = contributes.colors.map(({ defaults }) => defaults[theme]);
        assert.equal(new Set(colours).size, colours.length);
      });
    }

    it('are switched on for traces, where themes would hide them', () => {
      assert.equal(
        contributes.configurationDefaults['[ftrace]']?.['editor.semanticHighlighting.enabled'],
        true,
      );
    });
  });

  it('has exactly the defaults for traces that docs/decisions/0010-editor-defaults.md explains', () => {
    assert.deepEqual(contributes.configurationDefaults['[ftrace]'], {
      'editor.semanticHighlighting.enabled': true,
      'editor.stickyScroll.defaultModel': 'foldingProviderModel',
      'editor.stickyScroll.maxLineCount': 10,
      'editor.foldingMaximumRegions': 65_000,
      'editor.maxTokenizationLineLength': 5000,
      'editor.wordWrap': 'off',
      'editor.wordBasedSuggestions': 'off',
      'editor.bracketPairColorization.enabled': false,
      'editor.guides.bracketPairs': false,
      'editor.matchBrackets': 'never',
      'editor.guides.indentation': false,
      'editor.colorDecorators': false,
      'editor.unicodeHighlight.ambiguousCharacters': false,
      'files.trimTrailingWhitespace': false,
      'files.insertFinalNewline': false,
      'editor.formatOnSave': false,
    });
  });

  it('opens the texts of compressed files as text, not again as compressed files', () => {
    const associations = { 'ftrace-unpacked:/**': 'default' };
    assert.deepEqual(contributes.configurationDefaults['workbench.editorAssociations'], associations);
  });

  describe('commands', () => {
    const declared = contributes.commands.map(({ command }) => command);

    it('of menus exist', () => {
      for (const [menu, items] of Object.entries(contributes.menus)) {
        for (const { command } of items) assert.ok(declared.includes(command), `${command} in ${menu}`);
      }
    });

    it('are those that the client registers', () => {
      const registered = [...sourcesBelow('client/src').matchAll(/registerCommand\(\s*'(ftrace\.[^']+)'/g)];
      const names = new Set(registered.map((match) => match[1]!));
      for (const name of PAGE_COMMANDS) names.add(`ftrace.traceView.${name}`);
      assert.deepEqual([...names].sort(), [...declared].sort());
    });

    it('of lenses and quick fixes exist', () => {
      const named = sourcesBelow('server/src').matchAll(/command(?:\(|: )'(ftrace\.[^']+)'/g);
      for (const [, command] of named) assert.ok(declared.includes(command!), command);
    });
  });

  describe('promises', () => {
    it('no activation at start-up: only a language, a compressed trace or a report wakes the extension', () => {
      for (const event of manifest.activationEvents)
        assert.match(event, /^(onLanguage:\w+|onFileSystem:ftrace-unpacked|onWebviewPanel:ftrace\.report)$/);
    });

    it('that it works in untrusted workspaces, but for settings that name files', () => {
      assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    });

    it('a command line program', () => {
      assert.deepEqual(manifest.bin, { 'ftrace-explorer': 'dist/cli.js' });
    });

    it('files that exist', () => {
      for (const { configuration } of contributes.languages)
        if (configuration !== undefined) assert.ok(fs.existsSync(path.join(repositoryRoot, configuration)));
      for (const { url } of contributes.jsonValidation)
        assert.ok(fs.existsSync(path.join(repositoryRoot, url)), url);
      for (const { language, scopeName, path: file } of contributes.grammars) {
        assert.ok(contributes.languages.some(({ id }) => id === language));
        assert.equal((JSON.parse(read(file)) as { scopeName: string }).scopeName, scopeName);
      }
    });
  });

  describe('dependencies', () => {
    it('have exact versions, and those are installed', () => {
      for (const [name, version] of Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
      })) {
        assert.match(version, /^\d+\.\d+\.\d+$/, name);
        assert.equal(versionOf(name), version, name);
      }
    });

    it('speak one version of the protocol', () => {
      assert.equal(
        manifest.dependencies['vscode-languageclient'],
        manifest.dependencies['vscode-languageserver'],
      );
      const found: string[] = [];
      const look = (folder: string): void => {
        for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
          if (!entry.isDirectory()) continue;
          const full = path.join(folder, entry.name);
          if (entry.name.startsWith('@')) look(full);
          else if (entry.name === 'vscode-languageserver-protocol') found.push(full);
          const nested = path.join(full, 'node_modules');
          if (fs.existsSync(nested)) look(nested);
        }
      };
      look(path.join(repositoryRoot, 'node_modules'));
      assert.equal(found.length, 1, found.join());
    });

    it('use no API of VS Code that is newer than the oldest one supported', () => {
      const numbers = (version: string): number[] => version.replace(/^\^/, '').split('.').map(Number);
      const [major, minor] = numbers(versionOf('@types/vscode'));
      const [engineMajor, engineMinor] = numbers(manifest.engines['vscode']!);
      assert.equal(major, engineMajor);
      assert.ok(minor! <= engineMinor!);
      // The language client says what it needs itself.
      const client = JSON.parse(read('node_modules', 'vscode-languageclient', 'package.json')) as {
        engines: { vscode: string };
      };
      const [clientMajor, clientMinor] = numbers(client.engines.vscode);
      assert.ok(clientMajor! < engineMajor! || (clientMajor === engineMajor && clientMinor! <= engineMinor!));
    });
  });
});
