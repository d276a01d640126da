// How a run ends without leaving anything behind, whoever ends it.

/** What has to be undone: in reverse order, and once, however many ask for it. */
export class CleanUp {
  /** @type {(() => unknown)[]} */
  #tasks = [];
  /** @type {Promise<void> | undefined} */
  #running;

  /** @param {() => unknown} task */
  add(task) {
    this.#tasks.push(task);
  }

  /** The second caller waits for the first: otherwise the process would exit half way through. */
  run() {
    return (this.#running ??= this.#runAll());
  }

  async #runAll() {
    for (const task of this.#tasks.reverse()) {
      try {
        await task();
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/**
 * Calls back once: on a signal, or when npm has gone. npm passes SIGTERM to nobody, so a script of a killed
 * npm would live on.
 * @param {() => void} callback
 */
export function whenAskedToEnd(callback) {
  const parent = process.ppid;
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    clearInterval(timer);
    callback();
  };
  const timer = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) ask();
  }, 500);
  timer.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask);
}
