import { ConnectionLostError, SamovarError } from "@samovar/client";

/** What did not happen, as far as is known: `what` is a participle, such as "sent". */
export function failureOf(what: string, error: unknown): string {
  return `${isOutcomeUnknown(error) ? "Perhaps not" : "Not"} ${what}: ${reasonOf(error)}`;
}

/** Whether the answer was lost, so that it may have been done all the same. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof ConnectionLostError;
}

/** What to tell about something that failed: the server's own sentence when there is one for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof SamovarError && error.code === "NOT_FOUND") {
    return "it is gone already.";
  }
  return error instanceof Error && error.message !== "" ? error.message : "It was not accepted.";
}
