package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlStorage;

/** Transactions, and the end of all data. */
final class Storage implements Routes {
    private final DurableObjectState ctx;
    private final SqlStorage sql;

    Storage(DurableObjectState ctx) {
        this.ctx = ctx;
        this.sql = ctx.storage().sql();
    }

    @Override
    public Response answer(String action, Request request) {
        if (action.equals("delete-all")) {
            ctx.storage().deleteAll();
            return Response.text(
                    200,
                    sql.exec("SELECT count(*) FROM sqlite_master").one().getLong(0) + " "
                            + ctx.storage().getAlarm());
        }
        sql.exec("CREATE TABLE IF NOT EXISTS entries (text TEXT)");
        return switch (action) {
            case "commit" -> commit();
            case "rollback" -> rollback();
            case "nested" -> nested();
            default -> Routes.unknown(action);
        };
    }

    private Response commit() {
        String result = ctx.storage().transactionSync(() -> {
            insert("first");
            insert("second");
            return "result";
        });
        return Response.text(200, result + " " + entries());
    }

    /** The exception that comes out is the very one that was thrown. */
    private Response rollback() {
        IllegalStateException thrown = new IllegalStateException("undo");
        boolean isSame = false;
        try {
            ctx.storage().transactionSync(() -> {
                insert("undone");
                throw thrown;
            });
        } catch (IllegalStateException e) {
            isSame = e == thrown;
        }
        return Response.text(200, isSame + " " + entries());
    }

    private Response nested() {
        String result = ctx.storage().transactionSync(() -> {
            insert("outer");
            try {
                ctx.storage().transactionSync(() -> {
                    insert("inner");
                    throw new IllegalStateException("undo the inner one");
                });
            } catch (IllegalStateException e) {
                insert("after: " + e.getMessage());
            }
            return "committed";
        });
        return Response.text(200, result + " " + entries());
    }

    private void insert(String text) {
        sql.exec("INSERT INTO entries VALUES (?)", text);
    }

    private String entries() {
        return sql.exec("SELECT text FROM entries ORDER BY rowid").toList().toString();
    }
}
