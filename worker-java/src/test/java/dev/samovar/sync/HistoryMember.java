package dev.samovar.sync;

import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A client of a random history, and what it asks for. */
final class HistoryMember {
    final String user;
    final Profile profile;
    final TestClient client;
    final List<HistoryView> views = new ArrayList<>();
    /** The keys and values that it may have seen by now. */
    final Set<String> mayKnow = new HashSet<>();

    /** Whether it takes in only a few more messages of its connection. */
    boolean isCutOff;

    private final int number;

    HistoryMember(int number, String user, Profile profile, TestClient client) {
        this.number = number;
        this.user = user;
        this.profile = profile;
        this.client = client;
    }

    /** Somebody who notices a lost connection only when they want something; it may be lost again at once. */
    boolean isConnected() {
        if (!client.socket().isOpen()) {
            isCutOff = false;
            client.reconnect();
        }
        return client.socket().isOpen();
    }

    /** It names a key or a token itself, which the object may quote when it answers. */
    void names(String name) {
        mayKnow.add(name);
    }

    /** Whether nothing that comes will be lost. */
    boolean takesEverything() {
        return client.socket().isOpen() && !isCutOff;
    }

    /** Whether all it asked for is live. */
    boolean isCaughtUp() {
        return views.stream().allMatch(view -> view.rows().isCaughtUp());
    }

    /** Back, with everything taken in and acknowledged. */
    void comesBack() {
        client.resumeAcks();
        if (isCutOff || !client.socket().isOpen()) {
            isCutOff = false;
            client.reconnect();
        }
    }

    @Override
    public String toString() {
        return number + " " + user + " (" + profile + ")";
    }
}
