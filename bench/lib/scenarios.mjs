/** How many `mut` frames the client has under way. */
export const window = 32;

/**
 * What is measured. CPU is divided by `muts * opsPerMut`, so it is that of one `unit`; `warmUp` is how many mutations
 * run before, so that compilers have done their work. `budget` is how many times the floor's CPU is thought bearable.
 */
export const scenarios = [
  {
    name: "commit, writer subscribed",
    unit: "commit",
    muts: 20_000,
    warmUp: 2_000,
    opsPerMut: 1,
    subscribed: true,
    budget: 2.5,
  },
  {
    name: "commit, writer not subscribed",
    unit: "commit",
    muts: 20_000,
    warmUp: 2_000,
    opsPerMut: 1,
    subscribed: false,
    budget: 2.5,
  },
  {
    name: "100 ops per mut, per row",
    unit: "row",
    muts: 400,
    warmUp: 40,
    opsPerMut: 100,
    subscribed: true,
    budget: 2.5,
  },
];

/** A tenth of the work: proves that everything runs, and measures little. */
export const quick = (scenario) => ({ ...scenario, muts: scenario.muts / 10, warmUp: scenario.warmUp / 10 });
