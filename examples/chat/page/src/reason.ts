import { SamovarError } from "@samovar/client";

/** What to tell about something that failed: the server's own sentence when there is one for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof SamovarError && error.code === "NOT_FOUND") {
    return "it is gone already.";
  }
  return error instanceof Error && error.message !== "" ? error.message : "It was not accepted.";
}
