package dev.samovar.client.web;

import dev.samovar.client.ClientListener;
import dev.samovar.client.ClientOptions;
import dev.samovar.client.ConnectionStatus;
import dev.samovar.client.Subscription;
import dev.samovar.client.SyncClient;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Connecting;
import dev.samovar.client.connection.ConnectionState.Waiting;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The client behind {@code index.js}: {@link SyncClient} with JavaScript's values, promises and errors. */
final class BrowserClient implements ClientDoor, ClientListener {
    /** The code of an error whose refusal had none, as other servers send them. */
    private static final String NO_CODE = "REFUSED";

    private final Host host;
    private final SyncClient client;
    private final NetworkWatch network;
    private ConnectionState.Kind kind = ConnectionState.Kind.IDLE;
    private @Nullable JSObject lastError;

    BrowserClient(String url, int answerTimeoutMillis, int holdTimeoutMillis, Host host) {
        this.host = host;
        this.client = new SyncClient(
                new WebSocketDialer(url, host),
                new BrowserTimers(),
                new BrowserRandom(),
                new ClientOptions(answerTimeoutMillis, holdTimeoutMillis),
                this);
        this.network = new NetworkWatch(client::retryNow);
    }

    @Override
    public void connect() {
        client.connect();
        client.retryNow();
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
    public @Nullable JSObject lastError() {
        return lastError;
    }

    @Override
    public Cleanup sync(String table, JSObject keyOf, SyncParams params) {
        Subscription subscription = client.subscribe(table, new CollectionRun(table, keyOf, params, this, host));
        return subscription::cancel;
    }

    @Override
    public void mutate(String table, Transaction transaction, JSObject resolve, JSObject reject) {
        String txId = transaction.getId();
        try {
            List<MutationOp> ops = MutationOps.of(transaction);
            client.mutate(txId, table, ops, new PromisedWrite(this, resolve, reject) {
                @Override
                JSObject rejection(Refusal refusal) {
                    return host.mutationRejected(txId, codeOf(refusal), refusal.message(), isRetryable(refusal));
                }
            });
        } catch (UnsupportedValueException e) {
            PromisedWrite.settle(reject, host.invalidValue(e.path(), e.reason()));
        }
    }

    @Override
    public void call(String command, @Nullable JSObject args, JSObject resolve, JSObject reject) {
        try {
            client.call(command, ValueFromJs.convert(args), new PromisedWrite(this, resolve, reject) {
                @Override
                JSObject rejection(Refusal refusal) {
                    return host.commandRejected(command, codeOf(refusal), refusal.message(), isRetryable(refusal));
                }
            });
        } catch (UnsupportedValueException e) {
            PromisedWrite.settle(reject, host.invalidValue(e.path(), e.reason()));
        }
    }

    @Override
    public void onChange() {
        ConnectionState state = client.state();
        if (state.kind() != kind) {
            kind = state.kind();
            lastError = connectionError(state);
            network.watch(client.status() == ConnectionStatus.RECONNECTING);
        }
        host.changed();
    }

    @Override
    public void onWarning(String message) {
        host.warn(message);
    }

    /** The error for a refused subscription, which is also the last error from now on. */
    JSObject refused(String table, Refusal refusal) {
        JSObject error = host.subscriptionRefused(table, codeOf(refusal), refusal.message(), isRetryable(refusal));
        lastError = error;
        host.changed();
        return error;
    }

    /** The error of a write that got no answer. The id is not in the text: tools that retry look for numbers there. */
    JSObject outcomeUnknown(String txId) {
        return host.connectionLost(
                txId,
                "No answer to the write came in time, so it is unknown whether it was done. Send it again with the same"
                        + " id to do it at most once, or look at the rows once the client is connected.");
    }

    JSObject closed(Closed closed) {
        String code = closed.cause() == Closed.Cause.REQUESTED
                ? ErrorCode.CLOSED.name()
                : closed.cause().name();
        return host.closed(code, closed.code(), closed.reason());
    }

    /** While a new attempt is under way, the reason of the last failure stays. */
    private @Nullable JSObject connectionError(ConnectionState state) {
        if (state instanceof Waiting waiting) {
            return host.connectionLost(null, waiting.reason());
        }
        if (state instanceof Closed closed) {
            return closed.cause() == Closed.Cause.REQUESTED ? null : closed(closed);
        }
        return state instanceof Connecting ? lastError : null;
    }

    private static String codeOf(Refusal refusal) {
        String code = refusal.code();
        return code == null ? NO_CODE : code;
    }

    private static boolean isRetryable(Refusal refusal) {
        ErrorCode code = ErrorCode.parse(codeOf(refusal));
        return code != null && code.action() == ErrorCode.Action.RETRY;
    }
}
