import { machineLines, short, table as textTable } from "./report.mjs";

/** A table per thing that grows. */
export const asText = ({ machine, rounds, measured, failures }) =>
  [
    "",
    ...machineLines(machine),
    `  rounds: ${rounds}; medians`,
    ...measured.flatMap(({ table, profile, cases }) => [
      "",
      `  ${table.title}; ${profile}`,
      `  Expected: ${table.expected}.`,
      ...textTable(
        [table.varied, ...cases[0].metrics.map(({ metric, unit }) => `${metric}${unit && `, ${unit}`}`)],
        cases.map(({ value, metrics }) => [String(value), ...metrics.map(({ median }) => short(median))]),
      ),
    ]),
    ...failures.flatMap(({ name, profile, failure }) => ["", `  FAILED ${name}, ${profile}: ${failure}`]),
  ].join("\n");

/** The medians, as `--json` writes them. */
export const rowsOf = ({ measured }) =>
  measured.flatMap(({ name, profile, cases }) =>
    cases.flatMap(({ value, metrics }) =>
      metrics.map(({ metric, unit, median }) => ({ table: name, profile, value, metric, unit, samovar: median })),
    ),
  );
