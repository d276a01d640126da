import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  COMPARE_REQUEST,
  type CompareParams,
  type CompareResult,
} from '../../../server/src/protocol/requests';

/** Until then the documents of a comparison are open, or never will be. */
const OPENING_MS = 10_000;

interface Asked {
  readonly result: Promise<CompareResult>;
  readonly cancellation: vscode.CancellationTokenSource;
}

/**
 * The server's comparisons: asked for once for both sides of a pair of traces, and kept as long as one of its documents is
 * open.
 */
export class Comparisons implements vscode.Disposable {
  private readonly asked = new Map<string, Asked>();

  /** `isShown` tells whether a document of the pair is open. */
  constructor(
    private readonly client: LanguageClient,
    private readonly isShown: (pair: CompareParams) => boolean,
  ) {}

  dispose(): void {
    for (const { cancellation } of this.asked.values()) cancellation.cancel();
  }

  /** The newest comparison of the pair; asks for it where there is none. */
  async get(pair: CompareParams): Promise<CompareResult> {
    const asked = this.asked.get(keyOf(pair)) ?? this.ask(pair);
    try {
      return await asked.result;
    } catch (error) {
      const newer = this.asked.get(keyOf(pair));
      if (newer !== undefined && newer !== asked) return this.get(pair);
      throw error;
    }
  }

  /** The newest comparison of the pair, if there is one. */
  async known(pair: CompareParams): Promise<CompareResult | undefined> {
    return this.asked.has(keyOf(pair)) ? this.get(pair).catch(() => undefined) : undefined;
  }

  /** Asks again, once for each pair; who waits for the comparison before gets this one. */
  renew(pairs: readonly CompareParams[]): void {
    for (const pair of new Map(pairs.map((pair) => [keyOf(pair), pair])).values()) this.ask(pair);
  }

  /** Gives up what nobody waits for any more. */
  cancel(pair: CompareParams): void {
    const key = keyOf(pair);
    this.asked.get(key)?.cancellation.cancel();
    this.asked.delete(key);
  }

  /** Gives up a comparison none of whose documents is open. */
  forgetUnlessShown(pair: CompareParams): void {
    if (!this.isShown(pair)) this.cancel(pair);
  }

  private ask({ left, right }: CompareParams): Asked {
    const pair = { left, right };
    const key = keyOf(pair);
    const cancellation = new vscode.CancellationTokenSource();
    const request = this.client.sendRequest<CompareResult>(COMPARE_REQUEST, pair, cancellation.token);
    const asked = { result: unlessCancelled(request, cancellation.token), cancellation };
    const older = this.asked.get(key);
    this.asked.set(key, asked);
    older?.cancellation.cancel();
    asked.result.then(
      () => setTimeout(() => this.asked.get(key) === asked && this.forgetUnlessShown(pair), OPENING_MS),
      // What failed may work the next time: the file is there again, the trace has text again.
      () => this.asked.get(key) === asked && this.asked.delete(key),
    );
    return asked;
  }
}

function keyOf({ left, right }: CompareParams): string {
  return JSON.stringify([left, right]);
}

/** The promise; rejected at once when cancelled, even if there is no server yet that could hear of it. */
function unlessCancelled<T>(promise: Promise<T>, token: vscode.CancellationToken): Promise<T> {
  return new Promise((resolve, reject) => {
    token.onCancellationRequested(() => reject(new vscode.CancellationError()));
    promise.then(resolve, reject);
  });
}
