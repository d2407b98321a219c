/** Tells of an error that nobody waits for. */
export function report(error) {
  if (typeof globalThis.reportError === "function") {
    globalThis.reportError(error);
  } else {
    console.error(error);
  }
}

/** Runs what runs subscribers of the user: what they throw goes no further. */
export function guarded(action) {
  try {
    action();
  } catch (error) {
    report(error);
  }
}
