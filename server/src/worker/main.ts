/** Entry of a worker thread: that of a view, as long as it is open, or one that reads a file and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { TraceFileError } from '../host/traceFileError';
import type { FromViewThread, ReadThreadData, ToViewThread, ViewThreadData } from './messages';
import { readJob } from './readJob';
import { Refusal } from './refusal';
import { ViewSession } from './viewSession';

const data = workerData as ViewThreadData | ReadThreadData;
if (data.job === 'view') serveView(data);
else void readJob(data);

function serveView({ follow, id, path, settings }: ViewThreadData): void {
  const port = parentPort!;
  const post = (message: FromViewThread): void => port.postMessage(message);
  /** Requests that are being answered, and whether somebody still waits for them. */
  const answering = new Map<number, { stopped: boolean }>();
  let session: ViewSession;
  try {
    session = new ViewSession(id, path, follow, settings, (state) => post({ type: 'state', state }));
  } catch (error) {
    post({ type: 'opened', error: error instanceof Error ? error.message : String(error) });
    port.close();
    return;
  }
  const answer = async (number: number, method: string, params: unknown): Promise<void> => {
    const request = { stopped: false };
    answering.set(number, request);
    try {
      const result = await session.answer(method, params, () => request.stopped);
      post({ type: 'answer', number, result });
    } catch (error) {
      const bug = !(error instanceof Refusal || error instanceof TraceFileError);
      const message =
        error instanceof Error ? ((bug ? error.stack : undefined) ?? error.message) : String(error);
      post({ type: 'failure', number, message, bug });
    } finally {
      answering.delete(number);
    }
  };
  port.on('message', (message: ToViewThread) => {
    if (message.type === 'request') void answer(message.number, message.method, message.params);
    else if (message.type === 'cancel') {
      const request = answering.get(message.number);
      if (request !== undefined) request.stopped = true;
    } else session.setSettings(message.settings);
  });
  post({ type: 'opened' });
}
