package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import org.jspecify.annotations.Nullable;

/**
 * Unwinds code whose object was dropped from memory: by an eviction, a crash or a reset. An {@link Error}, so that
 * {@code catch (RuntimeException e)} does not hold it back; code that catches it all the same meets it again at its
 * next call of the runtime. In workerd the code simply ends, without {@code finally}.
 */
final class ObjectGone extends Error {
    ObjectGone(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** The same, thrown once more from another place. */
    ObjectGone(ObjectGone first) {
        super(first.getMessage(), first);
    }

    /** What those hear who wait for an answer of the object. */
    PlatformException toCallers() {
        return new PlatformException("Error", String.valueOf(getMessage()), null, getCause());
    }
}
