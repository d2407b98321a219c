// The chat example on workerd, as its tests see it: guests sign in, enter rooms and talk in frames.
import { start } from "../harness.mjs";
import { RoomClient } from "./room-client.mjs";

/** Signs the guests' tokens in tests. */
export const SECRET = "only-for-tests-and-as-long-as-HS256-asks-for";

/** What is deployed. */
export const DEPLOYED = new URL("../../wrangler.toml", import.meta.url);

/** The same, with an object that logs what reaches it. It has no .dev.vars, so its only secrets are those of a test. */
export const SPIED = new URL("spy/wrangler.toml", import.meta.url);

/** The subprotocol of Samovar's own clients, before their token. */
export const SUBPROTOCOL = "samovar.1";

/** Starts the chat with empty rooms. */
export async function startChat(config = DEPLOYED, secrets = { AUTH_SECRET: SECRET }) {
  return new Chat(await start(config, { secrets }));
}

class Chat {
  constructor(runtime) {
    this.runtime = runtime;
  }

  /** Asks for a guest's token as the page does. */
  async signIn(name) {
    const response = await this.postGuest(JSON.stringify({ name }));
    if (response.status !== 200) {
      throw new Error(`Signing in as ${name} was answered with ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }

  postGuest(body, contentType = "application/json") {
    return this.runtime.fetch("/auth/guest", { method: "POST", headers: { "content-type": contentType }, body });
  }

  /** Connects a guest to a room, as Samovar's own client does. */
  async enter(room, guest) {
    const socket = await this.runtime.connect(`/sync/${room}`, { protocols: [SUBPROTOCOL, guest.token] });
    return new RoomClient(socket, guest);
  }

  /** Signs somebody in and connects them. */
  async enterAs(name, room) {
    return this.enter(room, await this.signIn(name));
  }

  /** The rows of a room's table, read past the protocol. */
  messages(room) {
    return this.sql(room, "SELECT * FROM messages ORDER BY id");
  }

  /** Runs one statement inside a room's object. */
  sql(room, query, ...bindings) {
    return this.runtime.sql("ChatRoom", room, query, ...bindings);
  }

  /** Drops a room's object from memory; its sockets sleep, or with "close" are closed. */
  evict(room, sockets) {
    return this.runtime.evict("ChatRoom", room, sockets);
  }

  stop() {
    return this.runtime.stop();
  }
}
