package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** The address of one Durable Object. Two ids are equal if they address the same object. */
public interface DurableObjectId {
    /** 64 hexadecimal digits. */
    @Override
    String toString();

    /** The name the id was made from; {@code null} for an id that was not made from a name. */
    @Nullable
    String name();
}
