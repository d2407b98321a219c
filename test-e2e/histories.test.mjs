// Random histories of clients of both profiles in workerd. SEED=n repeats one, HISTORIES=n asks for more.
import { randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { History } from "./synced/history.mjs";

const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
const HISTORIES = Number(process.env.HISTORIES ?? (process.env.SEED === undefined ? 60 : 1));
/** Starting workerd anew takes as long as some histories. */
const PER_RESTART = 25;

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

test(`nothing of what must never happen happens in ${HISTORIES} histories (SEED=${SEED})`, async () => {
  for (let seed = SEED; seed < SEED + HISTORIES; seed++) {
    try {
      await new History(runtime, seed).run(seed % PER_RESTART === 0);
    } catch (error) {
      throw new Error(`SEED=${seed}: ${error.message}`, { cause: error });
    }
  }
});
