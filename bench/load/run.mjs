import { cpuMicros, rssBytes, runNanos } from "../lib/usage.mjs";

/** What one measurement is made against, and with what. */
export class Run {
  #task;
  #fail;

  /** Rejects with what went wrong, and never resolves. */
  failed = new Promise((_, reject) => {
    this.#fail = reject;
  });

  /** @param task the `profile`, `port`, `pid` and `startedAt` of a workerd, and the `path` of rooms in it */
  constructor(task) {
    this.#task = task;
    // Handled here because it may fail while nobody waits; whoever waits next is told all the same.
    this.failed.catch(() => {});
  }

  get profile() {
    return this.#task.profile;
  }

  /** The page of the contender: its `name` in a `folder`. */
  get page() {
    return this.#task.page;
  }

  get url() {
    return this.urlOf("load");
  }

  urlOf(room) {
    return `ws://127.0.0.1:${this.#task.port}${this.#task.path.replace("{room}", room)}`;
  }

  /** Milliseconds since workerd was started. */
  get sinceStart() {
    return Date.now() - this.#task.startedAt;
  }

  fail(why) {
    this.#fail(new Error(why));
  }

  /** Of workerd so far. */
  cpuMicros() {
    return cpuMicros(this.#task.pid);
  }

  /** The same, finer but for threads that have ended. */
  runNanos() {
    return runNanos(this.#task.pid);
  }

  rssBytes() {
    return rssBytes(this.#task.pid);
  }
}

/** Long enough for a tick, and short beside what is measured. */
export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
