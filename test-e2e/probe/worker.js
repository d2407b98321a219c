import { DurableObject } from "cloudflare:workers";
import {
  main,
  newProbe,
  newProbeOfForum,
  newProbeOfHistories,
  newProbeOfJobs,
  newProbeOfPages,
  newProbeOfSync,
  newProbeWithoutAlarm,
  newProbeWorker,
} from "./probe.js";

// The default of 10 would show little more than the constructors of the Java exception.
Error.stackTraceLimit = 100;

// workerd decides by the handlers of a class what it may do, so the classes differ in those they have.
class Requests extends DurableObject {
  constructor(ctx, env, newObject) {
    super(ctx, env);
    this.java = newObject(main, ctx, env);
  }

  fetch(request) {
    return this.java.fetch(request);
  }
}

class RequestsAndAlarms extends Requests {
  alarm(info) {
    return this.java.alarm(info);
  }
}

class Everything extends RequestsAndAlarms {
  webSocketMessage(socket, message) {
    return this.java.webSocketMessage(socket, message);
  }

  webSocketClose(socket, code, reason, wasClean) {
    return this.java.webSocketClose(socket, code, reason, wasClean);
  }

  webSocketError(socket, error) {
    return this.java.webSocketError(socket, error);
  }
}

export class Probe extends Everything {
  constructor(ctx, env) {
    super(ctx, env, newProbe);
  }
}

export class ProbeWithoutAlarm extends Requests {
  constructor(ctx, env) {
    super(ctx, env, newProbeWithoutAlarm);
  }
}

export class ProbeOfJobs extends RequestsAndAlarms {
  constructor(ctx, env) {
    super(ctx, env, newProbeOfJobs);
  }
}

export class ProbeOfSync extends Everything {
  constructor(ctx, env) {
    super(ctx, env, newProbeOfSync);
  }
}

export class ProbeOfHistories extends Everything {
  constructor(ctx, env) {
    super(ctx, env, newProbeOfHistories);
  }
}

export class ProbeOfPages extends Everything {
  constructor(ctx, env) {
    super(ctx, env, newProbeOfPages);
  }
}

export class ProbeOfForum extends Everything {
  constructor(ctx, env) {
    super(ctx, env, newProbeOfForum);
  }
}

let worker;

export default {
  fetch(request, env, ctx) {
    worker ??= newProbeWorker(main, env);
    return worker.fetch(request, ctx);
  },
};
