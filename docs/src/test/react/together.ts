// Several changes that are done together or not at all.
import { createTransaction } from "@tanstack/react-db";
import type { Room } from "./room";

export function deleteAll({ messages }: Room, ids: readonly string[]) {
  const transaction = createTransaction({
    mutationFn: ({ transaction }) => messages.utils.sendTransaction(transaction),
  });
  transaction.mutate(() => messages.delete([...ids]));
  return transaction.when("settled");
}
