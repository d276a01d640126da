import {
  readExtensionMessage,
  type Answer,
  type Ask,
  type ExtensionMessage,
  type PageMessage,
} from '../../src/report/messages';

interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** The other side: the extension. */
export class Host {
  private readonly api = acquireVsCodeApi();
  private readonly waiting = new Map<number, Waiting>();
  private numbers = 0;

  /** `receive` gets all messages but answers. */
  listen(receive: (message: ExtensionMessage) => void): void {
    window.addEventListener('message', ({ data }) => {
      const message = readExtensionMessage(data);
      if (message?.type === 'answer') this.settle(message.number)?.resolve(message.answer);
      else if (message?.type === 'failed') this.settle(message.number)?.reject(new Error(message.message));
      else if (message !== undefined) receive(message);
    });
    this.send({ type: 'ready' });
  }

  send(message: PageMessage): void {
    this.api.postMessage(message);
  }

  /** Asks for a piece of the report; rejects with a message for people. */
  ask<T extends Answer>(ask: Ask): Promise<T> {
    const number = this.numbers++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(number, { resolve: (answer) => resolve(answer as T), reject });
      this.send({ type: 'ask', number, ask });
    });
  }

  /** What VS Code kept of the page while it was in the background or over a restart. */
  get state(): unknown {
    return this.api.getState();
  }

  set state(state: unknown) {
    this.api.setState(state);
  }

  private settle(number: number): Waiting | undefined {
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    return waiting;
  }
}

/** What an error says, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
