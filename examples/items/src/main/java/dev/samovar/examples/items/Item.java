package dev.samovar.examples.items;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.samovar.sync.Row;

/**
 * A thing to buy.
 *
 * @param category the id of its shelf
 * @param priceCents what one costs, in hundredths
 * @param stock how many there are
 */
@Row
record Item(
        String id,
        String category,
        String name,
        @JsonProperty("price_cents") int priceCents,
        int stock) {}
