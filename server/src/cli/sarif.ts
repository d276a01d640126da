/** The result of a check as SARIF 2.1.0, for code scanning and other readers of findings. */
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Artifact, ArtifactLocation, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { version } from '../../../package.json';
import type { Categories } from '../core/classify/categories';
import { visible } from '../core/format/escape';
import { formatPlural } from '../core/format/numbers';
import { distinctNames } from '../core/format/pathNames';
import { sha256OfFile } from '../host/sha256';
import type { CheckedTrace, CheckResult } from './checkResult';

/** GitHub refuses a run with more results. */
const MAX_RESULTS = 25_000;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const RULE: ReportingDescriptor = {
  id: 'new-kernel-function',
  name: 'NewKernelFunction',
  shortDescription: { text: 'Kernel function outside of the baseline' },
  fullDescription: {
    text: 'The recording reached a function of the kernel that the baseline of its scenario does not allow.',
  },
  help: {
    text: 'If the scenario may reach the function, add its name to the baseline: "ftrace-explorer check --update" does so. If not, the line is its first call: what stands above it says who called.',
  },
  defaultConfiguration: { level: 'error' },
};

/** The log of one check, one run with one rule. Throws a TraceFileError where a trace has gone meanwhile. */
export async function checkLog(result: CheckResult, categories: Categories): Promise<Log> {
  const { checked, unread, baseline } = result;
  const name = distinctNames([baseline])[0]!;
  const results = checked.flatMap((one, index) => resultsOf(one, index, name, categories));
  const left = results.length - MAX_RESULTS;
  const notes: Notification[] = [
    ...unread.map(({ file, message }) => notification('error', message, file)),
    ...result.allowed.problems.map(({ line, message }) => notification('warning', message, baseline, line)),
    ...(left > 0 ? [notification('warning', `${formatPlural(left, 'result')} left out`)] : []),
  ];
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ftrace-explorer', version, semanticVersion: version, rules: [RULE] } },
        invocations: [
          {
            executionSuccessful: unread.length === 0,
            ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes }),
          },
        ],
        artifacts: await Promise.all(checked.map(({ file }) => artifact(file))),
        columnKind: 'utf16CodeUnits',
        results: results.slice(0, MAX_RESULTS),
        properties: { baseline: name, filters: result.filters, rules: result.rules },
      },
    ],
  };
}

function resultsOf(
  { file, violations }: CheckedTrace,
  index: number,
  baseline: string,
  categories: Categories,
): Result[] {
  return violations.map(({ name, category, calls, line, allowedAs }) => {
    const { id, label } = categories.list[category]!;
    const hint = allowedAs === undefined ? '' : ` ${visible(allowedAs)} is allowed.`;
    return {
      ruleId: RULE.id,
      ruleIndex: 0,
      level: 'error',
      message: {
        text: `${visible(name)} (${visible(label)}, ${formatPlural(calls, 'call')}) is outside of ${visible(baseline)}.${hint}`,
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { ...locationOf(file), index },
            region: { startLine: line + 1 },
          },
        },
      ],
      partialFingerprints: fingerprints(name),
      properties: { function: name, category: id, calls },
    };
  });
}

/**
 * By the name alone: another recording has the call on another line, with another time. The first key is the one that
 * GitHub goes by, which else makes it of the line's text.
 */
function fingerprints(name: string): Record<string, string> {
  const hash = createHash('sha256').update(name).digest('hex');
  return { primaryLocationLineHash: `${hash.slice(0, 16)}:1`, 'kernelFunction/v1': hash };
}

async function artifact(file: string): Promise<Artifact> {
  const hashes = file === '-' ? {} : { hashes: { 'sha-256': await sha256OfFile(file) } };
  return { location: locationOf(file), roles: ['analysisTarget'], ...hashes };
}

function notification(level: 'error' | 'warning', text: string, file?: string, line?: number): Notification {
  const region = line === undefined ? {} : { region: { startLine: line + 1 } };
  return {
    level,
    message: { text: visible(text) },
    ...(file === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: locationOf(file), ...region } }] }),
  };
}

/** Relative to the working directory, as a URI; what is not below it by its whole path. */
function locationOf(file: string): ArtifactLocation {
  if (file === '-') return { uri: 'stdin' };
  const relative = path.relative('', file);
  const outside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  if (outside) return { uri: pathToFileURL(file).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join('/') };
}
