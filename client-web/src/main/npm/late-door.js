import { LateFeed } from "./late-feed.js";

/** The door of a client whose store is being opened: what is asked of it waits and goes through in its order. */
export class LateDoor {
  #door;
  /** Undefined when nothing waits any more. */
  #waiting = [];

  /** @param opening resolves to the door behind this one, or to nothing: then `door` is that */
  constructor(door, opening) {
    this.#door = door;
    opening.then((opened) => this.#open(opened ?? door));
  }

  mutate(...args) {
    this.#later(() => this.#door.mutate(...args));
  }

  call(...args) {
    this.#later(() => this.#door.call(...args));
  }

  /** A sync run that begins when the door is open. */
  sync(...args) {
    let run;
    let isClosed = false;
    return {
      subscribe: (...subscription) => {
        let feed;
        let isEnded = false;
        this.#later(() => {
          if (!isClosed && !isEnded) {
            run ??= this.#door.sync(...args);
            feed = run.subscribe(...subscription);
          }
        });
        return new LateFeed(
          () => feed,
          () => {
            isEnded = true;
            feed?.end();
          },
        );
      },
      close() {
        isClosed = true;
        run?.close();
      },
    };
  }

  #later(action) {
    if (this.#waiting) {
      this.#waiting.push(action);
    } else {
      action();
    }
  }

  #open(door) {
    this.#door = door;
    // It may grow meanwhile.
    for (const action of this.#waiting) {
      action();
    }
    this.#waiting = undefined;
  }
}
