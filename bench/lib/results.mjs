import { summary } from "./statistics.mjs";

/** What the rounds say of every metric: either side and their ratio, and the target if there is one. */
export const resultsOf = (measured) =>
  measured.filter(({ samovar }) => samovar.length > 0).flatMap((pair) => metricsOf(pair));

function metricsOf({ scenario, profile, floor, samovar }) {
  const metrics = Object.keys(samovar[0]).filter((metric) => metric in floor[0]);
  return metrics.map((metric) => {
    const floorValues = floor.map((figures) => figures[metric].value);
    const samovarValues = samovar.map((figures) => figures[metric].value);
    const result = {
      scenario: scenario.name,
      profile,
      mode: scenario.floor[profile],
      metric,
      unit: samovar[0][metric].unit,
      samovar: summary(samovarValues),
      floor: summary(floorValues),
      ratio: ratioOf(samovarValues, floorValues),
    };
    return { ...result, target: verdict(scenario.targets[profile]?.[metric], result) };
  });
}

/** Of neighbours. None where the floor took less than can be measured. */
const ratioOf = (samovar, floor) =>
  floor.every((value) => value > 0) ? summary(samovar.map((value, round) => value / floor[round])) : undefined;

function verdict(target, { ratio, samovar }) {
  if (target === undefined) {
    return undefined;
  }
  if (target.ratio === undefined) {
    return { most: target.value, of: "value", isHit: samovar.median <= target.value };
  }
  return { most: target.ratio, of: "ratio", isHit: ratio !== undefined && ratio.median <= target.ratio };
}

/** The medians, as `--json` writes them. */
export const rowsOf = (results) =>
  results.map(({ scenario, profile, metric, unit, samovar, floor, ratio }) => ({
    scenario,
    profile,
    metric,
    unit,
    samovar: samovar.median,
    floor: floor.median,
    ratio: ratio?.median ?? null,
  }));
