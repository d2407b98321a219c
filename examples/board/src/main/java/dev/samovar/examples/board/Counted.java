package dev.samovar.examples.board;

import dev.samovar.sync.Payload;

/**
 * What a vote brings about.
 *
 * @param votes how many the task has now
 */
@Payload
record Counted(int votes) {}
