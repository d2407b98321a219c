// All samples in one page. Tests call these by name; none of this stands in the guide.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ClearRoom } from "./ClearRoom";
import { Composer } from "./Composer";
import { ConnectionBanner } from "./ConnectionBanner";
import { Count, messagesOfTest } from "./Count";
import { messagesOf } from "./filtered";
import { History, historyOf, MessagesOf } from "./History";
import { enterKeptRoom, signOut } from "./kept";
import { MessageList } from "./MessageList";
import { render, resume } from "./rendered";
import { enterRoom, leaveRoom, type Room } from "./room";
import { deleteAll } from "./together";

let room: Room;
let user: string;

const place = () => document.body.appendChild(document.createElement("main"));

export function enter(name: string, token: string, userId: string) {
  show(
    enterRoom(name, () => Promise.resolve(token)),
    userId,
  );
}

export function enterKept(name: string, token: string, userId: string) {
  const session = { userId, token: () => Promise.resolve(token) };
  const tell = (text: string) => {
    place().textContent = text;
  };
  show(enterKeptRoom(name, session, tell), userId);
}

export async function leaveForGood() {
  await signOut(room);
  return (await indexedDB.databases()).length;
}

function show(entered: Room, userId: string) {
  room = entered;
  user = userId;
  createRoot(place()).render(
    <StrictMode>
      <ConnectionBanner room={room} />
      <MessageList room={room} />
      <Composer room={room} author={userId} />
      <ClearRoom room={room} />
      <Count messages={room.messages} />
    </StrictMode>,
  );
}

export function leave() {
  return leaveRoom(room);
}

export function showHistory() {
  const history = historyOf(room.client);
  createRoot(place()).render(
    <StrictMode>
      <History history={history} />
      <MessagesOf history={history} author={user} />
    </StrictMode>,
  );
}

export async function contentsSince(since: number) {
  const messages = messagesOf(room, user, since);
  await messages.preload();
  return messages.toArray.map(({ content }) => content).sort();
}

export const clear = () => deleteAll(room, [...room.messages.keys()]);

export const renderPage = (json: string) => render(json);

export const resumePage = (token: string) => {
  resume(document.querySelector("main") as Element, () => Promise.resolve(token));
};

export function count(contents: string[]) {
  const rows = contents.map((content, at) => ({ id: String(at), author: "ann", content, created_at: at }));
  createRoot(place()).render(<Count messages={messagesOfTest(rows)} />);
}
