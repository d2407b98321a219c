import { machine } from "./machine.mjs";
import { prepared } from "./prepared.mjs";
import { profiles } from "./profiles.mjs";
import { resultsOf } from "./results.mjs";
import { runRounds } from "./rounds.mjs";
import { quick, scenarios } from "./scenarios.mjs";

/**
 * Measures what the options name, all if they name nothing, and answers the figures. A scenario that fails does not keep
 * the others from being measured; it is among the `failures`.
 */
export async function bench({ rounds, only, profile, quick: isQuick }, progress) {
  const { folders, databases } = prepared();
  const chosen = scenarios
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((scenario) => (isQuick ? quick(scenario) : scenario));
  const pairs = chosen.flatMap((scenario) =>
    profiles
      .filter((each) => each in scenario.floor && (profile === undefined || each === profile))
      .map((each) => ({ scenario, profile: each })),
  );
  const measured = await runRounds(pairs, rounds, folders, (pair, round, work) =>
    progress.step(`${pair.scenario.name}, ${pair.profile}, round ${round + 1} of ${rounds}`, work),
  );
  return {
    machine: machine(databases),
    rounds,
    results: resultsOf(measured),
    failures: measured.filter(({ failure }) => failure !== undefined),
  };
}
