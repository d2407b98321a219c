// Preloaded by Node: whoever imports @tanstack/db gets the copy that TANSTACK_DB names.
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

export const resolve = (specifier, context, next) =>
  next(specifier === "@tanstack/db" ? process.env.TANSTACK_DB : specifier, context);

// Node runs the function above in a thread of its own.
if (isMainThread) {
  register(import.meta.url);
}
