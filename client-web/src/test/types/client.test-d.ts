// Compiled, never run: what a user's editor accepts and refuses.
import {
  type ClientState,
  ClosedError,
  CommandRejectedError,
  type ConnectionStatus,
  MutationRejectedError,
  SamovarError,
  SyncClient,
} from "@samovar/client";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

interface Message {
  id: string;
  author: string;
  created_at: number;
}

interface Api {
  collections: { messages: Message };
  commands: {
    clearRoom(): { deleted: number };
    rename(args: { name: string; at?: Date }): void;
    count(args: bigint): Promise<bigint>;
  };
}

const client = new SyncClient<Api>({ url: "/sync/lobby", token: () => Promise.resolve("token"), timeoutMs: 1_000 });
new SyncClient<Api>({ url: new URL("wss://example.com"), token: "token" });
new SyncClient<Api>({ url: "/sync/lobby", retryDelayMs: ({ failures }) => (failures > 9 ? null : undefined) });

// @ts-expect-error a client connects somewhere
new SyncClient<Api>({});
// @ts-expect-error a token is a text
new SyncClient<Api>({ url: "/sync/lobby", token: 7 });
// @ts-expect-error a misspelt option
new SyncClient<Api>({ url: "/sync/lobby", timeoutMS: 1_000 });

const cleared = client.call.clearRoom();
const counted = client.call.count(7n);
const renamed = client.call.rename({ name: "hall" });
holds<Equal<typeof cleared, Promise<{ deleted: number }>>>();
holds<Equal<typeof counted, Promise<bigint>>>();
holds<Equal<typeof renamed, Promise<void>>>();

// @ts-expect-error no such command
client.call.clearRoms();
// @ts-expect-error the argument is missing
client.call.rename();
// @ts-expect-error the argument has another shape
client.call.rename({ name: 7 });
// @ts-expect-error a number is no bigint
client.call.count(7);

holds<Equal<typeof client.status, ConnectionStatus>>();
holds<Equal<typeof client.lastError, SamovarError | null>>();
const stop: () => void = client.onStatusChange((status) => holds<Equal<typeof status, ConnectionStatus>>());
stop();
const { subscribe, getSnapshot } = client.state;
subscribe(() => {})();
holds<Equal<ReturnType<typeof getSnapshot>, ClientState>>();
holds<Equal<ClientState["latencyMs"], number | null>>();
holds<Equal<ClientState["nextAttemptAt"], number | null>>();
holds<Equal<typeof client.position, number>>();
// @ts-expect-error the status is not for users to set
client.status = "open";

const undeclared = new SyncClient({ url: "/sync/lobby" });
undeclared.call.anything?.({ goes: true });

export function describe(error: unknown): string {
  if (error instanceof MutationRejectedError) {
    return `${error.code} ${error.txId}`;
  }
  if (error instanceof CommandRejectedError) {
    return `${error.code} ${error.command}`;
  }
  if (error instanceof ClosedError) {
    // @ts-expect-error a closed client has no transaction
    return `${error.closeCode} ${error.reason} ${error.txId}`;
  }
  return error instanceof SamovarError && error.retryable ? "again" : "give up";
}

new SyncClient<Api>({ url: "/sync/lobby", persist: true });
new SyncClient<Api>({
  url: "/sync/lobby",
  persist: {
    user: "ann",
    onRejected: (error, write) => {
      holds<Equal<typeof error, SamovarError>>();
      return write.command ?? write.mutations.map(({ type, key, columns }) => [type, key, columns.content]);
    },
  },
});
// @ts-expect-error it must be known whose writes are kept
new SyncClient<Api>({ url: "/sync/lobby", persist: {} });
holds<Equal<typeof client.persistence, "off" | "opening" | "on" | "failed">>();
