// The errors a user meets. Their codes are part of the package's face.
export class SamovarError extends Error {
  constructor(message, code, retryable) {
    super(message);
    this.name = "SamovarError";
    this.code = code;
    this.retryable = retryable;
  }
}

export class MutationRejectedError extends SamovarError {
  constructor(message, code, retryable, txId) {
    super(message, code, retryable);
    this.name = "MutationRejectedError";
    this.txId = txId;
  }
}

export class CommandRejectedError extends SamovarError {
  constructor(message, code, retryable, command) {
    super(message, code, retryable);
    this.name = "CommandRejectedError";
    this.command = command;
  }
}

export class ConnectionLostError extends SamovarError {
  constructor(message, txId) {
    super(message, "CONNECTION_LOST", true);
    this.name = "ConnectionLostError";
    this.txId = txId;
  }
}

export class SubscriptionRefusedError extends SamovarError {
  constructor(message, code, retryable, table) {
    super(message, code, retryable);
    this.name = "SubscriptionRefusedError";
    this.table = table;
  }
}

export class ClosedError extends SamovarError {
  constructor(code, closeCode, reason) {
    super(`${closedMessages[code]}${reason && ` Reason: ${reason}`}`, code, false);
    this.name = "ClosedError";
    this.closeCode = closeCode;
    this.reason = reason;
  }
}

const closedMessages = {
  CLOSED: "The client is closed. Call connect() to open it again.",
  UNAUTHENTICATED: "The server does not accept the token. Call connect() when there is a fresh one.",
  FORBIDDEN: "The server does not let this user in.",
  GONE: "The object was deleted, with everything in it.",
  NO_HOST:
    "The client's url is a path, and only a page has a host for it: a server may render, but not connect. " +
    "Write in the browser, or give a whole URL.",
  REFUSED: "The connection is closed for good. Call connect() to try again.",
};

export class TimedOutError extends SamovarError {
  constructor(message, table, cause) {
    super(message, "TIMED_OUT", true);
    this.name = "TimedOutError";
    this.table = table;
    this.cause = cause;
  }
}

export class InvalidValueError extends SamovarError {
  constructor(path, reason) {
    super(`${path || "The value"} ${reason}`, "INVALID_VALUE", false);
    this.name = "InvalidValueError";
    this.path = path;
  }
}
