package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.SqlStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private final ScriptedObject.Script script = new ScriptedObject.Script();

    TransactionTest() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a TEXT)");
    }

    private static void insert(ScriptedObject object, String value) {
        object.sql().exec("INSERT INTO t VALUES (?)", value);
    }

    private static List<@Nullable Object> rows(SqlStorage sql) {
        return sql.exec("SELECT group_concat(a, ',') FROM t").toList().get(0);
    }

    @Test
    void theBodysValueIsReturned() {
        try (var host = script.host()) {
            String value = host.call(object -> object.storage().transactionSync(() -> {
                insert(object, "a");
                return "done";
            }));

            assertThat(value).isEqualTo("done");
            assertThat(rows(host.sql())).containsExactly("a");
        }
    }

    @Test
    void aBodyThatThrowsLeavesNothing() {
        try (var host = script.host()) {
            host.run(object -> {
                insert(object, "before");
                assertThatThrownBy(() -> object.storage().transactionSync(() -> {
                            insert(object, "inside");
                            object.storage().setAlarm(1);
                            throw new IllegalArgumentException("no");
                        }))
                        .isInstanceOf(IllegalArgumentException.class);
                insert(object, "after");
            });

            assertThat(rows(host.sql())).containsExactly("before,after");
            assertThat(host.alarmMillis()).isNull();
        }
    }

    @Test
    void innerTransactionsRollBackAlone() {
        try (var host = script.host()) {
            host.run(object -> object.storage().transactionSync(() -> {
                insert(object, "outer");
                assertThatThrownBy(() -> object.storage().transactionSync(() -> {
                            insert(object, "inner");
                            throw new IllegalStateException("no");
                        }))
                        .hasMessage("no");
                return object.storage().transactionSync(() -> {
                    insert(object, "second");
                    return true;
                });
            }));

            assertThat(rows(host.sql())).containsExactly("outer,second");
        }
    }

    @Test
    void anOuterTransactionThatThrowsTakesTheInnerWithIt() {
        try (var host = script.host()) {
            host.run(object -> assertThatThrownBy(() -> object.storage().transactionSync(() -> {
                        object.storage().transactionSync(() -> {
                            insert(object, "inner");
                            return true;
                        });
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no"));

            assertThat(rows(host.sql()).get(0)).isNull();
        }
    }

    @Test
    void waitingInsideIsRefusedAndRollsBack() {
        Deferred<String> deferred = new Deferred<>();
        try (var host = script.host()) {
            host.run(object -> assertThatThrownBy(() -> object.storage().transactionSync(() -> {
                        insert(object, "inside");
                        return deferred.await();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Cannot wait inside transactionSync"));

            assertThat(rows(host.sql()).get(0)).isNull();
        }
    }

    @Test
    void everyMethodThatWaitsIsRefusedInside() {
        try (var host = script.host()) {
            host.run(object -> object.storage().transactionSync(() -> {
                assertThatThrownBy(() -> object.storage().getAlarm()).hasMessageContaining("Cannot wait");
                assertThatThrownBy(() -> object.storage().deleteAll()).hasMessageContaining("Cannot wait");
                assertThatThrownBy(() -> object.state()
                                .globalScope()
                                .crypto()
                                .subtle()
                                .digest(dev.samovar.workers.HashAlgorithm.SHA_256, new byte[0]))
                        .hasMessageContaining("Cannot wait");
                return true;
            }));
        }
    }

    @Test
    void aTaskStartedInsideMayWait() {
        Deferred<String> deferred = new Deferred<>();
        try (var host = script.host()) {
            host.run(object -> object.storage().transactionSync(() -> {
                object.state().waitUntil(() -> insert(object, deferred.await()));
                insert(object, "first");
                return true;
            }));
            deferred.complete("later");

            assertThat(rows(host.sql())).containsExactly("first,later");
        }
    }

    @Test
    void deleteAllLeavesAnEmptyDatabaseThatCanBeUsed() {
        try (var host = script.host()) {
            host.run(object -> {
                object.sql()
                        .exec(
                                "CREATE VIRTUAL TABLE f USING fts5(x); CREATE VIEW v AS SELECT a FROM t;"
                                        + " CREATE TABLE c (id INTEGER PRIMARY KEY AUTOINCREMENT, p REFERENCES c); INSERT INTO c VALUES (1, 1)");
                object.storage().setAlarm(1);
                object.storage().deleteAll();
                object.sql().exec("CREATE TABLE t (a TEXT)");
                insert(object, "new");
            });

            assertThat(rows(host.sql())).containsExactly("new");
            assertThat(host.sql()
                            .exec("SELECT count(*) FROM sqlite_schema WHERE name IN ('f', 'v', 'c')")
                            .one()
                            .getLong(0))
                    .isZero();
            assertThat(host.alarmMillis()).isNull();
        }
    }
}
