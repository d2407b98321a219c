package dev.samovar.testkit;

import dev.samovar.workers.Callback;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Task;
import dev.samovar.workers.WebSocketPair;
import dev.samovar.workers.Worker;

/** Runs a Worker: requests in, responses out. Made by {@link LocalRuntime#worker}. */
public final class WorkerHost<E> {
    private final LocalRuntime runtime;
    private final Worker<E> worker;
    private final E env;
    private final GlobalScope scope;

    WorkerHost(LocalRuntime runtime, Worker<E> worker, E env) {
        this.runtime = runtime;
        this.worker = worker;
        this.env = env;
        this.scope = new TestScope(runtime, new ScopeOwner());
    }

    /**
     * Sends a request. What the Worker throws becomes a response with status 500 and an error of the console.
     *
     * @throws IllegalStateException if the Worker waits for something the test has to complete: use {@link #startFetch}
     */
    public Response fetch(Request request) {
        return startFetch(request).get();
    }

    /** Sends a request; returns when its handler has ended or waits. */
    public Deferred<Response> startFetch(Request request) {
        Deferred<Response> answer = new Deferred<>();
        runtime.loop().submit(() -> answer.complete(answered(request)));
        runtime.loop().settle();
        return answer;
    }

    /**
     * Opens a socket: sends an upgrade request and checks that it is accepted.
     *
     * @throws IllegalStateException if the answer is not status 101 with a socket that an object has accepted
     */
    public TestSocket connect(Request request) {
        return Upgrade.accepted(fetch(Upgrade.of(request)));
    }

    private Response answered(Request request) {
        try {
            return worker.fetch(request, env, new Context());
        } catch (ObjectGone closed) {
            throw closed;
        } catch (RuntimeException | Error error) {
            runtime.console().error("The Worker failed on " + request.method() + " " + request.url(), error);
            return Response.text(500, "Internal Server Error");
        }
    }

    private final class Context implements ExecutionContext {
        @Override
        public void waitUntil(Task task) {
            runtime.loop().startNow(() -> {
                try {
                    task.run();
                } catch (ObjectGone closed) {
                    throw closed;
                } catch (RuntimeException | Error error) {
                    runtime.console().error("A task given to waitUntil failed", error);
                }
            });
        }

        @Override
        public GlobalScope globalScope() {
            return scope;
        }
    }

    private final class ScopeOwner implements TestScope.Owner, ServerSocket.Holder {
        @Override
        public void enter() {}

        @Override
        public void fire(Callback callback) {
            runtime.loop().submit(() -> {
                try {
                    Coroutine.require("run a timer").mustNotWait("in a timer's callback.", callback::run);
                } catch (RuntimeException | Error error) {
                    runtime.console().error("A timer's callback failed", error);
                }
            });
        }

        @Override
        public WebSocketPair newWebSocketPair() {
            SocketLink link = new SocketLink();
            return new WebSocketPair(new ClientSocket(link), new ServerSocket(this, link));
        }

        @Override
        public void output(Runnable effect) {
            effect.run();
        }
    }
}
