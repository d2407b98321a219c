// Queries of TanStack DB over several collections that load on demand, by the compiled client, from an object in workerd.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLiveQueryCollection, eq, gt, inArray } from "@tanstack/db";
import { openForum } from "./forum.mjs";
import { start } from "./harness.mjs";
import { until } from "./network/room.mjs";

const LARGE = 2n ** 53n;
const NAMES = ["bob", "Alice", "Zoë", "alice", "Émile", "bob 2"];

let runtime;
let forum;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
  const at = (day) => new Date(Date.UTC(2026, 0, day));
  const users = NAMES.map((name, i) => ({
    id: `u${i}`,
    name,
    email: i % 2 === 0 ? null : `${i}@example.com`,
    age: 20 + i,
    isActive: i < 3,
    createdAt: at(i + 1),
    metadata: i === 0 ? { level: 1 } : null,
    deletedAt: null,
  }));
  const posts = NAMES.map((name, i) => ({
    id: `p${i}`,
    userId: `u${i % 4}`,
    title: `Of ${name}`,
    content: null,
    viewCount: i,
    largeViewCount: LARGE + BigInt(i),
    publishedAt: i === 5 ? null : at(10 + i),
    deletedAt: null,
  }));
  const comments = [0, 1, 2].map((i) => ({
    id: `c${i}`,
    postId: `p${i}`,
    userId: "u0",
    text: "yes",
    createdAt: at(20),
    deletedAt: null,
  }));
  forum = await openForum(runtime, { users, posts, comments });
});

after(async () => {
  await forum.teardown();
  await runtime.stop();
});

async function rows(t, build) {
  const query = createLiveQueryCollection(build);
  t.after(() => query.cleanup());
  await query.preload();
  return query.toArray;
}

const names = (users) => users.map(({ name }) => name);
const keys = (collection) => [...collection.keys()].sort();

test("a join has what it joins", async (t) => {
  const { users, posts, comments } = forum.collections.onDemand;

  const joined = await rows(t, (q) =>
    q
      .from({ comment: comments })
      .join({ post: posts }, ({ comment, post }) => eq(comment.postId, post.id), "inner")
      .join({ user: users }, ({ post, user }) => eq(post.userId, user.id), "inner")
      .where(({ user }) => eq(user.isActive, true))
      .select(({ comment, post, user }) => ({ id: comment.id, title: post.title, name: user.name })),
  );

  const found = joined.map(({ id, title, name }) => `${id}: ${title}, ${name}`).sort();
  assert.deepEqual(found, ["c0: Of bob, bob", "c1: Of Alice, Alice", "c2: Of Zoë, Zoë"]);
});

test("pages of names are in the order that SQLite has them in", async (t) => {
  const { users } = forum.collections.onDemand;
  const page = (offset) =>
    rows(t, (q) =>
      q
        .from({ user: users })
        .orderBy(({ user }) => user.name)
        .offset(offset)
        .limit(3),
    );

  assert.deepEqual(names(await page(0)), ["Alice", "Zoë", "alice"]);
  assert.deepEqual(names(await page(3)), ["bob", "bob 2", "Émile"]);
});

test("bigints beyond the numbers without gaps are told apart", async (t) => {
  const { posts } = forum.collections.onDemand;
  const where = (condition) => rows(t, (q) => q.from({ post: posts }).where(({ post }) => condition(post)));

  const above = await where((post) => gt(post.largeViewCount, LARGE + 3n));
  const listed = await where((post) => inArray(post.largeViewCount, [LARGE, LARGE + 1n]));

  assert.deepEqual(above.map(({ id }) => id).sort(), ["p4", "p5"]);
  assert.deepEqual(listed.map(({ id, largeViewCount }) => [id, largeViewCount]).sort(), [
    ["p0", LARGE],
    ["p1", LARGE + 1n],
  ]);
});

test("times compare as dates, and are milliseconds", async (t) => {
  const { posts } = forum.collections.onDemand;
  const day = new Date(Date.UTC(2026, 0, 12));

  const later = await rows(t, (q) => q.from({ post: posts }).where(({ post }) => gt(post.publishedAt, day)));
  const then = await rows(t, (q) => q.from({ post: posts }).where(({ post }) => eq(post.publishedAt, day)));

  assert.deepEqual(later.map(({ id }) => id).sort(), ["p3", "p4"]);
  assert.deepEqual(
    then.map(({ id, publishedAt }) => [id, publishedAt]),
    [["p2", day.getTime()]],
  );
});

test("what another writes moves into queries and out of them", async (t) => {
  const { users } = forum.collections.onDemand;
  const active = createLiveQueryCollection((q) => q.from({ user: users }).where(({ user }) => eq(user.isActive, true)));
  t.after(() => active.cleanup());
  await active.preload();

  await forum.mutations.updateUser("u5", { isActive: true });
  await forum.mutations.updateUser("u0", { isActive: false });

  await until("the query knows", () => active.has("u5") && !active.has("u0"));
  assert.deepEqual(keys(active), ["u1", "u2", "u5"]);
});
