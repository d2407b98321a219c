/** Where and of what the figures are. */
export const machineLines = ({ date, system, cpu, memoryBytes, workerd, node, databases, samovar }) => [
  `  ${date}  ${system}, ${cpu}, ${(memoryBytes / 1e9).toFixed(0)} GB`,
  `  workerd ${workerd}, load on Node ${node}, databases in ${databases}`,
  `  ${samovar.module} ${samovar.bytes} bytes, gzip ${samovar.gzip}, sha256 ${samovar.sha256.slice(0, 12)}`,
];

/** The figures as tables for a terminal: medians, and behind each the least and the most of the rounds. */
export const asText = ({ machine, rounds, results, failures }) =>
  [
    "",
    ...machineLines(machine),
    `  rounds: ${rounds}; median (least to most)`,
    ...byScenario(results).flatMap(scenarioLines),
    "",
    ...targetLines(results.filter(({ target }) => target !== undefined)),
    ...failures.flatMap(({ scenario, profile, failure }) => ["", `  FAILED ${scenario.name}, ${profile}: ${failure}`]),
  ].join("\n");

/** Rows of texts below heads, each column as wide as it must be; the first column to the left. */
export function table(heads, rows) {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)));
  const pad = (text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return [heads, ...rows].map((row) => `    ${row.map(pad).join("   ")}`.trimEnd());
}

/** Three digits that count, and whole numbers beyond a hundred. */
export function short(value) {
  if (value === 0 || Math.abs(value) >= 100) {
    return value.toFixed(0);
  }
  return value.toPrecision(3);
}

function byScenario(results) {
  const groups = new Map();
  for (const result of results) {
    const title = `${result.scenario}, ${result.profile}; floor: ${result.mode}`;
    groups.set(title, [...(groups.get(title) ?? []), result]);
  }
  return [...groups];
}

const scenarioLines = ([title, results]) => [
  "",
  `  ${title}`,
  ...table(
    ["metric", "unit", "floor", "samovar", "samovar / floor", "target"],
    results.map(({ metric, unit, floor, samovar, ratio, target }) => [
      metric,
      unit,
      spread(floor),
      spread(samovar),
      ratio === undefined ? "-" : spread(ratio),
      target === undefined ? "" : targetText(target),
    ]),
  ),
];

const targetLines = (results) =>
  results.length === 0
    ? []
    : [
        "  targets",
        ...table(
          ["scenario", "profile", "metric", "is", "target"],
          results.map(({ scenario, profile, metric, ratio, samovar, target }) => [
            scenario,
            profile,
            metric,
            target.of === "value" ? short(samovar.median) : ratio === undefined ? "-" : short(ratio.median),
            targetText(target),
          ]),
        ),
      ];

const targetText = ({ most, of, isHit }) => `<= ${most}${of === "ratio" ? "x" : ""} ${isHit ? "hit" : "missed"}`;

const spread = ({ median, min, max }) =>
  min === max ? short(median) : `${short(median)} (${short(min)} to ${short(max)})`;
