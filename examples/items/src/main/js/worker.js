// The entry module: the class and the Worker that wrangler.toml names.
import { syncDurableObject, worker } from "./entry.js";
import { main, newShop, newWorker } from "./items.js";

export const Shop = syncDurableObject((ctx, env) => newShop(main, ctx, env));

export default worker((env) => newWorker(main, env));
