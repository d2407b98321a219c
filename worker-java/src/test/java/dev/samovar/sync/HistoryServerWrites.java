package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the object of a random history writes of its own. */
final class HistoryServerWrites {
    private static final String PAD = "=".repeat(30_000);

    private final HistoryWorld world;

    HistoryServerWrites(HistoryWorld world) {
        this.world = world;
    }

    void write() {
        String table = world.table();
        HistoryPost post = world.post(world.random.nextBoolean() ? world.newKey() : world.oldKey());
        switch (world.random.nextInt(9)) {
            case 0, 1 ->
                write(
                        "INSERT OR REPLACE INTO " + table + " (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                        post.bindings());
            case 2 -> write("UPDATE OR REPLACE " + table + " SET id = ? WHERE id = ?", post.id(), world.oldKey());
            case 3 -> write("UPDATE " + table + " SET stars = stars + 1 WHERE box = ?", post.box());
            case 4 -> write("UPDATE " + table + " SET box = ? WHERE id = ?", post.box(), world.oldKey());
            case 5 -> write("DELETE FROM " + table);
            case 6 -> write("DELETE FROM " + table + " WHERE stars = ?", post.stars());
            case 7 -> enlarge(table);
            default -> writeMany(table);
        }
    }

    /** So that a snapshot takes several pieces, and what is not acknowledged may hold it up. */
    private void enlarge(String table) {
        write("UPDATE " + table + " SET pad = ? WHERE pad = '' AND stars >= 2", PAD);
    }

    private void writeMany(String table) {
        world.tell("the object writes 20 rows of " + table);
        List<HistoryPost> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(world.post(world.newKey()));
        }
        world.host.run(room -> room.write(() -> {
            for (HistoryPost post : posts) {
                room.exec(
                        "INSERT OR REPLACE INTO " + table + " (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                        post.bindings());
            }
            return posts;
        }));
    }

    void write(String query, @Nullable Object... bindings) {
        boolean isTold = world.random.nextInt(4) > 0;
        world.tell("the object" + (isTold ? " writes " : " writes in silence ") + query + " " + shown(bindings));
        world.host.run(room -> {
            if (isTold) {
                room.write(() -> {
                    room.exec(query, bindings);
                    return query;
                });
            } else {
                room.exec(query, bindings);
            }
        });
    }

    private static String shown(@Nullable Object... bindings) {
        return Arrays.asList(bindings).toString().replace(PAD, "====");
    }

    void rollBack() {
        HistoryPost post = world.post(world.newKey());
        world.tell("the object takes back a write of " + post);
        world.host.run(room -> {
            try {
                room.write(() -> {
                    room.exec(
                            "INSERT OR REPLACE INTO posts (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                            post.bindings());
                    throw new IllegalStateException("taken back");
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("taken back");
            }
        });
    }
}
