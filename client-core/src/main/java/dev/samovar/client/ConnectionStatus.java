package dev.samovar.client;

import dev.samovar.client.connection.Attempts;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Dialing;
import dev.samovar.client.connection.ConnectionState.Fetching;
import dev.samovar.client.connection.ConnectionState.Greeting;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;

/** Where the connection stands, for people. */
public enum ConnectionStatus {
    /** Nobody has asked for a connection yet. */
    IDLE("idle"),
    /** The first attempt is under way, or credentials are renewed. */
    CONNECTING("connecting"),
    OPEN("open"),
    /** The connection was lost or did not come about; another attempt is under way or has a time. */
    RECONNECTING("reconnecting"),
    /** There will be no further attempt unless {@link SyncClient#connect} asks for one. */
    CLOSED("closed");

    private final String label;

    ConnectionStatus(String label) {
        this.label = label;
    }

    /** The name in lower case. */
    public String label() {
        return label;
    }

    static ConnectionStatus of(ConnectionState state) {
        if (state instanceof Open) {
            return OPEN;
        }
        if (state instanceof Fetching fetching) {
            return attempting(fetching.attempts());
        }
        if (state instanceof Dialing dialing) {
            return attempting(dialing.attempts());
        }
        if (state instanceof Greeting greeting) {
            return attempting(greeting.attempts());
        }
        if (state instanceof Waiting) {
            return RECONNECTING;
        }
        return state instanceof Closed ? CLOSED : IDLE;
    }

    private static ConnectionStatus attempting(Attempts attempts) {
        return attempts.isNone() ? CONNECTING : RECONNECTING;
    }
}
