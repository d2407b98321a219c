package dev.samovar.protocol;

/** The words of an upgrade, before there are frames. */
public final class Handshake {
    /** The WebSocket subprotocol of Samovar's own clients. A client offers its token behind it. */
    public static final String SUBPROTOCOL = "samovar.1";

    /**
     * The header in which a Worker tells an object whom it let in: the token's claims as JSON, in base64url because
     * header values are Latin-1. Only a Worker sets it; what comes from outside is removed.
     */
    public static final String CLAIMS_HEADER = "x-samovar-claims";

    private Handshake() {}
}
