/**
 * A shop of several shelves, of which a page loads those it shows: {@link dev.samovar.examples.items.Shop} is the
 * Durable Object. What a page loads is the page's affair, so there is nothing about it here but an index.
 */
@NullMarked
package dev.samovar.examples.items;

import org.jspecify.annotations.NullMarked;
