/** What is said, in the text of a trace, of functions that its baseline does not allow, and how they become allowed. */
import { DiagnosticSeverity, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Categories } from '../../core/classify/categories';
import { checkTrace, type Violation } from '../../core/compare/baseline';
import { insertIntoBaseline } from '../../core/compare/baselineText';
import { visible } from '../../core/format/escape';
import { formatCount, formatPlural } from '../../core/format/numbers';
import type { TraceText } from '../../core/parse/traceText';
import { nameRange } from '../../core/present/textRange';
import type { AppliedBaseline } from '../baselineFiles';
import { toRange } from '../convert';
import { DIAGNOSTIC_SOURCE } from './diagnostics';

/** The code of the diagnostics on functions outside of the baseline. */
export const NEW_FUNCTION_CODE = 'newFunction';
/** So many are listed; how many there are in all is said. */
const MAX_LISTED = 1000;

/** One diagnostic for each function outside of the baseline, on the name of its first call. */
export function newFunctionDiagnostics(
  text: TraceText,
  applied: AppliedBaseline,
  categories: Categories,
): Diagnostic[] {
  const violations = checkTrace(text.trace, applied.baseline, categories);
  const name = visible(applied.name);
  const listed = violations.slice(0, MAX_LISTED).map((violation) => {
    const { line, category, calls, allowedAs } = violation;
    const label = visible(categories.list[category]!.label);
    const hint = allowedAs === undefined ? '' : ` ${visible(allowedAs)} is allowed.`;
    const message = `${visible(violation.name)} is outside of ${name}: ${label}, ${formatPlural(calls, 'call')}.${hint}`;
    return diagnostic(toRange(nameRange(text, line)), message);
  });
  if (listed.length === violations.length) return listed;
  const start = { line: 0, character: 0 };
  const message = `${formatPlural(violations.length, 'function')} are outside of ${name}; the first ${formatCount(listed.length)} are listed.`;
  return [diagnostic({ start, end: start }, message), ...listed];
}

function diagnostic(range: Diagnostic['range'], message: string): Diagnostic {
  return {
    range,
    severity: DiagnosticSeverity.Warning,
    source: DIAGNOSTIC_SOURCE,
    code: NEW_FUNCTION_CODE,
    message,
  };
}

/** The lens above a trace: how it stands to its baseline. */
export function baselineLens(
  { trace }: TraceText,
  applied: AppliedBaseline,
  categories: Categories,
): { readonly title: string; readonly tooltip: string; readonly outside: number } {
  const outside = checkTrace(trace, applied.baseline, categories).length;
  const name = visible(applied.name);
  const title =
    outside === 0
      ? `all functions are in ${name}`
      : `${formatPlural(outside, 'function')} outside of ${name}`;
  return { title, tooltip: `List the functions that ${name} does not allow`, outside };
}

/** Which of the new functions to allow: one, those of a category (by id), or all. */
export type Allowed =
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'all' };

/** What can be done about the new function whose first call is on `line`; that on no line stands for all. */
export function allowFixes(
  { trace }: TraceText,
  applied: AppliedBaseline,
  categories: Categories,
  line: number,
): { readonly title: string; readonly allow: Allowed }[] {
  const violations = checkTrace(trace, applied.baseline, categories);
  const file = visible(applied.name);
  const found = violations.find((violation) => violation.line === line);
  const fixes: { title: string; allow: Allowed }[] = [];
  if (found !== undefined) {
    const { name, category } = found;
    fixes.push({ title: `Allow ${visible(name)} in ${file}`, allow: { kind: 'one', name } });
    const { id, label } = categories.list[category]!;
    const alike = violations.filter((violation) => violation.category === category).length;
    if (alike > 1 && alike < violations.length) {
      fixes.push({
        title: `Allow all ${formatCount(alike)} new functions of the category ${visible(label)} in ${file}`,
        allow: { kind: 'category', category: id },
      });
    }
  }
  if (violations.length > 1) {
    const title = `Allow all ${formatCount(violations.length)} new functions in ${file}`;
    fixes.push({ title, allow: { kind: 'all' } });
  }
  return fixes;
}

/** The edits of the baseline's text that allow functions of a trace, which is called `from` in their comments. */
export function allowingEdits(
  { trace }: TraceText,
  { uri, text, baseline }: AppliedBaseline,
  categories: Categories,
  allow: Allowed,
  from: string,
): TextEdit[] {
  const entries = checkTrace(trace, baseline, categories)
    .filter((violation) => isMeant(violation, allow, categories))
    .map(({ name, category }) => ({
      name,
      comment: `${categories.list[category]!.id}, added from ${from}`,
    }));
  const document = TextDocument.create(uri, '', 0, text);
  return insertIntoBaseline(text, entries).map(({ offset, text: newText }) => {
    const at = document.positionAt(offset);
    return { range: { start: at, end: at }, newText };
  });
}

function isMeant({ name, category }: Violation, allow: Allowed, categories: Categories): boolean {
  switch (allow.kind) {
    case 'one':
      return name === allow.name;
    case 'category':
      return categories.list[category]!.id === allow.category;
    case 'all':
      return true;
  }
}
