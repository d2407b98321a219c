import { contenders } from "./contenders.mjs";
import { measure } from "./measure.mjs";
import { summary } from "./statistics.mjs";

/**
 * Measures every scenario in so many rounds. In a round both contenders run one behind the other, and the next round
 * swaps them: what drifts with the hour falls on both, and a ratio is one of neighbours.
 *
 * @param folders where each contender was prepared
 * @param inRound called with a scenario, the number of the round and the work, which it is to do
 */
export async function run(scenarios, rounds, folders, inRound) {
  const measured = scenarios.map((scenario) => ({ scenario, floor: [], samovar: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { scenario, ...runs } of measured) {
      await inRound(scenario, round, async () => {
        const order = round % 2 === 0 ? ["floor", "samovar"] : ["samovar", "floor"];
        for (const name of order) {
          runs[name].push(await measure(contenders[name], folders[name], scenario));
        }
      });
    }
  }
  return { scenarios: measured.map(scenarioResult), starts: startResult(measured) };
}

const scenarioResult = ({ scenario, floor, samovar }) => ({
  ...scenario,
  floor: contenderResult(floor),
  samovar: contenderResult(samovar),
  ratio: summary(samovar.map((run, round) => run.cpuMicros / floor[round].cpuMicros)),
});

const contenderResult = (runs) => ({
  cpuMicros: summary(runs.map((run) => run.cpuMicros)),
  perSecond: summary(runs.map((run) => run.perSecond)),
  rssBytes: summary(runs.map((run) => run.rssBytes)),
});

/** Every run starts a workerd, so every run is a measurement of a start. */
function startResult(measured) {
  const ofContender = (name) => {
    const runs = measured.flatMap((scenario) => scenario[name]);
    return {
      startMillis: summary(runs.map((run) => run.startMillis)),
      idleRssBytes: summary(runs.map((run) => run.idleRssBytes)),
    };
  };
  return { floor: ofContender("floor"), samovar: ofContender("samovar") };
}
