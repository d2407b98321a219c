// How the chat looks, signed in, talking, refused and away.
import { after, before, test } from "node:test";
import { SECRET } from "../chat/chat.mjs";
import { insert, messageOf, mut } from "../chat/frames.mjs";
import { claimsOf, sign } from "../chat/tokens.mjs";
import { openChatStage } from "./stage/chat-stage.mjs";
import { DEVICES, picture } from "./stage/picture.mjs";
import { Tab } from "./stage/tab.mjs";

let chat;
let browser;
let network;
let close;

before(async () => {
  ({ chat, network, browser, close } = await openChatStage());
});

after(() => close?.());

/** Fills a room with talk of two days and of two guests, before anybody looks. */
async function talkedIn(room) {
  const anna = await chat.enterAs("Anna Pavlovna", room);
  const pierre = await chat.enterAs("Pierre", room);
  const day = 24 * 3_600_000;
  const said = [
    [anna, -day, "Eh bien, mon prince. Is the samovar hot?"],
    [pierre, -day + 60_000, "It has been on since six."],
    [pierre, -day + 90_000, "Shall I bring the cups?"],
    [
      anna,
      -600_000,
      "Good morning! Yes please, and the long list of who comes: ".padEnd(420, "Vasili, Hélène, Lise, "),
    ],
    [pierre, -300_000, `https://example.com/${"a-very-long-address-without-any-place-to-break/".repeat(4)}`],
    [anna, -200_000, "two lines,\nas one writes them"],
    [pierre, -100_000, "👍"],
  ];
  for (const [who, millis, content] of said) {
    await who.commit(mut(insert({ ...messageOf(who, content), created_at: Date.now() + millis })));
  }
  await anna.close();
  await pierre.close();
}

/** Pierre says more, while others look. */
async function later(room, contents) {
  const pierre = await chat.enterAs("Pierre", room);
  for (const content of contents) {
    await pierre.commit(mut(insert(messageOf(pierre, content))));
  }
  await pierre.close();
}

for (const [device, options] of DEVICES) {
  test(`on a ${device}`, async () => {
    const room = `look-${device}`;
    const tab = await Tab.open(browser, new URL(room, network.url), options);
    await tab.part("name").waitFor();
    await picture(tab, `${device}-1-sign-in`);

    await tab.signIn("Natasha Rostova");
    await tab.part("empty-room").waitFor();
    await tab.status("live");
    await picture(tab, `${device}-2-empty-room`);

    await talkedIn(room);
    await tab.send("I was asleep. What did I miss?");
    await tab.shows("I was asleep. What did I miss?", "confirmed");
    await tab.send("Is there any jam left?");
    await tab.shows("Is there any jam left?", "confirmed");
    network.holdRequests();
    await tab.send("Pending: nobody has this one yet");
    await tab.shows("Pending: nobody has this one yet", "pending");
    await picture(tab, `${device}-3-talk`);
    network.release();
    await tab.shows("Pending: nobody has this one yet", "confirmed");

    await tab.part("composer").fill(`A long one. ${"word ".repeat(380)}`);
    await picture(tab, `${device}-4-long-message`);
    await tab.part("composer").fill("");

    await tab.part("clear-room").click();
    await tab.part("clear-dialog").waitFor();
    await picture(tab, `${device}-5-clear`);
    await tab.page.getByRole("button", { name: "Keep them" }).click();

    await tab.tamperWithSession({ userId: "Andrei-2222" });
    await tab.status("live");
    await tab.send("This one is refused");
    await tab.shows("This one is refused", "refused");
    await picture(tab, `${device}-6-refused`);

    await tab.tamperWithSession({ token: sign(claimsOf("x", { exp: 1 }), SECRET) });
    await tab.part("closed-banner").waitFor();
    // TanStack DB tells that the collection has no rows to show.
    await picture(tab, `${device}-7-signed-out`, /^TanStack DB error 172 /);
    await tab.close();
  });

  test(`away from the room on a ${device}`, async () => {
    const room = `away-${device}`;
    await talkedIn(room);
    const tab = await Tab.enter(browser, new URL(room, network.url), "Natasha", options);
    await tab.shows("👍", "confirmed");
    await tab.readFromTheTop();
    await later(room, ["Natasha?", "The jam is all gone."]);
    await tab.part("new-messages").waitFor();
    await picture(tab, `${device}-8-more-below`);
    await tab.part("new-messages").click();
    await tab.unread(0);
    await picture(tab, `${device}-9-unread`);

    await network.cut();
    await tab.part("offline-banner").waitFor();
    await tab.send("I will bring some when I am back.");
    await tab.send("And sugar.");
    await tab.part("outbox").getByText("2 messages wait to be sent").waitFor();
    await picture(tab, `${device}-10-reconnecting`, /^WebSocket connection to .* failed/);
    await tab.page.context().setOffline(true);
    await tab.status("offline");
    await picture(tab, `${device}-11-offline`, /^WebSocket connection to .* failed/);
    await tab.close();
    await network.mend();
  });
}

test("a room that cannot be", async () => {
  const wrong = await Tab.open(browser, new URL("/UPPER", network.url), DEVICES[0][1]);
  await wrong.page.getByRole("heading").waitFor();
  await picture(wrong, "desktop-12-wrong-room");
  await wrong.close();
});
