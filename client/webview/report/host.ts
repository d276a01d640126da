import {
  readExtensionMessage,
  type Answer,
  type Ask,
  type ExtensionMessage,
  type PageMessage,
} from '../../src/report/messages';
import { PageHost, type Reply } from '../shared/pageHost';

export { messageOf } from '../shared/pageHost';

/** What the extension says beside its answers. */
export type Told = Exclude<ExtensionMessage, Reply<Answer>>;

/** The extension, as the page of a report sees it. */
export class Host extends PageHost<Ask, Answer, PageMessage, Told> {
  constructor() {
    super(readExtensionMessage);
  }
}
