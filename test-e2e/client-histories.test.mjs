// Random histories in which the compiled client with TanStack DB takes part, over networks that fail, beside clients that
// speak the protocol by the letter. SEED=n repeats one, HISTORIES=n asks for more.
import { randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { COLLECTIONS, History } from "./synced/history.mjs";
import { REFERENCE, SAMOVAR } from "./synced/member.mjs";

const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
const HISTORIES = Number(process.env.HISTORIES ?? (process.env.SEED === undefined ? 40 : 1));
/** Starting workerd anew takes as long as some histories. */
const PER_RESTART = 25;
const KINDS = [COLLECTIONS, COLLECTIONS, COLLECTIONS, SAMOVAR, REFERENCE];

let runtime;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

test(`collections show what their user may see after ${HISTORIES} histories (SEED=${SEED})`, async () => {
  for (let seed = SEED; seed < SEED + HISTORIES; seed++) {
    try {
      await new History(runtime, seed, KINDS).run(seed % PER_RESTART === 0);
    } catch (error) {
      throw new Error(`SEED=${seed}: ${error.message}`, { cause: error });
    }
  }
});
