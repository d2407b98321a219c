package dev.samovar.client.web;

import dev.samovar.client.ClientListener;
import dev.samovar.client.ClientOptions;
import dev.samovar.client.Platform;
import dev.samovar.client.SyncClient;
import dev.samovar.client.TokenSource;
import dev.samovar.client.connection.Backoff;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The client behind {@code client.js}: {@link SyncClient} with JavaScript's values, promises and errors. */
final class BrowserClient implements ClientDoor, ClientListener {
    /** The code of an error whose refusal had none, as other servers send them. */
    private static final String NO_CODE = "REFUSED";

    private final Host host;
    private final SyncClient client;
    private final NetworkWatch network;
    private ConnectionState state;
    private @Nullable JSObject lastError;

    BrowserClient(String url, int answerTimeoutMillis, int holdTimeoutMillis, Host host) {
        this.host = host;
        this.client = new SyncClient(
                new Platform(
                        new WebSocketDialer(url),
                        this::token,
                        new BrowserTimers(),
                        new BrowserRandom(),
                        JsValue::read,
                        BrowserFrame::encode),
                new ClientOptions(answerTimeoutMillis, holdTimeoutMillis, this::retryDelayMillis),
                new HostedOutbox(host),
                this);
        this.state = client.state();
        this.network = new NetworkWatch(client);
    }

    private void token(TokenSource.Listener listener) {
        host.token(listener::onToken, error -> listener.onFailed("There is no token: " + error));
    }

    private int retryDelayMillis(int failures, int code, double jitter) {
        int chosen = host.retryDelay(failures, code);
        return chosen == Host.NOT_CHOSEN ? Backoff.delayMillis(failures, code, jitter) : chosen;
    }

    @Override
    public void connect() {
        client.connect();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String status() {
        return client.status().label();
    }

    @Override
    public int pendingWrites() {
        return client.pendingWrites();
    }

    @Override
    public double nextAttemptAt() {
        return client.nextAttemptAtMillis();
    }

    @Override
    public int latency() {
        return client.latencyMillis();
    }

    @Override
    public double position() {
        return client.position().number();
    }

    @Override
    public @Nullable JSObject lastError() {
        return lastError;
    }

    @Override
    public RunDoor sync(String table, JSObject keyOf, SyncParams params) {
        JsRows rows = new JsRows(keyOf, host);
        return new CollectionRun(client.collection(table, rows, new RowPublisher(params, host)), rows, this);
    }

    @Override
    public void mutate(String table, String txId, JSObject operations, JSObject resolve, JSObject reject) {
        client.mutate(txId, table, MutationOps.of(operations), new PromisedWrite(this, txId, false, resolve, reject));
    }

    @Override
    public void call(String command, JSObject args, JSObject resolve, JSObject reject) {
        client.call(command, EncodedValue.of(args), new PromisedWrite(this, command, true, resolve, reject));
    }

    @Override
    public void replay(String txId, JSObject frame, @Nullable String command, JSObject resolve, JSObject reject) {
        boolean isCommand = command != null;
        PromisedWrite write = new PromisedWrite(this, command == null ? txId : command, isCommand, resolve, reject);
        client.replay(txId, HostedOutbox.bytes(frame), write);
    }

    @Override
    public void onChange() {
        ConnectionState before = state;
        state = client.state();
        if (state.getClass() != before.getClass()) {
            lastError = connectionError();
            network.watch(!(state instanceof Closed));
        }
        host.changed();
    }

    @Override
    public void onBoundary() {
        host.boundary();
    }

    @Override
    public void onWarning(String message) {
        host.warn(message);
    }

    /** The error for a refused subscription, which is also the last error from now on. */
    JSObject refused(String table, Refusal refusal) {
        JSObject error = host.subscriptionRefused(table, codeOf(refusal), refusal.message(), refusal.isPassing());
        lastError = error;
        host.changed();
        return error;
    }

    /**
     * The error for a refused write.
     *
     * @param id of a command its name, of a mutation that of its transaction
     */
    JSObject rejected(String id, boolean isCommand, Refusal refusal) {
        String code = codeOf(refusal);
        return isCommand
                ? host.commandRejected(id, code, refusal.message(), refusal.isPassing())
                : host.mutationRejected(id, code, refusal.message(), refusal.isPassing());
    }

    /**
     * The error of a write whose owner waits no longer. The id is not in the text: tools that retry look for numbers
     * there.
     */
    JSObject outcomeUnknown(String txId) {
        return host.connectionLost(
                txId,
                "No answer to the write came in time, so it is unknown whether it was done. Send it again with the same"
                        + " id to do it at most once, or look at the rows once the client is connected.");
    }

    JSObject closed(Closed closed) {
        String code = closed.cause() == Closed.Cause.REQUESTED
                ? "CLOSED"
                : closed.cause().name();
        return host.closed(code, closed.code(), closed.reason());
    }

    /** While a new attempt is under way, the reason of the last failure stays. */
    private @Nullable JSObject connectionError() {
        if (state instanceof Waiting waiting) {
            return host.connectionLost(null, waiting.reason());
        }
        if (state instanceof Closed closed) {
            return closed.cause() == Closed.Cause.REQUESTED ? null : closed(closed);
        }
        return state instanceof Open ? null : lastError;
    }

    private static String codeOf(Refusal refusal) {
        String code = refusal.code();
        return code == null ? NO_CODE : code;
    }
}
