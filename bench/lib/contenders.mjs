import { inRoot } from "../../scripts/lib/root.mjs";

/** Where the built pages of both are. */
export const pages = inRoot("bench", "page", "target");

/**
 * What is measured against each other. `modules` begins with the entry module; `path` is where a room's socket is, and
 * `profile` what is spoken there. `page` is among the {@link pages}.
 */
export const contenders = {
  floor: {
    folder: inRoot("bench", "floor"),
    modules: ["worker.js", "audience.js", "frame-reader.js", "frame-writer.js", "frames.js"],
    binding: "FLOOR_ROOM",
    className: "FloorRoom",
    path: (mode) => `/sync/{room}/${mode}`,
    profile: () => "reference",
    page: "floor.html",
  },
  samovar: {
    folder: inRoot("bench", "worker", "target", "worker"),
    modules: ["worker.js", "bench.js"],
    binding: "BENCH_ROOM",
    className: "BenchRoom",
    path: () => "/sync/{room}?user=bench",
    profile: (profile) => profile,
    page: "samovar.html",
  },
};
