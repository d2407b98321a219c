/** The door of a client whose store is being opened: what is asked of it waits and goes through in its order. */
export class LateDoor {
  #door;
  /** Undefined when nothing waits any more. */
  #waiting = [];

  /** @param opening resolves to the door behind this one; if it does not, `door` is that */
  constructor(door, opening) {
    this.#door = door;
    opening.then(
      (opened) => this.#open(opened),
      () => this.#open(door),
    );
  }

  mutate(...args) {
    this.#later(() => this.#door.mutate(...args));
  }

  call(...args) {
    this.#later(() => this.#door.call(...args));
  }

  sync(...args) {
    return new LateRun((action) => this.#later(() => action(this.#door)), args);
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

/** A sync run that begins when the door is open. */
class LateRun {
  #later;
  #args;
  #run;
  #isClosed = false;

  constructor(later, args) {
    this.#later = later;
    this.#args = args;
  }

  subscribe(wanted, kept, listener) {
    let following;
    let isEnded = false;
    this.#later((door) => {
      if (!this.#isClosed && !isEnded) {
        this.#run ??= door.sync(...this.#args);
        following = this.#run.subscribe(wanted, kept, listener);
      }
    });
    return {
      end() {
        isEnded = true;
        following?.end();
      },
    };
  }

  close() {
    this.#isClosed = true;
    this.#run?.close();
  }
}
