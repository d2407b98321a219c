package dev.samovar.e2e;

import dev.samovar.sync.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments and a result with everything that codecs know of commands. */
@Payload
record Parcel(
        List<Kinds> kinds, List<String> words, @Nullable Label label) {
    /** A record within. */
    @Payload
    record Label(int number, List<Kinds.Shade> shades) {}
}
