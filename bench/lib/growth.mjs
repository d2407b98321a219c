import { contenders } from "./contenders.mjs";
import { tables } from "./growth-tables.mjs";
import { machine } from "./machine.mjs";
import { measure } from "./measure.mjs";
import { prepared } from "./prepared.mjs";
import { profiles } from "./profiles.mjs";
import { summary } from "./statistics.mjs";

/** Measures the tables that the options name, all if they name none: Samovar alone, because growth needs no floor. */
export async function growth({ rounds, only, profile }, progress) {
  const { folders, databases } = prepared();
  const measured = [];
  const failures = [];
  for (const [name, table] of Object.entries(tables).filter(([each]) => only === undefined || only.includes(each))) {
    for (const spoken of profiles.filter((each) => profile === undefined || each === profile)) {
      try {
        const cases = await progress.step(`${name}, ${spoken}`, () => measureCases(table, spoken, rounds, folders));
        measured.push({ name, table, profile: spoken, cases });
      } catch (error) {
        failures.push({ name, profile: spoken, failure: error.message });
      }
    }
  }
  return { machine: machine(databases), rounds, measured, failures };
}

async function measureCases(table, profile, rounds, folders) {
  const figures = table.cases.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { parameters }] of table.cases.entries()) {
      const { samovar } = contenders;
      const task = { run: table.run, parameters, profile, path: samovar.path() };
      figures[i].push(await measure(folders.samovar, task));
    }
  }
  return table.cases.map(({ value }, i) => ({ value, metrics: metricsOf(table, figures[i]) }));
}

const metricsOf = (table, figures) =>
  table.metrics.map((metric) => ({
    metric,
    unit: figures[0][metric].unit,
    ...summary(figures.map((figure) => figure[metric].value)),
  }));
