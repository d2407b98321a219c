package dev.samovar.client.jvm;

import dev.samovar.client.RandomSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Delays need no secret, ids are random UUIDs. */
final class JvmRandom implements RandomSource {
    @Override
    public double nextDouble() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public String newId() {
        return UUID.randomUUID().toString();
    }
}
