/** A feed that may not be there yet. */
export class LateFeed {
  #feed;
  #end;

  /** @param feed answers the one behind this, if it is there */
  constructor(feed, end) {
    this.#feed = feed;
    this.#end = end;
  }

  position() {
    return this.#feed()?.position() ?? -1;
  }

  since() {
    return this.#feed()?.since() ?? -1;
  }

  epoch() {
    return this.#feed()?.epoch() ?? null;
  }

  takeMoved() {
    return this.#feed()?.takeMoved() ?? false;
  }

  refetch() {
    // One that is not there yet asks anyway.
    this.#feed()?.refetch();
  }

  catchUp() {
    this.#feed()?.catchUp();
  }

  end() {
    this.#end();
  }
}
