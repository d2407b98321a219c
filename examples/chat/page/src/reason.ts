/** What to tell about something that failed: the server's own sentence when there is one. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : "It was not accepted.";
}
