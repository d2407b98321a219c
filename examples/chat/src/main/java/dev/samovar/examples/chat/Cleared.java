package dev.samovar.examples.chat;

import dev.samovar.sync.Payload;

/**
 * What {@code clearRoom} answers.
 *
 * @param deleted how many messages there were
 */
@Payload
public record Cleared(long deleted) {}
