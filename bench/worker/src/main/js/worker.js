// The entry module: each handler forwards to Java. Unlike an application's it forwards every handler that Java has.
import { DurableObject } from "cloudflare:workers";
import { main, newBenchRoom, newBenchWorker } from "./bench.js";

// Ten frames, the default, end inside the constructors of a Java exception.
Error.stackTraceLimit = 100;

export class BenchRoom extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newBenchRoom(main, ctx, env);
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
    worker ??= newBenchWorker(main, env);
    return worker.fetch(request, ctx);
  },
};
