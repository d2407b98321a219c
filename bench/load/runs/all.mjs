import { catchup } from "./catchup.mjs";
import { commits } from "./commits.mjs";
import { fanout } from "./fanout.mjs";
import { housekeeping } from "./housekeeping.mjs";
import { memory } from "./memory.mjs";
import { newRooms } from "./new-rooms.mjs";
import { paint } from "./paint.mjs";
import { snapshot } from "./snapshot.mjs";
import { stall } from "./stall.mjs";
import { start } from "./start.mjs";

/**
 * What can be run. Each takes what it runs against and its parameters, and answers figures: for each metric a value and
 * its unit. The one called `cpu` is the one that counts.
 */
export const runs = { catchup, commits, fanout, housekeeping, memory, newRooms, paint, snapshot, stall, start };
