package dev.samovar.workers.js;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Env;
import dev.samovar.workers.Worker;
import java.util.function.Function;
import org.teavm.jso.JSObject;

/**
 * The door between an entry module in JavaScript and the Java classes it exports. The Java main class of an application
 * is made of one-line methods that call this class:
 *
 * <pre>{@code
 * public final class Main {
 *     public static void main(String[] args) {
 *         Entry.runNext();
 *     }
 *
 *     @JSExport
 *     public static JSObject newRoom(JSObject main, JSObject ctx, JSObject env) {
 *         return Entry.durableObject(main, new Room(), ctx, env);
 *     }
 *
 *     @JSExport
 *     public static JSObject newWorker(JSObject main, JSObject env) {
 *         return Entry.worker(main, new RoomWorker(), RoomEnv::new, env);
 *     }
 * }
 * }</pre>
 *
 * <p>{@code main} is the function TeaVM exports under that name. It is handed back to Java because calling it is the
 * one way of TeaVM to start a coroutine at once.
 */
public final class Entry {
    private Entry() {}

    /** The whole body of the application's {@code main}. */
    public static void runNext() {
        Coroutines.runNext();
    }

    /**
     * Attaches a new instance to its runtime.
     *
     * @return an object with the functions {@code fetch}, {@code webSocketMessage}, {@code webSocketClose},
     *     {@code webSocketError} and {@code alarm}, each taking what the handler of that name takes and returning a
     *     value or a promise. The exported class forwards those its Java class overrides: workerd lets only a class
     *     with an {@code alarm} method set an alarm.
     */
    public static JSObject durableObject(JSObject main, DurableObject object, JSObject ctx, JSObject env) {
        return DurableObjectAdapter.attach(new Coroutines(main), object, ctx, env);
    }

    /**
     * Binds a Worker to its environment.
     *
     * @return an object with the function {@code fetch(request, ctx)}, which returns a response or a promise of one
     */
    public static <E> JSObject worker(JSObject main, Worker<E> worker, Function<Env, E> environment, JSObject env) {
        return WorkerAdapter.bind(new Coroutines(main), worker, environment, env);
    }
}
