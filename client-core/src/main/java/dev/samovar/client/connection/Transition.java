package dev.samovar.client.connection;

import java.util.ArrayList;
import java.util.List;

/** The answer of {@link Connection#next}: the new state, and what to do about it, in order. */
public record Transition(ConnectionState state, List<ConnectionEffect> effects) {
    static Transition to(ConnectionState state) {
        return new Transition(state, new ArrayList<>());
    }

    /** Adds an effect after those it has. Returns this. */
    Transition with(ConnectionEffect effect) {
        effects.add(effect);
        return this;
    }

    Transition with(int kind) {
        return with(ConnectionEffect.of(kind));
    }

    /** Adds an effect before those it has. Returns this. */
    Transition first(ConnectionEffect effect) {
        effects.add(0, effect);
        return this;
    }

    Transition first(int kind) {
        return first(ConnectionEffect.of(kind));
    }
}
