import { createHmac } from "node:crypto";

const lifetimeSeconds = 3_600;

/** A JSON Web Token as the chat's Worker takes it: HS256, for one user. */
export function signToken(secret, userId) {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: userId, aud: "samovar-chat", iat: now, exp: now + lifetimeSeconds };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
