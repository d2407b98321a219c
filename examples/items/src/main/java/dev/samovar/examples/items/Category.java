package dev.samovar.examples.items;

import dev.samovar.sync.Row;

/**
 * A shelf of the shop.
 *
 * @param items how many things there are on it
 */
@Row
record Category(String id, String title, int items) {}
