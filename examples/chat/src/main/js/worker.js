// The entry module: the class and the handlers that wrangler.toml names, each forwarding to Java. Only handlers that the
// Java class overrides are listed, because workerd decides by their presence what the class may do.
import { DurableObject } from "cloudflare:workers";
import { main, newChatRoom, newChatWorker } from "./chat.js";

// Ten frames, the default, end inside the constructors of a Java exception.
Error.stackTraceLimit = 100;

export class ChatRoom extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newChatRoom(main, ctx, env);
  }

  fetch(request) {
    return this.#java.fetch(request);
  }

  webSocketMessage(socket, message) {
    return this.#java.webSocketMessage(socket, message);
  }

  webSocketClose(socket, code, reason, wasClean) {
    return this.#java.webSocketClose(socket, code, reason, wasClean);
  }

  webSocketError(socket, error) {
    return this.#java.webSocketError(socket, error);
  }

  alarm(info) {
    return this.#java.alarm(info);
  }
}

let worker;

export default {
  fetch(request, env, ctx) {
    worker ??= newChatWorker(main, env);
    return worker.fetch(request, ctx);
  },
};
