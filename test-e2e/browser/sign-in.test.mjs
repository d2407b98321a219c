// The door: a name lets one in, a token that does not hold does not, and the page says which it was.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRET } from "../chat/chat.mjs";
import { claimsOf, sign } from "../chat/tokens.mjs";
import { openChatStage } from "./stage/chat-stage.mjs";
import { Tab } from "./stage/tab.mjs";

let chat;
let browser;
let close;

before(async () => {
  ({ chat, browser, close } = await openChatStage());
});

after(() => close?.());

const at = (path) => new URL(path, chat.runtime.url);

test("a name lets one in, as oneself", async () => {
  const tab = await Tab.enter(browser, at("door"), "Grand Duke");

  assert.equal(await tab.part("own-name").textContent(), "Grand Duke");
  assert.match(await tab.page.title(), /^#door /);
  await tab.part("empty-room").waitFor();
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the address without a room leads to the lobby", async () => {
  const tab = await Tab.enter(browser, at("/"), "alice");

  assert.match(await tab.page.title(), /^#lobby /);
  await tab.close();
});

test("a name that is refused stays in the form, with the reason", async () => {
  const tab = await Tab.open(browser, at("door"));
  await tab.signIn("<b>alice</b>");

  const alert = tab.page.getByRole("alert").filter({ hasText: "1 to 32 letters" });
  await alert.waitFor();
  assert.equal(await tab.part("name").inputValue(), "<b>alice</b>");

  await tab.signIn("alice");
  await tab.status("live");
  await tab.close();
});

for (const [what, token] of [
  ["expired", () => sign(claimsOf("alice-2222", { exp: 1 }), SECRET)],
  ["forged", () => sign(claimsOf("alice-2222"), "the-secret-of-somebody-else-of-the-same-length")],
]) {
  test(`with a token that is ${what} one is signed out, told so, and can sign in again`, async () => {
    const room = `signed-out-${what}`;
    const tab = await Tab.enter(browser, at(room), "alice");
    await tab.tamperWithSession({ token: token() });

    await tab.status("closed");
    assert.match(await tab.part("closed-banner").textContent(), /You were signed out/);
    assert.equal(await tab.part("composer").isDisabled(), true);
    assert.equal(await tab.part("clear-room").isDisabled(), true);

    await tab.page.getByRole("button", { name: "Sign in again" }).click();
    await tab.signIn("alice");
    await tab.status("live");
    await tab.send("back again");
    await tab.shows("back again", "confirmed");
    await tab.close();
  });
}

test("who leaves is at the door again, and out of the room", async () => {
  const tab = await Tab.enter(browser, at("leave"), "alice");
  await tab.send("goodbye");
  await tab.shows("goodbye", "confirmed");

  await tab.part("sign-out").click();
  await tab.part("name").waitFor();
  await tab.reload();
  await tab.part("name").waitFor();

  const held = await chat.sql("leave", "SELECT * FROM _sync_subscriptions");
  assert.deepEqual(held, []);
  await tab.close();
});

test("two tabs of one browser are two guests", async () => {
  const context = await browser.newContext();
  const names = [];
  for (let i = 0; i < 2; i++) {
    const tab = new Tab(await context.newPage());
    await tab.page.goto(String(at("two-tabs")));
    await tab.signIn("alice");
    await tab.status("live");
    await tab.send(`from tab ${i}`);
    await tab.shows(`from tab ${i}`, "confirmed");
    names.push((await chat.messages("two-tabs")).map(({ author }) => author));
  }

  assert.equal(new Set(names.at(-1)).size, 2);
  await context.close();
});

for (const path of ["/UPPER", "/two/parts", "/caf%C3%A9"]) {
  test(`${path} is no room, and the page leads to one that is`, async () => {
    const tab = await Tab.open(browser, at(path));

    await tab.page.getByRole("heading", { name: "No such room" }).waitFor();
    await tab.page.getByRole("link", { name: /lobby/ }).click();
    await tab.part("name").waitFor();
    assert.match(await tab.page.title(), /^#lobby /);
    await tab.close();
  });
}
