import { topLevelCalls, unclosedExtents } from '../analyse/calls';
import { formatDuration } from '../format/numbers';
import { visible } from '../format/escape';
import type { TraceText } from '../parse/traceText';
import { nameRange, type TextRange } from './textRange';

/** A top-level call in the outline. Lines from 0. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameRange: TextRange;
}

/** The top-level calls in the order of the text, at most `limit`. */
export function outline(text: TraceText, limit: number): OutlineItem[] {
  const extents = unclosedExtents(text.lines);
  return topLevelCalls(text.lines, limit).map((line) => {
    const exit = text.lines.exitLine(line);
    const lane = text.trace.lanes.byId(text.lines.lane(line));
    const task = lane === undefined || lane.pid < 0 ? '' : ` · ${visible(lane.comm)}-${lane.pid}`;
    return {
      name: visible(text.trace.names.text(text.lines.name(line))),
      detail: `${formatDuration(text.lines.durationNs(line))}${task}`,
      startLine: line,
      endLine: exit >= 0 ? exit : (extents.get(line) ?? line),
      nameRange: nameRange(text, line),
    };
  });
}
