import {
  compileCategories,
  paperCategories,
  presetCategories,
  PRESETS,
  type Categories,
  type Preset,
  type RuleProblem,
} from '../core/classify/categories';
import { PAPER } from '../core/classify/presets';
import { readFilter } from '../core/filter/readFilter';
import type { FilterSpec } from '../core/model/filterSpec';
import { INTERRUPT_FUNCTIONS } from '../core/parse/interruptNames';
import { CALL_TREE_PARTS, type CallTreePart } from '../core/present/callLabels';

/** What the Problems panel shows of a trace. */
export const PROBLEM_CHOICES = ['all', 'warnings', 'none'] as const;
export type ProblemChoice = (typeof PROBLEM_CHOICES)[number];

/** The settings below `ftrace`, checked. A test compares them with those in package.json. */
export interface Settings {
  readonly categories: Categories;
  /** The built-in rules that apply where none are set. */
  readonly categoryPreset: Preset;
  readonly codeLens: {
    readonly enabled: boolean;
    readonly file: boolean;
    readonly categories: boolean;
    readonly topLevelCalls: boolean;
    /** Most top-level calls that have a lens. */
    readonly maximum: number;
  };
  /** What is left out of every count, in canonical form. */
  readonly filter: FilterSpec;
  readonly callTree: {
    /** What listings of calls keep besides the functions. */
    readonly show: readonly CallTreePart[];
  };
  /** Names and patterns of functions with which interrupts begin. */
  readonly interruptFunctions: readonly string[];
  readonly problems: {
    readonly show: ProblemChoice;
    /** Most notes on lines that could not be read. */
    readonly maximumUnread: number;
  };
  /** Path of a file with the functions that traces may reach; empty: none. */
  readonly baseline: string;
  /** Path of a file with the kernel's symbols; empty: none. */
  readonly symbols: string;
}

// As in the schema of package.json, which not every client checks.
const MAX_CALL_LENSES = 20_000;
const MAX_UNREAD_NOTES = 1000;

/** What messages about the rules call them. */
export const CATEGORIES_SETTING = 'ftrace.categories';

export const DEFAULT_SETTINGS: Settings = {
  categories: paperCategories(),
  categoryPreset: 'paper',
  codeLens: { enabled: true, file: true, categories: true, topLevelCalls: true, maximum: 1000 },
  filter: {},
  callTree: { show: ['tasks'] },
  interruptFunctions: INTERRUPT_FUNCTIONS,
  problems: { show: 'all', maximumUnread: 100 },
  baseline: '',
  symbols: '',
};

/**
 * Reads the value of the section `ftrace`, as the client gives it. What is missing or of a wrong type is as by default;
 * rules that make no sense are
 * named in `problems`, filters in `filterProblems`.
 */
export function readSettings(value: unknown): {
  settings: Settings;
  problems: readonly RuleProblem[];
  filterProblems: readonly string[];
} {
  const section = asRecord(value);
  const lens = asRecord(section['codeLens']);
  const categoryPreset = PRESETS.find((preset) => preset === section['categoryPreset']) ?? 'paper';
  const { categories, problems } = readCategories(section['categories'], categoryPreset);
  const defaults = DEFAULT_SETTINGS.codeLens;
  const flag = (key: 'enabled' | 'file' | 'categories' | 'topLevelCalls'): boolean => {
    const set = lens[key];
    return typeof set === 'boolean' ? set : defaults[key];
  };
  const problemSettings = asRecord(section['problems']);
  const { filter, problems: filterProblems } = readFilter(section['filter'], categories);
  const { show } = asRecord(section['callTree']);
  const { baseline, interruptFunctions, symbols } = section;
  return {
    settings: {
      categories,
      categoryPreset,
      codeLens: {
        enabled: flag('enabled'),
        file: flag('file'),
        categories: flag('categories'),
        topLevelCalls: flag('topLevelCalls'),
        maximum: count(lens['maximum'], MAX_CALL_LENSES, defaults.maximum),
      },
      filter,
      callTree: {
        show: isNames(show)
          ? CALL_TREE_PARTS.filter((part) => show.includes(part))
          : DEFAULT_SETTINGS.callTree.show,
      },
      interruptFunctions: isNames(interruptFunctions)
        ? interruptFunctions
        : DEFAULT_SETTINGS.interruptFunctions,
      problems: {
        show:
          PROBLEM_CHOICES.find((choice) => choice === problemSettings['show']) ??
          DEFAULT_SETTINGS.problems.show,
        maximumUnread: count(
          problemSettings['maximumUnread'],
          MAX_UNREAD_NOTES,
          DEFAULT_SETTINGS.problems.maximumUnread,
        ),
      },
      baseline: typeof baseline === 'string' ? baseline : DEFAULT_SETTINGS.baseline,
      symbols: typeof symbols === 'string' ? symbols : DEFAULT_SETTINGS.symbols,
    },
    problems,
    filterProblems,
  };
}

/** The rules that are set; those of the preset where none are, which clients tell by sending the default. */
function readCategories(value: unknown, preset: Preset): ReturnType<typeof compileCategories> {
  return value === undefined || isPaper(value)
    ? { categories: presetCategories(preset), problems: [] }
    : compileCategories(value, CATEGORIES_SETTING);
}

function isPaper(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const rules = value.map((rule) => {
    const { id, label, patterns, ...rest } = asRecord(rule);
    return { id, label, patterns, ...rest };
  });
  return JSON.stringify(rules) === JSON.stringify(PAPER);
}

function count(value: unknown, most: number, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.floor(value), most) : otherwise;
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
