import { join } from "node:path";
import { contenders } from "./contenders.mjs";
import { measure } from "./measure.mjs";

/**
 * Measures every pair of scenario and profile in so many rounds. In a round both contenders run one behind the other,
 * and the next round swaps them: what drifts with the hour falls on both, and a ratio is one of neighbours. A pair that
 * fails is not measured again; its `failure` says why.
 *
 * @param pairs each a `scenario` and a `profile`
 * @param folders where each contender was prepared
 * @param inRound called with a pair, the number of the round and the work, which it is to do
 * @return for each pair the figures of either side by round
 */
export async function runRounds(pairs, rounds, folders, inRound) {
  const measured = pairs.map((pair) => ({ ...pair, floor: [], samovar: [], failure: undefined }));
  for (let round = 0; round < rounds; round++) {
    for (const pair of measured.filter(({ failure }) => failure === undefined)) {
      try {
        await inRound(pair, round, () => measurePair(pair, round, folders));
      } catch (error) {
        pair.failure = error.message;
      }
    }
  }
  return measured;
}

async function measurePair(pair, round, folders) {
  const order = round % 2 === 0 ? ["floor", "samovar"] : ["samovar", "floor"];
  const figures = {};
  for (const name of order) {
    figures[name] = await measure(folders[name], taskOf(name, pair, folders));
  }
  // Both or none, so that the nth of one side is the neighbour of the nth of the other.
  pair.floor.push(figures.floor);
  pair.samovar.push(figures.samovar);
}

function taskOf(name, { scenario, profile }, folders) {
  const contender = contenders[name];
  return {
    run: scenario.run,
    parameters: scenario.parameters,
    profile: contender.profile(profile),
    path: contender.path(scenario.floor[profile]),
    page: { folder: join(folders[name], "pages"), name: contender.page },
  };
}
