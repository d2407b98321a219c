package dev.samovar.examples.board;

import dev.samovar.sync.Payload;

/**
 * What {@code openFirehose} answers.
 *
 * @param seconds how long it stays open
 * @param perSecond how many tasks change in each
 */
@Payload
record Opened(int seconds, int perSecond) {}
