package dev.samovar.guide;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.Length;
import dev.samovar.sync.Range;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Task} as a row of the table {@code tasks}. */
final class TaskCodec implements RowCodec<Task> {
    private static final List<String> COLUMNS =
            List.of("id", "title", "author", "assignee", "due_at", "done", "shared");

    @Override
    public String primaryKey() {
        return "id";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public ColumnType type(String column) {
        return switch (column) {
            case "done", "shared", "overdue" -> ColumnType.BOOLEAN;
            case "due_at" -> ColumnType.NUMBER;
            default -> ColumnType.TEXT;
        };
    }

    @Override
    public Task decode(RowReader in) {
        return new Task(
                in.text("id"),
                in.text("title", Length.of(1, 200)),
                in.text("author"),
                in.textOrNull("assignee"),
                in.integerOrNull("due_at", Range.min(0)),
                in.bool("done"),
                in.bool("shared"));
    }

    @Override
    public List<@Nullable Object> bindings(Task task) {
        return Arrays.asList(
                task.id(), task.title(), task.author(), task.assignee(), task.dueAt(), task.done(), task.shared());
    }
}
