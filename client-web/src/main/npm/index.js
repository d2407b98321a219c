// The doors of the package. What it does is in samovar-client.js, compiled from Java, and in the files beside this one.
export { SyncClient } from "./client.js";
export { samovarCollectionOptions } from "./collection.js";
export * from "./errors.js";
