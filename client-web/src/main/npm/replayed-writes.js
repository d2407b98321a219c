import { written } from "./mutations.js";

/** What is needed to make a mutation again. */
export const described = (mutation) => ({
  type: mutation.type,
  key: mutation.key,
  columns: written(mutation) ?? {},
});

/** Writes of an earlier page on their way to the collections that show them. */
export class ReplayedWrites {
  /** Those that no collection has shown yet, by its name. */
  #unshown = new Map();
  /** Outcomes, by the metadata of the mutations that show a write. */
  #outcomes = new WeakMap();
  /** What shows a write settles by these promises, by its outcome. */
  #shown = new WeakMap();

  add({ table, mutations }, outcome) {
    const write = { mutations, outcome, isOver: false };
    const end = () => {
      write.isOver = true;
    };
    outcome.then(end, end);
    this.#unshown.set(table, [...(this.#unshown.get(table) ?? []), write]);
  }

  /** The outcome of the write that a transaction shows; undefined if it is a new one. */
  outcomeOf(mutations) {
    return this.#outcomes.get(mutations[0]?.metadata);
  }

  /** Resolves when the collection has taken back what showed a write that failed. */
  async takenBack(outcome) {
    await Promise.allSettled(this.#shown.get(outcome) ?? []);
  }

  /** Shows the writes of a collection as its user saw them before. */
  show(name, collection) {
    const waiting = this.#unshown.get(name) ?? [];
    this.#unshown.delete(name);
    for (const { mutations, outcome } of waiting.filter(({ isOver }) => !isOver)) {
      const settled = [];
      this.#shown.set(outcome, settled);
      for (const mutation of mutations) {
        const metadata = {};
        this.#outcomes.set(metadata, outcome);
        try {
          settled.push(apply(mutation, collection, { metadata }).isPersisted.promise);
        } catch {
          // The row of an insert is there by now, or that of an update is not. The server's answer brings what becomes of it.
        }
      }
    }
  }
}

/** Makes a mutation again, and returns its transaction. */
function apply({ type, key, columns }, collection, config) {
  switch (type) {
    case "insert":
      return collection.insert(columns, config);
    case "update":
      return collection.update(key, config, (draft) => {
        Object.assign(draft, columns);
      });
    default:
      return collection.delete(key, config);
  }
}
