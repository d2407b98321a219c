package shop;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import dev.samovar.protocol.Value;
import dev.samovar.sync.BigInt;
import dev.samovar.sync.Limit;
import dev.samovar.sync.Payload;
import dev.samovar.sync.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An article of the {@link Shop}, with a column of every type there is.
 *
 * <p>Its description is long on purpose, because what does not fit into one line is broken where a word ends.
 *
 * @param addedAt when it {@code came}
 */
@Row(key = "sku")
@Payload
public record Article(
        String sku,
        @Limit(min = 1, max = 20) String title,
        @JsonProperty("sub-title") @Nullable String subtitle,
        boolean shown,
        @Nullable Boolean fragile,
        @Limit(min = 0) int stock,
        @Nullable Integer shelf,
        @Limit(max = 9_000_000_000L) long cents,
        @Nullable Long oldCents,
        @BigInt long barcode,
        @BigInt @Nullable Long oldBarcode,
        double grams,
        @Nullable Double stars,
        Size size,
        @Nullable Size fallback,
        @JsonProperty("added_at") Instant addedAt,
        @Nullable Instant soldAt,
        Value.Bytes image,
        Value.@Nullable Bytes label,
        byte[] raw,
        byte @Nullable [] rest,
        @JsonProperty(access = Access.READ_ONLY) @Nullable Long sold) {
    /** How large. */
    public enum Size {
        @JsonProperty("s")
        SMALL,
        @JsonProperty("#l")
        LARGE
    }
}
