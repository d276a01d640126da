import {
  readExtensionMessage,
  type Answer,
  type Ask,
  type ExtensionMessage,
  type PageMessage,
} from '../../src/traceView/messages';
import { PageHost, type Reply } from '../shared/pageHost';

/** What the extension says beside its answers. */
export type Told = Exclude<ExtensionMessage, Reply<Answer>>;

/** The extension, as the page of a trace view sees it. */
export class TraceViewHost extends PageHost<Ask, Answer, PageMessage, Told> {
  constructor() {
    super(readExtensionMessage);
  }
}
