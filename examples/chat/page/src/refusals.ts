import { isOutcomeUnknown, reasonOf } from "../../../shared/page/reason";
import type { Message } from "./api";
import type { Refusal } from "./message";

/** What the server turned away, of this page and of its life before a reload: a store for `useSyncExternalStore`. */
export class Refusals {
  #all: readonly Refusal[] = [];
  #listeners = new Set<() => void>();

  readonly getSnapshot = (): readonly Refusal[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  addAll(refusals: readonly Refusal[]): void {
    this.#replace([...this.#all, ...refusals]);
  }

  removeAll(refusals: readonly Refusal[]): void {
    this.#replace(this.#all.filter((refusal) => !refusals.includes(refusal)));
  }

  #replace(all: readonly Refusal[]): void {
    this.#all = all;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** A message that was not taken. */
export function refusalOf(message: Message, error: unknown): Refusal {
  return { message, reason: reasonOf(error), isUnknown: isOutcomeUnknown(error) };
}
