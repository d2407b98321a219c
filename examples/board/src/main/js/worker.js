// The entry module: the class and the Worker that wrangler.toml names.
import { main, newBoard, newWorker } from "./board.js";
import { syncDurableObject, worker } from "./entry.js";

export const Board = syncDurableObject((ctx, env) => newBoard(main, ctx, env));

export default worker((env) => newWorker(main, env));
