import { window } from "./scenarios.mjs";

/** The figures as tables for a terminal: medians, and behind each the least and the most of the rounds. */
export const asText = ({ machine, rounds, scenarios, starts }) =>
  [
    "",
    `  ${machine.date}  ${machine.system}, ${machine.cpu}, ${gigabytes(machine.memoryBytes)}`,
    `  workerd ${machine.workerd}, client on Node ${machine.node}, databases in ${machine.databases}`,
    `  ${machine.samovar.module} ${machine.samovar.bytes} bytes, sha256 ${machine.samovar.sha256.slice(0, 12)}`,
    `  rounds: ${rounds}, mutations under way: ${window}; median (least to most)`,
    "",
    ...scenarios.flatMap(scenarioLines),
    ...startLines(starts),
  ].join("\n");

const scenarioLines = ({ name, unit, budget, floor, samovar, ratio }) => [
  `  ${name}`,
  row(`CPU per ${unit}, us`, floor.cpuMicros, samovar.cpuMicros, fixed(1)),
  `    ${"samovar / floor".padEnd(24)}${spread(ratio, fixed(2))}   budget ${fixed(2)(budget)}`,
  row(`${unit}s per second`, floor.perSecond, samovar.perSecond, fixed(0)),
  row("RSS afterwards, MB", floor.rssBytes, samovar.rssBytes, megabytes),
  "",
];

const startLines = ({ floor, samovar }) => [
  "  start",
  row("until the first 101, ms", floor.startMillis, samovar.startMillis, fixed(1)),
  row("RSS then, MB", floor.idleRssBytes, samovar.idleRssBytes, megabytes),
];

const row = (label, floor, samovar, format) =>
  `    ${label.padEnd(24)}floor ${spread(floor, format).padEnd(30)}samovar ${spread(samovar, format)}`;

const spread = ({ median, min, max }, format) => `${format(median)} (${format(min)} to ${format(max)})`;

const fixed = (digits) => (value) => value.toFixed(digits);

const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(0)} GB`;
