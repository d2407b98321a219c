package dev.samovar.workers;

/** What a Worker may ask of the runtime while it serves one request. */
public interface ExecutionContext {
    /**
     * Keeps the request's context alive until the task has ended, up to 30 s after the response (Cloudflare's limit).
     */
    void waitUntil(Task task);

    GlobalScope globalScope();
}
