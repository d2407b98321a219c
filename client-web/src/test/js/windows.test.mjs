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

const kinds = [
  ["without an index", {}],
  ["with an index", { autoIndex: "eager", defaultIndexType: BasicIndex }],
];

for (const [how, config] of kinds) {
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
        if (round % 10 === 9) {
          table.change(changes);
          await rows.utils.refetch();
        } else if (round % 10 === 4) {
          table.change(changes);
          table.drop();
          table.serve(await server.accept());
        } else {
          table.write(changes);
        }
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

for (const [how, config] of kinds) {
  test(`a window whose rows go or move is not read again, ${how}`, async (t) => {
    const { server, collection } = newStory(t);
    const table = new TableServer();
    for (let i = 0; i < 100; i++) {
      table.rows.set(`${i}`, { id: `${i}`, rank: i });
    }
    const rows = collection("rows", { syncMode: "on-demand" }, config);
    const live = createLiveQueryCollection((q) =>
      q
        .from({ r: rows })
        .orderBy(({ r }) => r.rank)
        .limit(20),
    );
    const loading = live.preload();
    table.serve(await server.accept());
    await loading;
    /** The windows that are asked for because of a change; what else is asked for are ties of one row. */
    const windowsFor = async (changes) => {
      table.asked.length = 0;
      table.write(new Map(changes));
      for (let i = 0; i < 50; i++) {
        await nextTurn();
      }
      assert.ok(table.asked.length <= 2, JSON.stringify(table.asked));
      return table.asked.filter(({ limit }) => limit !== undefined).map(({ limit }) => limit);
    };

    assert.deepEqual(await windowsFor([["5", undefined]]), []);
    assert.deepEqual(await windowsFor([["6", { id: "6", rank: 50 }]]), []);
    assert.deepEqual(await windowsFor([["70", { id: "70", rank: -1 }]]), []);
    await live.utils.setWindow({ offset: 0, limit: 40 });
    assert.deepEqual(await windowsFor([["7", undefined]]), []);
    assert.deepEqual(await windowsFor([["8", undefined]]), []);

    const wanted = [...table.rows.values()].map(({ rank }) => rank).sort((a, b) => a - b);
    assert.deepEqual(
      live.toArray.map(({ rank }) => rank),
      wanted.slice(0, 40),
    );
    await live.cleanup();
  });
}

/** A list of five rows of a table, ranked 10, 20 and so on, with what it asks for from now on. */
async function list(test) {
  const { server, collection } = newStory(test);
  const table = new TableServer();
  const put = (rank, more) => [`${rank}`, { id: `${rank}`, rank, ...more }];
  for (let rank = 10; rank <= 200; rank += 10) {
    table.change([put(rank)]);
  }
  const rows = collection("rows", { syncMode: "on-demand" }, kinds[1][1]);
  const live = createLiveQueryCollection((q) =>
    q
      .from({ r: rows })
      .orderBy(({ r }) => r.rank)
      .limit(5),
  );
  const loading = live.preload();
  table.serve(await server.accept());
  await loading;
  test.after(() => live.cleanup());
  table.asked.length = 0;
  const settled = async () => {
    for (let i = 0; i < 20; i++) {
      await nextTurn();
    }
  };
  return {
    grow: async () => {
      await live.utils.setWindow({ offset: 0, limit: 10 });
      await settled();
    },
    put: async (rank, more) => {
      table.write(new Map([put(rank, more)]));
      await settled();
    },
    shown: () => live.toArray.map(({ rank }) => rank),
    windows: () => table.asked.map(({ limit }) => limit).filter((limit) => limit !== undefined),
  };
}

test("a row that comes to where a window has ended is seen, before a page follows", async (t) => {
  const { grow, put, shown, windows } = await list(t);
  await put(5);
  await put(45);
  await grow();

  assert.deepEqual(shown(), [5, 10, 20, 30, 40, 45, 50, 60, 70, 80]);
  assert.deepEqual(windows(), [10]);
});

test("a row that comes to where a window has ended is seen, with a page behind", async (t) => {
  const { grow, put, shown, windows } = await list(t);
  await grow();
  await put(5);
  await put(45);

  assert.deepEqual(shown(), [5, 10, 20, 30, 40, 45, 50, 60, 70, 80]);
  assert.deepEqual(windows(), [5, 10]);
});

test("a page is read alone as long as no row has left the window before it", async (t) => {
  const { grow, put, shown, windows } = await list(t);
  await put(20, { text: "changed" });
  await grow();
  await put(30, { text: "changed" });

  assert.deepEqual(shown(), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  assert.deepEqual(windows(), [5]);
});
