import { createHmac } from "node:crypto";

const NOW_SECONDS = Math.floor(Date.now() / 1_000);

/** What the chat asks of a token's claims. */
export const claimsOf = (userId, others = {}) => ({
  sub: userId,
  aud: "samovar-chat",
  exp: NOW_SECONDS + 3_600,
  ...others,
});

/** A token with any header and claims, signed with HMAC-SHA-256 whatever the header says. */
export function sign(claims, secret, header = { alg: "HS256", typ: "JWT" }) {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A token without a signature. */
export const unsigned = (claims, header = { alg: "none", typ: "JWT" }) => `${part(header)}.${part(claims)}.`;

/** The claims of a token, unverified. */
export const claimsIn = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());

/** What a Worker stamps on a request that it lets through. */
export const claimsHeader = (claims) => part(claims);

const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
