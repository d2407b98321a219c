// Windows of live queries of stock TanStack DB while rows come, go and change places. `SEED=n` repeats a run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { BasicIndex, createLiveQueryCollection, gt } from "@tanstack/db";
import { newStory } from "./lib/story.mjs";
import { TableServer } from "./lib/table-server.mjs";

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** Whole numbers from 0 to below a bound. */
function seeded(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

for (const [how, config] of [
  ["without an index", {}],
  ["with an index", { autoIndex: "eager", defaultIndexType: BasicIndex }],
]) {
  for (const direction of ["asc", "desc"]) {
    test(`a window that grows is right whatever happens around it, ${how}, ${direction}`, async (t) => {
      t.diagnostic(`SEED=${SEED}`);
      const random = seeded(SEED);
      const { server, collection } = newStory(t);
      const table = new TableServer();
      for (let i = 0; i < 40; i++) {
        table.rows.set(`first-${i}`, { id: `first-${i}`, rank: random(60) });
      }
      const rows = collection("rows", { syncMode: "on-demand" }, config);
      const live = createLiveQueryCollection((q) =>
        q
          .from({ r: rows })
          .where(({ r }) => gt(r.rank, 2))
          .orderBy(({ r }) => r.rank, direction)
          .limit(5),
      );
      const loading = live.preload();
      const connection = await server.accept();
      table.serve(connection);
      await loading;

      let limit = 5;
      let most = 0;
      for (let round = 0; round < 60; round++) {
        const changes = new Map();
        const ids = [...table.rows.keys()];
        for (let i = random(4); i >= 0; i--) {
          const id = random(2) === 0 ? `${round}-${i}` : ids[random(ids.length)];
          changes.set(id, random(3) === 0 && table.rows.has(id) ? undefined : { id, rank: random(60) });
        }
        table.write(changes);
        if (round % 15 === 14) {
          limit += 5;
          await live.utils.setWindow({ offset: 0, limit });
        }
        const wanted = [...table.rows.values()]
          .map(({ rank }) => rank)
          .filter((rank) => rank > 2)
          .sort((a, b) => (direction === "asc" ? a - b : b - a))
          .slice(0, limit);
        const seen = () => live.toArray.map(({ rank }) => rank);
        for (let i = 0; i < 50 && `${seen()}` !== `${wanted}`; i++) {
          await nextTurn();
        }
        assert.deepEqual(seen(), wanted, `round ${round}`);
        most = Math.max(most, table.subscriptions);
      }
      t.diagnostic(`at most ${most} subscriptions, at the end ${rows.size} rows of ${table.rows.size}`);
      assert.ok(most < 60, `${most} subscriptions`);
      await live.cleanup();
    });
  }
}
