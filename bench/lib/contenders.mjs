import { randomBytes } from "node:crypto";
import { inRoot } from "../../scripts/lib/root.mjs";
import { signToken } from "./token.mjs";

/** The one user of the bench. The chat's room lets everybody write in their own name only. */
export const author = "bench-1x7q";

const secret = randomBytes(32).toString("base64url");

/** The start is timed with an object of its own, so that the load begins in a fresh one with an empty database. */
export const rooms = { start: "start", load: "load" };

/**
 * What is measured against each other. `modules` begins with the entry module; `path` is where a room's socket is.
 */
export const contenders = {
  floor: {
    folder: inRoot("bench", "floor"),
    modules: ["worker.js"],
    binding: "FLOOR_ROOM",
    className: "FloorRoom",
    texts: {},
    path: (room) => `/${room}`,
  },
  samovar: {
    folder: inRoot("examples", "chat", "target", "worker"),
    modules: ["worker.js", "chat.js"],
    binding: "CHAT_ROOM",
    className: "ChatRoom",
    texts: { AUTH_SECRET: secret },
    path: (room) => `/sync/${room}?token=${signToken(secret, author)}`,
  },
};
