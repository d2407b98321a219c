package dev.samovar.examples.board;

import dev.samovar.sync.Payload;

/**
 * What {@code vote} is asked for.
 *
 * @param task the id of the task
 */
@Payload
record Vote(String task) {}
