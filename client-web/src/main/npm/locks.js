/**
 * Takes a lock of all tabs of the origin, and resolves to the function that gives it back, when it is granted. The browser gives
 * back what a tab held that is gone.
 *
 * @param options `signal` ends the wait; with `ifAvailable` it resolves to undefined at once if another has the lock
 */
export function takeLock(name, options = {}) {
  return new Promise((resolve, reject) => {
    const granted = (lock) =>
      new Promise((release) => {
        resolve(lock ? release : undefined);
        if (!lock) {
          release();
        }
      });
    navigator.locks.request(name, options, granted).catch(reject);
  });
}

/** The names of all locks that somebody holds. */
export async function heldLocks() {
  const { held } = await navigator.locks.query();
  return new Set(held.map(({ name }) => name));
}
