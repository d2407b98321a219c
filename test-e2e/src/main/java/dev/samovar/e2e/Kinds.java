package dev.samovar.e2e;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import dev.samovar.protocol.Value;
import dev.samovar.sync.BigInt;
import dev.samovar.sync.Limit;
import dev.samovar.sync.Payload;
import dev.samovar.sync.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row with a column of every type that codecs are made for. */
@Row
@Payload
record Kinds(
        String id,
        @Nullable String text,
        boolean flag,
        @Limit(min = 0) int small,
        @Nullable Long whole,
        @BigInt long big,
        double real,
        Shade shade,
        @JsonProperty("at_millis") Instant at,
        Value.@Nullable Bytes data,
        @JsonProperty(access = Access.READ_ONLY) @Nullable Boolean seen) {
    /** How it looks. */
    enum Shade {
        LIGHT,
        @JsonProperty("very dark")
        DARK
    }
}
