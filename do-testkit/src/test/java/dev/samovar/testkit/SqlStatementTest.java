package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlStatementTest {
    private static List<String> split(String sql) {
        return SqlStatement.split(sql).stream().map(SqlStatement::text).toList();
    }

    @Test
    void semicolonsSeparateStatements() {
        assertThat(split("SELECT 1; SELECT 2;\n")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(split(";; SELECT 1 ;; SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void quotesAndCommentsHideSemicolons() {
        assertThat(split("SELECT ';', 'it''s; ok', \"a;\"\"b\", `c;d`, [e;f], x'00'; SELECT 2"))
                .containsExactly("SELECT ';', 'it''s; ok', \"a;\"\"b\", `c;d`, [e;f], x'00'", "SELECT 2");
        assertThat(split("SELECT 1 -- one; \n, 2; /* ; */ SELECT 3 -- ;"))
                .containsExactly("SELECT 1 -- one; \n, 2", "SELECT 3");
    }

    @Test
    void aTriggerEndsAtItsOwnEnd() {
        String trigger = "create temp trigger t AFTER INSERT ON a BEGIN"
                + " UPDATE b SET x = CASE WHEN 1 THEN 2 ELSE 3 END; DELETE FROM c; END";

        assertThat(split(trigger + "; SELECT 1")).containsExactly(trigger, "SELECT 1");
        assertThat(split(trigger)).containsExactly(trigger);
    }

    @Test
    void aCommentAfterTheLastSemicolonIsAStatementThatIsMissing() {
        assertThat(split("SELECT 1; -- tail")).isEmpty();
        assertThat(split("SELECT 1;;")).isEmpty();
        assertThat(split(" ; -- nothing")).isEmpty();
        assertThat(split("SELECT 1 -- tail")).containsExactly("SELECT 1");
    }

    @Test
    void unfinishedQuotesAndCommentsEndWithTheText() {
        assertThat(split("SELECT 'open; text")).hasSize(1);
        assertThat(split("SELECT 1 /* open; ")).containsExactly("SELECT 1");
        assertThat(split("SELECT [")).hasSize(1);
    }

    @Test
    void onlyStatementsThatMayWriteAreSaidTo() {
        assertThat(mayWrite("SELECT 'INSERT' AS \"delete\"")).isFalse();
        assertThat(mayWrite("WITH a AS (SELECT 1) SELECT * FROM a")).isFalse();
        assertThat(mayWrite("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a"))
                .isTrue();
        assertThat(mayWrite("EXPLAIN QUERY PLAN DELETE FROM t")).isFalse();
        assertThat(mayWrite("create table t (a)")).isTrue();
    }

    private static boolean mayWrite(String sql) {
        return SqlStatement.split(sql).get(0).mayWrite();
    }
}
