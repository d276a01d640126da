import type { ClientCapabilities, Connection, MessageType } from 'vscode-languageserver';
import type { TraceText } from '../core/parse/traceText';
import type { AppliedBaseline } from './baselineFiles';
import type { Guard } from './guard';
import type { OpenTraces } from './openTraces';
import type { Parsing } from './parseSliced';
import type { ReadTrace } from './readInThread';
import type { Settings } from './settings';

/** What every feature of the server works with. */
export interface Server {
  readonly connection: Connection;
  readonly traces: OpenTraces;
  /** As they are now; those that are on their way are waited for, or the first answers would follow other rules. */
  readonly settings: () => Promise<Settings>;
  /** What they say of parsing. */
  readonly parsing: () => Promise<Parsing>;
  /** Reads a file that is not open, without keeping others waiting. */
  readonly readTrace: ReadTrace;
  /** The baseline that the settings apply; undefined where there is none that can be used. */
  readonly baseline: () => Promise<AppliedBaseline | undefined>;
  readonly hasCommands: () => boolean;
  readonly guard: Guard;
  /** The trace of a request, where it is open and is function_graph. */
  readonly graph: (uri: string) => Promise<TraceText | undefined>;
  readonly showMessage: (type: MessageType, message: string) => void;
  /** What the client can. */
  readonly client: () => ClientCapabilities;
}
