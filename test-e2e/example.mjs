import { SECRET } from "./chat/chat.mjs";
import { start } from "./harness.mjs";

/** An example on workerd with empty objects, as it is deployed. */
export const startExample = (name) =>
  start(new URL(`../examples/${name}/wrangler.toml`, import.meta.url), { secrets: { AUTH_SECRET: SECRET } });
