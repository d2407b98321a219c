package dev.samovar.guide;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.DeleteContext;
import dev.samovar.sync.InsertContext;
import dev.samovar.sync.Job;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.MutationRule;
import dev.samovar.sync.RateLimit;
import dev.samovar.sync.RejectedException;
import dev.samovar.sync.RowEffectContext;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncEvent;
import dev.samovar.sync.SyncOptions;
import dev.samovar.sync.SyncSchema;
import dev.samovar.sync.UpdateContext;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.Url;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks of one team. Members see and change all of them, guests see those that are shared, nobody else any. */
final class TeamBoard extends SyncDurableObject<Visitor> {
    private static final int MAX_OPEN_TASKS = 500;

    private static final String IMPORT = """
            INSERT INTO tasks (id, title, author, done, shared) VALUES (?, ?, ?, 0, 0) ON CONFLICT (id) DO NOTHING""";
    private static final String PUT_MEMBER = """
            INSERT INTO members (user_id, name, role) VALUES (?, ?, ?)
              ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, role = excluded.role""";

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("members", """
                CREATE TABLE members (user_id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL)""");
        migrations.step("tasks", """
                CREATE TABLE tasks (
                  id TEXT PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, assignee TEXT, due_at INTEGER,
                  done INTEGER NOT NULL, shared INTEGER NOT NULL)""");
        migrations.step(
                "overdue",
                "ALTER TABLE tasks ADD COLUMN overdue INTEGER NOT NULL DEFAULT 0",
                "CREATE INDEX tasks_by_assignee ON tasks (assignee)");
    }

    @Override
    protected Visitor claims(VerifiedClaims claims) {
        return new Visitor(claims.subject());
    }

    @Override
    protected void define(SyncSchema<Visitor> schema) {
        schema.collection("members", new MemberCodec());
        schema.collection("tasks", new TaskCodec())
                .insert(this::insert)
                .update(this::update)
                .delete(this::delete);
        schema.command("finishAll", new FinishAllCodec(), new CountCodec(), this::finishAll)
                .authorize(call -> call.require(isMember(call.user()), "only members finish tasks"));
        schema.waitingCommand("importTasks", new CountCodec(), this::importTasks)
                .authorize(call -> call.require(isMember(call.user()), "only members import tasks"));
        schema.visibilityFollows("members");
        schema.presence(Visitor::id, this::isMember);
    }

    private void insert(MutationRule<Visitor, Task, InsertContext<Visitor, Task>> rule) {
        rule.authorize(op -> {
                    op.require(isMember(op.user()), "only members add tasks");
                    op.require(op.row().author().equals(op.user().id()), "a task is added in one's own name");
                })
                .check(op -> requireRoom())
                .execute(op -> {
                    op.insertRow();
                    remind(op.row());
                })
                .afterCommit(this::tellAssignee);
    }

    private void update(MutationRule<Visitor, Task, UpdateContext<Visitor, Task>> rule) {
        rule.authorize(op -> {
                    op.require(isMember(op.user()), "only members change tasks");
                    op.require(op.row().author().equals(op.stored().author()), "a task keeps its author");
                })
                .execute(op -> {
                    op.updateRow();
                    remind(op.row());
                });
    }

    private void delete(MutationRule<Visitor, Task, DeleteContext<Visitor, Task>> rule) {
        rule.authorize(op -> {
                    op.require(isMember(op.user()), "only members delete tasks");
                    op.require(op.stored().author().equals(op.user().id()), "not your task");
                })
                .execute(op -> {
                    op.deleteRow();
                    cancelJob(reminder(op.key()));
                });
    }

    @Override
    protected Predicate visible(Visitor user, String collection) {
        String role = role(user);
        if (role == null) {
            return Predicate.NOTHING;
        }
        boolean isNarrow = role.equals(Member.GUEST) && collection.equals("tasks");
        return isNarrow ? Predicate.eq("shared", true) : Predicate.EVERYTHING;
    }

    private boolean isMember(Visitor user) {
        return Member.MEMBER.equals(role(user));
    }

    private @Nullable String role(Visitor user) {
        SqlCursor found = sql().exec("SELECT role FROM members WHERE user_id = ?", user.id());
        return found.next() ? found.getString(0) : null;
    }

    private void requireRoom() {
        SqlCursor open = sql().exec("SELECT COUNT(*) FROM tasks WHERE NOT done").one();
        if (open.getLong(0) >= MAX_OPEN_TASKS) {
            throw new RejectedException(ErrorCode.LIMIT_EXCEEDED, "the board is full; finish a task first");
        }
    }

    private Count finishAll(CommandContext<Visitor> call, FinishAll args) {
        call.sql().exec("UPDATE tasks SET done = 1 WHERE assignee = ? AND NOT done", args.assignee());
        return new Count(call.sql().exec("SELECT changes()").one().getLong(0));
    }

    private Count importTasks(CommandContext<Visitor> call) {
        Response answer = env().fetcher("TRACKER").fetch(Request.get("https://tracker.example/titles"));
        if (answer.status() != 200 || !(ctx().globalScope().json().parse(answer.text()) instanceof List<?> titles)) {
            throw RejectedException.retryLater("the tracker has no answer now");
        }
        return call.transaction(() -> {
            call.require(isMember(call.user()), "only members import tasks");
            long before = tasks();
            for (Object title : titles) {
                call.sql()
                        .exec(
                                IMPORT,
                                "tracker " + (String) title,
                                title,
                                call.user().id());
            }
            return new Count(tasks() - before);
        });
    }

    private long tasks() {
        return sql().exec("SELECT COUNT(*) FROM tasks").one().getLong(0);
    }

    private void tellAssignee(RowEffectContext<Visitor, Task> effect) {
        String assignee = effect.row().assignee();
        if (assignee == null) {
            return;
        }
        Headers headers = new Headers().set("idempotency-key", effect.idempotencyKey());
        String text = assignee + ": " + effect.row().title();
        Response answer = env().fetcher("MAIL").fetch(Request.of("POST", "https://mail.example/", headers, text));
        if (answer.status() != 202) {
            throw new IllegalStateException("The mail service answered " + answer.status() + ".");
        }
    }

    private void remind(Task task) {
        if (task.dueAt() == null || task.done()) {
            cancelJob(reminder(task.id()));
        } else {
            schedule(reminder(task.id()), task.dueAt(), Value.of(task.id()));
        }
    }

    @Override
    protected void onJob(Job job) {
        String id = ((Value.Text) job.payload()).value();
        runSyncedWrite(() -> sql().exec("UPDATE tasks SET overdue = 1 WHERE id = ? AND NOT done", id));
    }

    private static String reminder(String task) {
        return "overdue " + task;
    }

    @Override
    public Response fetch(Request request) {
        String user = request.url().searchParam("user");
        if (request.method().equals("PUT") && user != null) {
            putMember(user, request.url());
        } else if (request.method().equals("DELETE") && user != null) {
            dismiss(user);
        } else if (request.method().equals("DELETE")) {
            deleteObject();
        } else if (request.method().equals("GET") && !request.isWebSocketUpgrade()) {
            return snapshot(request);
        } else {
            return super.fetch(request);
        }
        return Response.text(200, "ok");
    }

    private Response snapshot(Request request) {
        return Response.json(200, readSyncSnapshot(request, "tasks").toJson(ctx().globalScope()));
    }

    private void putMember(String user, Url url) {
        runSyncedWrite(() -> sql().exec(PUT_MEMBER, user, url.searchParam("name"), url.searchParam("role")));
    }

    private void dismiss(String user) {
        runSyncedWrite(() -> sql().exec("DELETE FROM members WHERE user_id = ?", user));
        disconnect(user, "you left the team");
    }

    @Override
    protected SyncOptions options() {
        return SyncOptions.DEFAULTS.withRateLimit(new RateLimit(50, 500, 1 << 20, 8 << 20));
    }

    @Override
    protected Consumer<SyncEvent> onEvent() {
        return event -> {
            if (event instanceof SyncEvent.WriteAnswered answered && answered.code() != null) {
                ctx().globalScope().console().warn("A " + answered.kind() + " was refused: " + answered.code());
            }
        };
    }
}
