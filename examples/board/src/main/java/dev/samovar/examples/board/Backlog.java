package dev.samovar.examples.board;

/** What a new board has on it. */
final class Backlog {
    static final int TASKS = 5_000;

    private static final String VERBS = """
            ["Polish", "Mend", "Find", "Order", "Wrap", "Weigh", "Sort", "Count", "Label", "Photograph", "Fetch", "Return",
             "Measure", "Dust", "Paint", "Lend", "Sharpen", "Varnish", "Describe", "Repack", "Test", "Warm", "Hide", "Sell",
             "Praise"]""";
    private static final String THINGS = """
            ["the brass samovar", "six tea glasses", "the sugar tongs", "a sack of charcoal", "the blue teapot",
             "the honey jars", "two benches", "the ledger", "the door bell", "a crate of lemons", "the old scales",
             "the winter stock", "a silver spoon", "the long table", "the tea chests", "the front window", "the cat's dish",
             "the tin lids", "the linen", "the stove pipe"]""";
    private static final String PLACES = """
            ["in the cellar", "for the fair", "before noon", "with Pierre", "for the garden", "on the upper shelf",
             "as Natasha asked", "behind the counter", "for the guests", "once more"]""";

    private Backlog() {}

    /**
     * The statement that fills the empty table: one task a minute until now, in a scattered order.
     *
     * @param nowMillis milliseconds since 1970
     */
    static String statement(long nowMillis) {
        return "WITH names AS (SELECT verb.value || ' ' || thing.value || ' ' || place.value AS title,"
                + " row_number() OVER (ORDER BY verb.key, thing.key, place.key) AS number"
                + " FROM json_each('" + quoted(VERBS) + "') AS verb, json_each('" + quoted(THINGS)
                + "') AS thing, json_each('" + quoted(PLACES) + "') AS place)"
                + " INSERT INTO tasks (id, title, votes, updated_at)"
                // 1,237 has no divisor in common with the number of tasks: each minute is one task's.
                + " SELECT 'task-' || number, title, number * 7919 % 101 % 12, "
                + nowMillis + " - 60000 * (number * 1237 % " + TASKS + ") FROM names";
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
