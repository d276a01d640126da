interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** What the extension says to questions of a page. */
export type Reply<Answer> =
  | { readonly type: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly number: number; readonly message: string };

/** A question that was asked: its answer, and its number, by which it can be given up. */
export interface Asked<Answer> {
  readonly number: number;
  readonly answer: Promise<Answer>;
}

/** The other side of a page: the extension. `read` checks what arrives; undefined for what is none of its messages. */
export class PageHost<Ask, Answer, Message, Told extends { readonly type: string }> {
  private readonly api = acquireVsCodeApi();
  private readonly waiting = new Map<number, Waiting<Answer>>();
  private numbers = 0;

  constructor(private readonly read: (data: unknown) => Told | Reply<Answer> | undefined) {}

  /** `receive` gets all messages but answers. */
  listen(receive: (message: Told) => void): void {
    window.addEventListener('message', ({ data }) => {
      const message = this.read(data);
      if (message === undefined) return;
      if (isReply(message)) this.settle(message);
      else receive(message);
    });
    this.api.postMessage({ type: 'ready' });
  }

  send(message: Message): void {
    this.api.postMessage(message);
  }

  /** Asks for something; rejects with a message for people. */
  ask<T extends Answer>(ask: Ask): Promise<T> {
    return this.begin<T>(ask).answer;
  }

  /** The same, for questions that may be given up. */
  begin<T extends Answer>(ask: Ask): Asked<T> {
    const number = this.numbers++;
    const answer = new Promise<T>((resolve, reject) => {
      this.waiting.set(number, { resolve: (given) => resolve(given as T), reject });
      this.api.postMessage({ type: 'ask', number, ask });
    });
    return { number, answer };
  }

  /** What VS Code kept of the page while it was in the background or over a restart. */
  get state(): unknown {
    return this.api.getState();
  }

  set state(state: unknown) {
    this.api.setState(state);
  }

  private settle(reply: Reply<Answer>): void {
    const waiting = this.waiting.get(reply.number);
    this.waiting.delete(reply.number);
    if (reply.type === 'answer') waiting?.resolve(reply.answer);
    else waiting?.reject(new Error(reply.message));
  }
}

function isReply<Answer>(message: { readonly type: string }): message is Reply<Answer> {
  return message.type === 'answer' || message.type === 'failed';
}

/** What an error says, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
