/** A feed that answers nothing until the one behind it is there. */
export class LateFeed {
  /** The one behind it. */
  feed;
  isEnded = false;
  #ending;

  /** @param ending is called when it is about to end */
  constructor(ending) {
    this.#ending = ending;
  }

  position() {
    return this.feed?.position();
  }

  epoch() {
    return this.feed?.epoch();
  }

  takeMoved() {
    return this.feed?.takeMoved();
  }

  refetch() {
    // What has not begun yet asks anyway.
    this.feed?.refetch();
  }

  catchUp() {
    this.feed?.catchUp();
  }

  end() {
    if (!this.isEnded) {
      this.isEnded = true;
      this.#ending();
      this.feed?.end();
    }
  }
}
