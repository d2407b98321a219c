import { takeLock } from "./locks.js";

/** The right to write what a name stands for, which one of all that want it has, in whatever tab. */
export class Turn {
  #name;
  /** Gives the lock back; undefined if another has it. */
  #release;
  #wait;

  constructor(name) {
    this.#name = name;
  }

  get isMine() {
    return this.#release !== undefined;
  }

  /** Takes it if nobody else has it. `attempt` does what may fail, and resolves to undefined then. */
  async takeIfFree(attempt) {
    this.#release = await attempt(() => takeLock(this.#name, { ifAvailable: true }));
  }

  /** Takes it when nobody else has it any more, and calls back then. */
  wait(taken) {
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    takeLock(this.#name, { signal }).then(
      (release) => {
        if (signal.aborted) {
          release();
        } else {
          this.#release = release;
          taken();
        }
      },
      // The wait was ended.
      () => {},
    );
  }

  /** Leaves it to others. */
  give() {
    this.#wait?.abort();
    this.#release?.();
    this.#release = undefined;
  }
}
