// What must arrive. Each is a `row` for a client's sink, and complains at once about what should not come.

/** Rows in the order of their numbers, each once. `step` is 1, or the number of authors for one author's rows. */
export class InOrder {
  #next;
  #end;
  #step;

  constructor(first, end, step = 1) {
    this.#next = first;
    this.#end = end;
    this.#step = step;
  }

  row = (n) => {
    if (n !== this.#next || n >= this.#end) {
      throw new Error(`Row ${n} arrived, but row ${this.#next} of ${this.#end} was next.`);
    }
    this.#next += this.#step;
  };

  /** Every row before this one has arrived. */
  get next() {
    return this.#next;
  }
}

/** Rows in any order, each once. */
export class InAnyOrder {
  #first;
  #seen;
  #missing;

  constructor(first, end) {
    this.#first = first;
    this.#seen = new Uint8Array(end - first);
    this.#missing = end - first;
  }

  row = (n) => {
    if (this.#seen[n - this.#first] !== 0) {
      throw new Error(`Row ${n} arrived, which came before or should not come at all.`);
    }
    this.#seen[n - this.#first] = 1;
    this.#missing--;
  };

  requireComplete() {
    if (this.#missing > 0) {
      throw new Error(`${this.#missing} of ${this.#seen.length} rows did not arrive.`);
    }
  }
}
