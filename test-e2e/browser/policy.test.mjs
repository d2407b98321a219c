// The page under the policy it is served with: scripts from its own files only, none made from text. A whole visit violates nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChatStage } from "./stage/chat-stage.mjs";
import { Tab } from "./stage/tab.mjs";

let chat;
let browser;
let close;

before(async () => {
  ({ chat, browser, close } = await openChatStage());
});

after(() => close?.());

/** Keeps what the browser refuses, from the first script on, over all pages of the tab. */
async function watchPolicy(page) {
  const violations = [];
  await page.exposeFunction("violated", (violation) => violations.push(violation));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      globalThis.violated(`${effectiveDirective} ${blockedURI}`);
    });
  });
  return violations;
}

test("signing in, talking, deleting, clearing and leaving violate nothing", async () => {
  const tab = await Tab.open(browser, "about:blank");
  const violations = await watchPolicy(tab.page);
  const answer = await tab.page.goto(String(new URL("policy", chat.runtime.url)));
  assert.match(answer.headers()["content-security-policy"], /(^|; )script-src 'self'(;|$)/);

  await tab.signIn("alice");
  await tab.status("live");
  await tab.send("kept");
  await tab.send("a mistake");
  await tab.shows("a mistake", "confirmed");
  await tab.delete("a mistake");
  await tab.hides("a mistake");
  await tab.clearRoom();
  await tab.part("empty-room").waitFor();
  await tab.part("sign-out").click();
  await tab.part("sign-in").waitFor();

  assert.deepEqual(violations, []);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a violation would be noticed", async () => {
  const tab = await Tab.open(browser, "about:blank");
  const violations = await watchPolicy(tab.page);
  await tab.page.goto(String(new URL("policy", chat.runtime.url)));

  await tab.page.addScriptTag({ content: "document.title = 'inline'" }).catch(() => {});

  await tab.part("sign-in").waitFor();
  assert.deepEqual(violations, ["script-src-elem inline"]);
  assert.notEqual(await tab.page.title(), "inline");
  await tab.close();
});
