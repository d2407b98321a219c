package dev.samovar.workers;

/**
 * A Worker: the stateless code in front of Durable Objects. One instance serves all requests of an isolate, so it keeps
 * no state of a request in fields.
 *
 * @param <E> the Worker's own view of its environment, made once from {@link Env}
 */
@FunctionalInterface
public interface Worker<E> {
    /** Answers one request. May wait. What it throws becomes the runtime's error 500 and a Java stack in the log. */
    Response fetch(Request request, E env, ExecutionContext context);
}
