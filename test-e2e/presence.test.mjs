// Presence and broadcasts of samovar/1 in workerd: PROTOCOL.md, section 15.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { samovar } from "./synced/clients.mjs";

let runtime;
let objects = 0;
let object;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

/** Users of an object of their own who are present, each with their name as state. */
async function joined(...users) {
  objects++;
  object = `presence-${objects}`;
  const clients = [];
  for (const user of users) {
    clients.push(await join(user));
  }
  return clients;
}

async function join(user, state = user) {
  const client = await samovar(runtime, object, user);
  client.send({ t: "join", state });
  await client.until(({ t }) => t === "present");
  return client;
}

/** Who is present, as a client was told until it asks now. */
async function peers(client) {
  await client.fetch({ limit: 0 });
  const present = new Map();
  for (const frame of client.frames.filter(({ t }) => t === "present")) {
    for (const [session, who, state] of frame.peers ?? []) {
      present.set(session, `${who}: ${state}`);
    }
    for (const session of frame.gone ?? []) {
      assert.ok(present.delete(session), "Who has left had come.");
    }
  }
  return [...present.values()].sort();
}

/** What the others have said until a client asks now. */
async function heard(client) {
  await client.fetch({ limit: 0 });
  return client.frames.filter(({ t }) => t === "said").map(({ who, data }) => `${who}: ${data}`);
}

const evict = (sockets) => runtime.evict("ProbeOfSync", object, sockets);
const count = async (table) => (await runtime.sql("ProbeOfSync", object, `SELECT COUNT(*) AS n FROM ${table}`))[0].n;

test("who joins sees all who are there, and the others see them come, change and go", async () => {
  const [alice, bob] = await joined("alice", "bob");
  assert.deepEqual(await peers(alice), ["the alice: alice", "the bob: bob"]);
  assert.deepEqual(await peers(bob), ["the alice: alice", "the bob: bob"]);

  bob.send({ t: "join", state: "typing" });
  await bob.fetch({ limit: 0 });
  assert.deepEqual(await peers(alice), ["the alice: alice", "the bob: typing"]);

  bob.send({ t: "leave" });
  await bob.fetch({ limit: 0 });
  assert.deepEqual(await peers(alice), ["the alice: alice"]);
});

for (const [how, leaves] of [
  ["closes", (client) => client.socket.close()],
  ["breaks off", (client) => client.socket.terminate()],
]) {
  test(`whose connection ${how} is gone`, async () => {
    const [alice, bob] = await joined("alice", "bob");

    await leaves(bob);

    await alice.until(({ t, gone = [] }) => t === "present" && gone?.includes(bob.welcome.session));
    assert.deepEqual(await peers(alice), ["the alice: alice"]);
  });
}

test("what is said is heard by the others who are present, and by nobody else", async () => {
  const [alice, bob] = await joined("alice", "bob");
  const absent = await samovar(runtime, object, "carol");
  alice.send({ t: "broadcast", data: "tea?" });
  absent.send({ t: "broadcast", data: "from nowhere" });
  await alice.fetch({ limit: 0 });
  await absent.fetch({ limit: 0 });

  assert.deepEqual(await heard(bob), ["the alice: tea?"]);
  assert.deepEqual(await heard(alice), []);
  assert.deepEqual(await heard(absent), []);
  assert.deepEqual(await peers(absent), []);
});

test("who is present and what they show survives hibernation, at whatever moment it comes", async () => {
  const [alice, bob, carol] = await joined("alice", "bob", "carol");
  bob.send({ t: "join", state: "away" });
  await evict("hibernate");
  carol.send({ t: "leave" });
  await carol.fetch({ limit: 0 });
  await evict("hibernate");

  const dave = await join("dave");
  await evict("hibernate");
  alice.send({ t: "broadcast", data: "still here?" });
  await alice.fetch({ limit: 0 });

  const all = ["the alice: alice", "the bob: away", "the dave: dave"];
  assert.deepEqual(await peers(dave), all);
  assert.deepEqual(await peers(alice), all);
  assert.deepEqual(await peers(bob), all);
  assert.deepEqual(await heard(bob), ["the alice: still here?"]);
  assert.deepEqual(await heard(dave), ["the alice: still here?"]);
});

test("after a reconnect a client is another session, and the old one is gone", async () => {
  const [alice, bob] = await joined("alice", "bob");
  await evict("close");
  await Promise.all([alice.socket.end(), bob.socket.end()]);

  const again = await join("alice");

  assert.notEqual(again.welcome.session, alice.welcome.session);
  assert.deepEqual(await peers(again), ["the alice: alice"]);
});

test("twenty who join and talk are told of each other whole, and the database of nothing", async () => {
  const users = Array.from({ length: 20 }, (_, i) => `user${String(i).padStart(2, "0")}`);
  const clients = await joined(...users);
  const lines = await count("_sync_changes");
  for (const client of clients) {
    client.send({ t: "join", state: "busy" });
    client.send({ t: "broadcast", data: "hi" });
  }
  const last = clients.at(-1);
  const isTold = ({ t, peers: told }) => t === "present" && told?.some(([id]) => id === last.welcome.session);
  for (const client of clients) {
    // With so many, changes are gathered for a tick, which tells of the last with those before.
    await client.until((frame) => isTold(frame) && frame.peers.some(([, , state]) => state === "busy"));
  }

  for (const client of clients) {
    assert.deepEqual(
      await peers(client),
      users.map((user) => `the ${user}: busy`),
    );
    assert.equal((await heard(client)).length, users.length - 1);
  }
  assert.equal(await count("_sync_changes"), lines);
  assert.equal(await count("_sync_subscriptions"), 0);
  const tables = await runtime.sql("ProbeOfSync", object, "SELECT name FROM sqlite_master WHERE type = 'table'");
  for (const { name } of tables.filter((table) => !table.name.startsWith("_cf_"))) {
    const rows = await runtime.sql("ProbeOfSync", object, `SELECT * FROM "${name}"`);
    assert.equal(/busy|user07/.test(JSON.stringify(rows)), false, name);
  }
});

test("a state that is too large ends the connection, and nobody sees it", async () => {
  const [alice, bob] = await joined("alice", "bob");

  bob.send({ t: "join", state: "x".repeat(4_097) });

  assert.equal((await bob.socket.end()).code, 1009);
  await alice.until(({ t, gone = [] }) => t === "present" && gone?.includes(bob.welcome.session));
  assert.deepEqual(await peers(alice), ["the alice: alice"]);
});
