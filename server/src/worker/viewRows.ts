import { NO_LANE } from '../core/model/lineTable';
import { isCallKind } from '../core/model/lineKind';
import type { TraceText } from '../core/parse/traceText';
import { LINE_PARTS, lineParts } from '../core/view/lineParts';
import { lineProblem } from '../core/view/lineProblem';
import type { CompiledQuery } from '../core/view/lineQuery';
import { CATEGORY_TOKEN_TYPES } from '../protocol/requests';
import type { ViewRow } from '../protocol/traceView';

/** More of a line is not shown, in UTF-16 units. */
const MAX_SHOWN = 4000;
/** More hits on a line are not marked. */
const MAX_HITS = 200;

/** What is shown of a line besides its text. */
export interface RowLook {
  /** Token type of a function's name. */
  readonly tokenType: (name: number) => number;
  readonly query: CompiledQuery | undefined;
  /** Whether the search finds the line. */
  readonly isHit: (line: number) => boolean;
}

/** Text and colours of a line, without what folds and filters make of it. */
export function viewRow(text: TraceText, line: number, look: RowLook): ViewRow {
  const f = text.read(line);
  const { lineEnd, lineStart } = f;
  const whole = text.wholeLine(f);
  const shown = whole.length > MAX_SHOWN ? whole.slice(0, MAX_SHOWN) : whole;
  const { lines } = text;
  const start = lines.offset(line);
  const longer = line + 1 < lines.length && lines.offset(line + 1) - start > lineEnd - lineStart + 2;
  const isCall = isCallKind(lines.kind(line));
  const problem = lineProblem(lines, line);
  const tokens: number[] = [];
  let nameFrom = -1;
  let nameTo = -1;
  for (const { from, to, part, name } of lineParts(text, line)) {
    if (from >= shown.length) break;
    const type =
      part === 'name' ? look.tokenType(name) : CATEGORY_TOKEN_TYPES.length + LINE_PARTS.indexOf(part);
    if (part === 'name') [nameFrom, nameTo] = [from, to];
    if (type >= 0) tokens.push(from, Math.min(to, shown.length) - from, type);
  }
  const hits = look.isHit(line) ? hitPlaces(shown, look.query, nameFrom, nameTo) : [];
  return {
    line,
    text: shown,
    tokens,
    ...((longer || shown.length < whole.length) && { cut: true }),
    ...(hits.length > 0 && { hits }),
    ...(isCall && lines.lane(line) !== NO_LANE && { depth: lines.depth(line) }),
    ...(problem !== undefined && { problem }),
  };
}

function hitPlaces(
  text: string,
  query: CompiledQuery | undefined,
  nameFrom: number,
  nameTo: number,
): number[] {
  if (query === undefined) return [];
  if (query.kind !== 'function') return query.places(text, MAX_HITS);
  if (nameFrom < 0) return [];
  return query
    .places(text.slice(nameFrom, nameTo), MAX_HITS)
    .map((value, index) => (index % 2 === 0 ? value + nameFrom : value));
}
