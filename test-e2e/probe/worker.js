import { DurableObject } from "cloudflare:workers";
import {
  main,
  newProbe,
  newProbeOfHistories,
  newProbeOfJobs,
  newProbeOfPages,
  newProbeOfSync,
  newProbeWithoutAlarm,
  newProbeWorker,
} from "./probe.js";

// The default of 10 would show little more than the constructors of the Java exception.
Error.stackTraceLimit = 100;

export class Probe extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbe(main, ctx, env);
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

export class ProbeWithoutAlarm extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbeWithoutAlarm(main, ctx, env);
  }

  fetch(request) {
    return this.#java.fetch(request);
  }
}

export class ProbeOfJobs extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbeOfJobs(main, ctx, env);
  }

  fetch(request) {
    return this.#java.fetch(request);
  }

  alarm(info) {
    return this.#java.alarm(info);
  }
}

export class ProbeOfSync extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbeOfSync(main, ctx, env);
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

export class ProbeOfHistories extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbeOfHistories(main, ctx, env);
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

export class ProbeOfPages extends DurableObject {
  #java;

  constructor(ctx, env) {
    super(ctx, env);
    this.#java = newProbeOfPages(main, ctx, env);
  }

  fetch(request) {
    return this.#java.fetch(request);
  }
}

let worker;

export default {
  fetch(request, env, ctx) {
    worker ??= newProbeWorker(main, env);
    return worker.fetch(request, ctx);
  },
};
