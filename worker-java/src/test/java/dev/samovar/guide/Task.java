package dev.samovar.guide;

import org.jspecify.annotations.Nullable;

/**
 * What members write of a task.
 *
 * @param dueAt milliseconds since 1970
 * @param shared whether guests see it
 */
record Task(
        String id,
        String title,
        String author,
        @Nullable String assignee,
        @Nullable Long dueAt,
        boolean done,
        boolean shared) {}
