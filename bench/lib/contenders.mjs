import { inRoot } from "../../scripts/lib/root.mjs";

/**
 * What is measured against each other. `modules` begins with the entry module; `path` is where a room's socket is, and
 * `profile` what is spoken there.
 */
export const contenders = {
  floor: {
    folder: inRoot("bench", "floor"),
    modules: ["worker.js", "audience.js", "frame-reader.js", "frame-writer.js", "frames.js"],
    binding: "FLOOR_ROOM",
    className: "FloorRoom",
    path: (mode) => `/sync/{room}/${mode}`,
    profile: () => "reference",
  },
  samovar: {
    folder: inRoot("bench", "worker", "target", "worker"),
    modules: ["worker.js", "bench.js"],
    binding: "BENCH_ROOM",
    className: "BenchRoom",
    path: () => "/sync/{room}?user=bench",
    profile: (profile) => profile,
  },
};
