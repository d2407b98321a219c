package dev.samovar.protocol;

/** Why a WebSocket is closed: codes of RFC 6455, and of the range 4000 to 4999 that it leaves to applications. */
public final class CloseCode {
    /** The conversation is over. */
    public static final int NORMAL = 1000;

    /** There was no close frame. Never sent. */
    public static final int ABNORMAL = 1006;

    /** A message is not a frame. */
    public static final int MALFORMED = 1007;

    /** A message is larger than this end takes. */
    public static final int TOO_LARGE = 1009;

    /** The server failed; connecting again may help. */
    public static final int INTERNAL = 1011;

    /** The server is too busy for this connection, or the client too slow for it: connect again and resume. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** The credentials are missing, wrong or expired: connect again with fresh ones. */
    public static final int UNAUTHENTICATED = 4401;

    /** The user is known and may not be here, or was sent away. */
    public static final int FORBIDDEN = 4403;

    /** The object was deleted, with everything in it. */
    public static final int GONE = 4410;

    private CloseCode() {}
}
