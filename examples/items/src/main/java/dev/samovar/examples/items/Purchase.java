package dev.samovar.examples.items;

import dev.samovar.sync.Payload;

/**
 * What {@code buy} is asked for.
 *
 * @param item the id of the thing
 */
@Payload
record Purchase(String item) {}
