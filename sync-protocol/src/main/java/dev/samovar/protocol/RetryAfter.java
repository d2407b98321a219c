package dev.samovar.protocol;

/** How the reason of a close with {@link CloseCode#TRY_AGAIN_LATER} says when to come back. */
public final class RetryAfter {
    /** A client waits no longer than that, whatever it is told. */
    public static final int MAX_SECONDS = 300;

    private static final String NAME = "retry-after=";

    private RetryAfter() {}

    /**
     * The reason of a close.
     *
     * @param seconds 1 or more
     * @param text ASCII for people; the whole may have 123 characters
     */
    public static String reason(int seconds, String text) {
        return NAME + seconds + "; " + text;
    }

    /** The seconds that a reason begins with, at most {@link #MAX_SECONDS}; 0 if it says nothing of the kind. */
    public static int seconds(String reason) {
        int seconds = 0;
        int at = reason.startsWith(NAME) ? NAME.length() : reason.length();
        while (at < reason.length() && reason.charAt(at) >= '0' && reason.charAt(at) <= '9') {
            seconds = Math.min(MAX_SECONDS, seconds * 10 + reason.charAt(at++) - '0');
        }
        return seconds;
    }
}
