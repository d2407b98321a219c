package dev.samovar.workers;

/** Whatever answers requests: the network, static assets, a Durable Object. */
@FunctionalInterface
public interface Fetcher {
    /** Sends a request and waits for the head of its response. */
    Response fetch(Request request);
}
