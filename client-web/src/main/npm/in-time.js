/** How long anything of the browser's storage may take before the client goes on without it. */
const patienceMillis = 5_000;

/** Rejects when it takes too long. */
export function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = new Error(`The browser's storage has not answered within ${patienceMillis / 1_000} s.`);
    timer = setTimeout(() => reject(error), patienceMillis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
