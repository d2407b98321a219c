package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;

/** One call of a command. */
public final class CommandContext<C> extends HandlerContext<C> {
    private final Transactions transactions;
    private final Value args;

    CommandContext(C user, DurableObjectStorage storage, Transactions transactions, @Nullable Value args) {
        super(user, storage);
        this.transactions = transactions;
        this.args = args == null ? Value.NULL : args;
    }

    /** What the client passed; {@link Value#NULL} if nothing. It is input from outside: check it. */
    public Value args() {
        return args;
    }

    /**
     * Deletes every row of a table.
     *
     * @return how many there were
     */
    public long deleteAll(String table) {
        sql().exec("DELETE FROM " + Sql.quote(table));
        return sql().exec("SELECT changes()").one().getLong(0);
    }

    /**
     * Runs writes of a waiting command in one transaction. They reach the clients although the command goes on, and are
     * kept although it may fail later. A plain command is in one transaction already.
     */
    public <T extends @Nullable Object> T transaction(Transaction<T> body) {
        return transactions.runAndPublish(body);
    }
}
