package dev.samovar.client.jvm;

import dev.samovar.client.ClientOptions;
import dev.samovar.client.MessagePackEncoder;
import dev.samovar.client.Platform;
import dev.samovar.client.Timers;
import dev.samovar.client.TokenSource;
import dev.samovar.client.ValueRow;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SamovarClient}. */
public final class SamovarClientBuilder {
    private static final long IDLE_SECONDS = 60;

    private final URI uri;
    private @Nullable Supplier<? extends @Nullable String> tokens;
    private @Nullable Executor executor;
    private @Nullable HttpClient http;
    private ClientOptions options = ClientOptions.defaults();

    SamovarClientBuilder(URI uri) {
        this.uri = webSocket(uri);
    }

    /**
     * Who the user is.
     *
     * @param supplier of the token for the next connection, {@code null} for none; asked again before the token expires
     *     and after it was refused. Called on a thread of its own, so it may wait
     */
    public SamovarClientBuilder token(Supplier<? extends @Nullable String> supplier) {
        tokens = supplier;
        return this;
    }

    /**
     * Where the client runs, one task at a time. Many clients may share one.
     *
     * @param threads any number of them; not given, the client has a daemon thread
     */
    public SamovarClientBuilder executor(Executor threads) {
        executor = threads;
        return this;
    }

    /** What opens the sockets, for proxies and certificates. Many clients may, and should, share one. */
    public SamovarClientBuilder httpClient(HttpClient client) {
        http = client;
        return this;
    }

    /** How patient the client is; not given, as patient as can be. */
    public SamovarClientBuilder options(ClientOptions clientOptions) {
        options = clientOptions;
        return this;
    }

    /** A client that connects when it is first needed. */
    public SamovarClient build() {
        Executor loop = new SerialExecutor(executor == null ? daemon() : executor);
        Timers timers = new JvmTimers(loop);
        HttpClient client = http == null ? HttpClient.newHttpClient() : http;
        TokenSource tokenSource = tokens == null ? TokenSource.NONE : new SuppliedTokens(tokens, loop);
        Platform platform = new Platform(
                new JvmDialer(client, uri, loop, timers),
                tokenSource,
                timers,
                new JvmRandom(),
                ValueRow.READER,
                new MessagePackEncoder());
        return new SamovarClient(loop, platform, options);
    }

    /** One thread, which is there while there is something to do, and keeps no program alive. */
    private static Executor daemon() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "samovar-client");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private static URI webSocket(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        String target = switch (scheme) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default -> "";
        };
        if (target.isEmpty() || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("There can be no WebSocket at " + scheme + "://" + uri.getAuthority()
                    + ". Give an address with ws, wss, http or https and a host, and without a fragment.");
        }
        return URI.create(target + uri.toString().substring(scheme.length()));
    }
}
