package dev.samovar.workers;

/**
 * A client of one Durable Object. A stub whose call has failed stays broken: take a new one for each try (Cloudflare,
 * "Error handling" of Durable Objects).
 */
public interface DurableObjectStub extends Fetcher {
    DurableObjectId id();
}
