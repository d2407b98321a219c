package dev.samovar.sync;

import static dev.samovar.sync.Notes.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The arguments of commands that say which they take. */
class ArgumentsTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    private record Move(String to, long count, List<Point> path) {
        Move {
            if (to.equals("nowhere")) {
                throw new IllegalArgumentException("to must be somewhere");
            }
        }

        static Move of(ArgsReader in) {
            return new Move(
                    in.text("to", Length.of(1, 10)),
                    in.integer("count", Range.of(1, 3)),
                    in.list("path", Length.max(2), Point::of));
        }
    }

    private record Point(double x, String label) {
        static Point of(ArgsReader in) {
            return in.object("at", at -> new Point(at.number("x"), in.text("label")));
        }
    }

    private static Value point(Value x) {
        return Value.map("at", Value.map("x", x), "label", Value.of("p"));
    }

    private void typedCommands(List<Move> moves) {
        notes.more = schema -> {
            schema.command("move", Move::of, (Long count) -> Value.of(count), (call, move) -> {
                moves.add(move);
                return move.count();
            });
            schema.waitingCommand("walk", Move::of, (Long count) -> Value.of(count), (call, move) -> {
                moves.add(move);
                return -move.count();
            });
        };
    }

    @Test
    void argumentsAreDecodedByName() {
        List<Move> moves = new ArrayList<>();
        typedCommands(moves);
        TestClient alice = notes.connect("alice");
        Value args = Value.map(
                "to",
                Value.of("b2"),
                "count",
                Value.of(2),
                "path",
                Value.array(point(Value.of(1.5)), point(Value.of(2))));

        assertThat(alice.call("move", args).result()).isEqualTo(Value.of(2));
        assertThat(alice.call("walk", args).result()).isEqualTo(Value.of(-2));

        assertThat(moves).hasSize(2).containsOnly(new Move("b2", 2, List.of(new Point(1.5, "p"), new Point(2, "p"))));
    }

    @Test
    void argumentsThatACommandDoesNotTakeAreRefusedWithTheirPaths() {
        typedCommands(new ArrayList<>());
        TestClient alice = notes.connect("alice");

        for (String command : List.of("move", "walk")) {
            assertInvalid(alice.call(command), "to is missing; count is missing; path is missing");
            assertInvalid(alice.call(command, List.of(1)), "the arguments must be a map");
            assertInvalid(
                    alice.call(
                            command,
                            Value.map(
                                    "to",
                                    Value.of(""),
                                    "count",
                                    Value.of(4),
                                    "path",
                                    Value.array(point(Value.of(1)), point(Value.of("far"))))),
                    "to must have 1 to 10 characters; count must be 1 to 3; path[1].at.x must be a number");
            assertInvalid(
                    alice.call(
                            command,
                            Value.map("to", Value.array(), "count", Value.of(1), "path", Value.array(Value.of(1)))),
                    "to must be text; path[0] must be a map");
            assertInvalid(
                    alice.call(
                            command, Value.map("to", Value.of("nowhere"), "count", Value.of(1), "path", Value.array())),
                    "to must be somewhere");
        }
    }

    @Test
    void longListsOfArgumentsAreNotReadToTheirEnd() {
        typedCommands(new ArrayList<>());
        Value[] points = new Value[50_000];
        Arrays.fill(points, Value.map());

        WriteOutcome call = notes.connect("alice")
                .call("move", Value.map("to", Value.of("a"), "count", Value.of(1), "path", Value.array(points)));

        assertInvalid(call, "path must have at most 2 items; path[0].at is missing");
    }

    private static void assertInvalid(WriteOutcome write, String problems) {
        assertRejected(write, ErrorCode.VALIDATION, "validation failed: " + problems);
    }
}
