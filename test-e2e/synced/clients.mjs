// Clients of the synced probe, of both profiles.
import { claimsHeader } from "../chat/tokens.mjs";
import { ReferenceClient } from "./reference-client.mjs";
import { HELLO, SamovarClient } from "./samovar-client.mjs";

/** Opens the socket of a user, with claims as the Worker stamps them. */
export const open = (runtime, path, claims) =>
  runtime.connect(path, { headers: { "x-samovar-claims": claimsHeader(claims) } });

/** Connects a client of the reference profile. */
export async function reference(runtime, object, user = "user", claims = {}) {
  return new ReferenceClient(await open(runtime, `/synced/${object}/sync`, { sub: user, ...claims }));
}

/** Connects a client of samovar/1 and greets. */
export async function samovar(runtime, object, user = "user", claims = {}) {
  const client = new SamovarClient(await open(runtime, `/synced/${object}/sync`, { sub: user, ...claims }));
  client.send(HELLO);
  client.welcome = await client.until(({ t }) => t === "welcome");
  return client;
}
