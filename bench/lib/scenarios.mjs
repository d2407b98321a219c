// What is measured. `run` names one of load/runs; `parameters` are the work of a round, and `quick` replaces some of them
// by what proves that it runs and measures little. `floor` is the mode of the floor for each
// profile that is measured. `targets` are what a metric should at most be: a `ratio` to the floor, or a `value`.

const ratio = (most) => ({ ratio: most });
const value = (most) => ({ value: most });

const everywhere = (mode) => ({ reference: mode, "samovar/1": mode });

/** The targets of `cpu`. */
const cpu = (reference, samovar) => ({ reference: { cpu: ratio(reference) }, "samovar/1": { cpu: ratio(samovar) } });

const commits = (name, window, muts, targets) => ({
  name,
  run: "commits",
  floor: everywhere("now"),
  parameters: { muts, warmUp: muts / 10, opsPerMut: 1, window, unsubscribed: true },
  quick: { muts: 200, warmUp: 20 },
  targets,
});

/** As many inserts as warm up `commit-32`: what costs is compiled by then, on both sides. */
const warmBursts = 4;

const fanout = (sockets, parameters, floor, targets) => ({
  name: `fanout-${sockets}`,
  run: "fanout",
  floor,
  parameters: { sockets, inserts: 500, warmUp: warmBursts, filtered: false, single: 0, ...parameters },
  quick: { sockets: sockets / 10, inserts: 50, warmUp: 1, bursts: 1, single: Math.min(parameters.single ?? 0, 2) },
  targets,
});

const snapshot = (label, rows, times, targets = {}) => ({
  name: `snapshot-${label}`,
  run: "snapshot",
  floor: { reference: "now", "samovar/1": "batch" },
  parameters: { rows, warmUp: Math.ceil(times / 4), times },
  quick: { rows: rows / 10, warmUp: 1, times: 1 },
  targets,
});

const catchup = (changed, times, targets = {}) => ({
  name: `catchup-${changed}`,
  run: "catchup",
  floor: everywhere("now"),
  parameters: { rows: 10_000, changed, warmUp: Math.ceil(times / 4), times },
  quick: { rows: 1_000, changed: changed / 10, warmUp: 1, times: 1 },
  targets,
});

const windowTargets = {
  reference: { cpu: ratio(2), "cpu, writer not subscribed": ratio(2) },
  "samovar/1": { cpu: ratio(1.8), "cpu, writer not subscribed": ratio(1.8) },
};

const wide = { reference: "tick", "samovar/1": "pack" };

export const scenarios = [
  commits("commit-1", 1, 5_000, {}),
  commits("commit-32", 32, 20_000, windowTargets),
  {
    name: "multi-op",
    run: "commits",
    floor: everywhere("now"),
    parameters: { muts: 400, warmUp: 40, opsPerMut: 100, window: 32, unsubscribed: false },
    quick: { muts: 20, warmUp: 2 },
    targets: cpu(2, 2),
  },
  fanout(10, { bursts: 10, single: 20 }, wide, {
    reference: { "delivery p50, idle object": value(10) },
    "samovar/1": { "delivery p50, idle object": value(5) },
  }),
  fanout(100, { bursts: 8 }, wide, cpu(1.1, 2)),
  fanout(300, { bursts: 4 }, wide, cpu(1.1, 2)),
  {
    name: "filtered-100",
    run: "fanout",
    floor: everywhere("now"),
    parameters: { sockets: 100, inserts: 500, warmUp: warmBursts, bursts: 8, filtered: true, single: 0 },
    quick: { inserts: 100, warmUp: 1, bursts: 1 },
    targets: cpu(1.5, 1.5),
  },
  snapshot("1k", 1_000, 60),
  snapshot("10k", 10_000, 12),
  snapshot("50k", 50_000, 4, cpu(1, 1.4)),
  catchup(500, 60),
  catchup(5_000, 40, cpu(1.1, 0.35)),
  {
    name: "new-room",
    run: "newRooms",
    floor: everywhere("now"),
    parameters: { warmUp: 20, rooms: 200 },
    quick: { warmUp: 1, rooms: 5 },
    targets: {},
  },
  {
    name: "memory-300",
    run: "memory",
    floor: { reference: "now", "samovar/1": "batch" },
    parameters: { sockets: 300, rows: 10_000, idleMillis: 3_000 },
    quick: { sockets: 20, rows: 500, idleMillis: 100 },
    targets: { "samovar/1": { memory: ratio(1.15) } },
  },
  {
    name: "paint",
    run: "paint",
    // The page's client speaks nothing else.
    floor: { "samovar/1": "now" },
    parameters: { rows: 100, warmUp: 20, clicks: 60 },
    quick: { warmUp: 1, clicks: 2 },
    targets: {},
  },
  {
    name: "start",
    run: "start",
    floor: everywhere("now"),
    parameters: {},
    quick: {},
    targets: {},
  },
];

/** A little of the work. */
export const quick = (scenario) => ({ ...scenario, parameters: { ...scenario.parameters, ...scenario.quick } });
