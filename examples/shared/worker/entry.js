// What an entry module exports of each class and handler that wrangler.toml names: forwarding to Java. Only handlers that
// the Java class overrides are listed, because workerd decides by their presence what the class may do.
import { DurableObject } from "cloudflare:workers";

// Ten frames, the default, end inside the constructors of a Java exception.
Error.stackTraceLimit = 100;

/** The class of a SyncDurableObject, which `create` makes for each instance. */
export const syncDurableObject = (create) =>
  class extends DurableObject {
    #java;

    constructor(ctx, env) {
      super(ctx, env);
      this.#java = create(ctx, env);
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
  };

/** The handlers of a Worker, which `create` makes once. */
export function worker(create) {
  let java;
  return {
    fetch(request, env, ctx) {
      java ??= create(env);
      return java.fetch(request, ctx);
    },
  };
}
