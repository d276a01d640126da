import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver';

/** What a handler is registered as, once it is guarded. */
export type Guarded<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<void>>;

/**
 * Makes of a handler one that cannot harm the others: what it throws is logged and answered with `neutral`, but for a
 * ResponseError, which is its answer. A request that is cancelled is answered so at once, whatever it waits for.
 */
export type Guard = <P, R>(
  name: string,
  neutral: R | ResponseError<void>,
  handler: (params: P, token: CancellationToken) => Promise<R> | R,
) => Guarded<P, R>;

export function createGuard(connection: Connection): Guard {
  return (name, neutral, handler) => async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const answer = await Promise.race([
        cancellation(token),
        // Asynchronous, so that what it throws at once is caught as what it throws later.
        (async () => handler(params, token))(),
      ]);
      return token.isCancellationRequested ? cancelled() : answer;
    } catch (error) {
      if (error instanceof ResponseError) return error;
      connection.console.error(`${name}: ${errorText(error)}`);
      return neutral;
    }
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

function cancellation(token: CancellationToken): Promise<ResponseError<void>> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve(cancelled())));
}

/** An error for the log. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
