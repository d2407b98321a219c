import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/db";

/** Enters a room, reads it, writes one message, and leaves. */
export async function visit({ url, token, userId }) {
  const client = new SyncClient({ url, token });
  try {
    const messages = createCollection(
      samovarCollectionOptions({ client, table: "messages", getKey: (message) => message.id }),
    );
    const contents = () => messages.toArray.map(({ content }) => content).sort();
    await messages.preload();
    const found = contents();
    const message = { id: crypto.randomUUID(), author: userId, content: "I was here", created_at: Date.now() };
    await messages.insert(message).isPersisted.promise;
    const left = contents();
    client.close();
    return { found, left, status: client.status };
  } finally {
    client.close();
  }
}
