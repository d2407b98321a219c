package dev.samovar.examples.items;

import dev.samovar.sync.Payload;

/**
 * What {@code buy} answers.
 *
 * @param left how many there are now
 */
@Payload
record Bought(int left) {}
