// The entry module: the class and the Worker that wrangler.toml names.
import { main, newChatRoom, newChatWorker } from "./chat.js";
import { syncDurableObject, worker } from "./entry.js";

export const ChatRoom = syncDurableObject((ctx, env) => newChatRoom(main, ctx, env));

export default worker((env) => newChatWorker(main, env));
