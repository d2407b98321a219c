// How cost grows. Each table varies one thing by factors of ten, and names the figures that shall or shall not grow with
// it. `expected` says what should be seen; nothing enforces it.

const catchup = (parameters) => ({ rows: 10_000, changed: 500, warmUp: 10, times: 40, ...parameters });

const commits = (parameters) => ({
  muts: 4_000,
  warmUp: 1_000,
  opsPerMut: 1,
  window: 32,
  unsubscribed: false,
  ...parameters,
});

/** Cases of one parameter. */
const by = (parameter, values, rest) => values.map((value) => ({ value, parameters: rest({ [parameter]: value }) }));

export const tables = {
  "catchup-changed": {
    title: "A catch-up, by changed keys",
    expected: "grows with them",
    varied: "changed keys",
    run: "catchup",
    metrics: ["cpu", "complete"],
    cases: by("changed", [10, 100, 1_000, 10_000], ({ changed }) =>
      catchup({ changed, times: Math.max(4, Math.min(100, 40_000 / changed)) }),
    ),
  },
  "catchup-table": {
    title: "A catch-up of 500 keys, by rows of the table",
    expected: "stays the same",
    varied: "rows",
    run: "catchup",
    metrics: ["cpu", "complete"],
    cases: by("rows", [1_000, 10_000, 100_000], catchup),
  },
  "catchup-log": {
    title: "A catch-up of 500 keys, by lines of the log before them",
    expected: "stays the same",
    varied: "lines per row, 1,000 rows",
    run: "catchup",
    metrics: ["cpu", "complete"],
    cases: by("touched", [1, 10, 100], ({ touched }) => catchup({ rows: 1_000, touched })),
  },
  "commit-table": {
    title: "A commit, by rows of the table",
    expected: "stays the same, but for the depth of the index",
    varied: "rows",
    run: "commits",
    metrics: ["cpu", "round trip p50"],
    cases: by("rows", [1_000, 10_000, 100_000], commits),
  },
  "commit-bystanders": {
    title: "A commit, by sockets whose filter does not match",
    expected: "stays the same",
    varied: "sockets",
    run: "commits",
    metrics: ["cpu", "round trip p50"],
    cases: by("bystanders", [3, 30, 300], commits),
  },
  idle: {
    title: "A second in which nothing happens, by sockets",
    expected: "costs nothing",
    varied: "sockets",
    run: "memory",
    metrics: ["cpu, idle", "memory"],
    cases: by("sockets", [3, 30, 300], ({ sockets }) => ({ sockets, rows: 100, idleMillis: 5_000 })),
  },
  housekeeping: {
    title: "A step of housekeeping, by lines of the log that were left to compact",
    expected: "stays the same",
    varied: "lines",
    run: "housekeeping",
    metrics: ["step", "longest", "steps"],
    cases: by("lines", [1_000, 10_000, 100_000], ({ lines }) => ({ lines })),
  },
  stall: {
    title: "One client's commits while another takes a snapshot, by rows of it",
    expected: "the longest round trip is at most 10 ms longer than without, in samovar/1",
    varied: "rows",
    run: "stall",
    metrics: ["longest", "longest, no snapshot", "commits meanwhile", "complete"],
    cases: by("rows", [500, 5_000, 50_000], ({ rows }) => ({ rows, times: 5, warmUp: 500, most: 40_000 })),
  },
};
