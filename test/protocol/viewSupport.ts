import {
  VIEW_CLOSE_NOTIFICATION,
  VIEW_OPEN_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_STATE_NOTIFICATION,
  type ViewOpenResult,
  type ViewRowsResult,
  type ViewState,
} from '../../server/src/protocol/traceView';
import { until, type Client } from './support';

/** States that clients were told, by view: one client may have several. */
const told = new WeakMap<Client, ViewState[]>();

function statesOf(client: Client): ViewState[] {
  const known = told.get(client);
  if (known !== undefined) return known;
  const states: ViewState[] = [];
  told.set(client, states);
  client.connection.onNotification(VIEW_STATE_NOTIFICATION, (state: ViewState) => {
    states.push(state);
  });
  return states;
}

/** A view that is open, as its page sees it. */
export class TestView {
  private constructor(
    private readonly client: Client,
    readonly id: number,
  ) {}

  /** Opens a view; it is closed with `close`, or ends with the process. */
  static async open(client: Client, uri: string, follow = false): Promise<TestView> {
    statesOf(client);
    const { id } = await client.connection.sendRequest<ViewOpenResult>(VIEW_OPEN_REQUEST, { uri, follow });
    return new TestView(client, id);
  }

  /** All states so far, oldest first. */
  get states(): ViewState[] {
    return statesOf(this.client).filter(({ id }) => id === this.id);
  }

  /** The same, as soon as all of the file is read. */
  static async complete(client: Client, uri: string): Promise<TestView> {
    const view = await TestView.open(client, uri);
    await view.until(({ phase }) => phase !== 'indexing');
    return view;
  }

  get state(): ViewState | undefined {
    return this.states.at(-1);
  }

  /** Waits for a state that came behind `since` others. */
  async until(wanted: (state: ViewState) => boolean, since = 0): Promise<ViewState> {
    await until(() => this.states.slice(since).some(wanted));
    return this.states.slice(since).find(wanted)!;
  }

  /** Asks and waits for a state that follows. */
  async after<T>(ask: () => Promise<T>, wanted: (state: ViewState) => boolean): Promise<ViewState> {
    await ask();
    return this.until(wanted, this.states.length);
  }

  ask<T>(method: string, params: object = {}): Promise<T> {
    return this.client.connection.sendRequest<T>(method, { id: this.id, ...params });
  }

  rows(from = 0, count = 200): Promise<ViewRowsResult> {
    return this.ask<ViewRowsResult>(VIEW_ROWS_REQUEST, { from, count });
  }

  /** The lines of all rows, from 0. */
  async lines(): Promise<number[]> {
    return (await this.rows()).items.map(({ line }) => line);
  }

  async close(): Promise<void> {
    await this.client.connection.sendNotification(VIEW_CLOSE_NOTIFICATION, { id: this.id });
  }
}
