package dev.samovar.examples.guests;

import dev.samovar.gateway.JwtSigner;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Headers;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /auth/guest}: whoever names themselves gets a token. The id has a random end, so two Alices are two
 * authors.
 */
public final class GuestSignIn {
    private static final int MAX_NAME_CHARS = 32;
    private static final String NAME_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    private static final int MAX_BODY_CHARS = 1_000;
    private static final int SUFFIX_CHARS = 4;
    private static final String SUFFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final long LIFETIME_SECONDS = 12 * 3_600;

    private final String secret;
    private final String audience;

    /**
     * For one Worker.
     *
     * @param secret signs the tokens
     * @param audience for whom the tokens are meant
     */
    public GuestSignIn(String secret, String audience) {
        this.secret = secret;
        this.audience = audience;
    }

    /** Answers with the token and the guest's id, or with what is wrong. */
    public Response handle(Request request, GlobalScope globals) {
        if (!request.method().equals("POST")) {
            return failure(405, "Sign in with POST.", globals);
        }
        // A page of another site can post a form, but not JSON, without asking first.
        String type = request.headers().get("content-type");
        if (type == null || !type.startsWith("application/json")) {
            return failure(415, "Send JSON, with content-type application/json.", globals);
        }
        String name = name(request.text(), globals);
        if (name == null) {
            return failure(400, "A name has 1 to " + MAX_NAME_CHARS + " letters, digits, spaces, - or _.", globals);
        }
        String userId = name + "-" + suffix(globals);
        String token = JwtSigner.hs256(secret, audience).sign(userId, Map.of(), LIFETIME_SECONDS, globals);
        return answer(200, Map.of("token", token, "userId", userId), globals);
    }

    /** The name in the form it has in a user id, or {@code null} if it is none. */
    private static @Nullable String name(String body, GlobalScope globals) {
        if (body.length() > MAX_BODY_CHARS || !(parse(body, globals) instanceof Map<?, ?> json)) {
            return null;
        }
        if (!(json.get("name") instanceof String name)) {
            return null;
        }
        String trimmed = name.trim();
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c == ' ') {
                id.append('-');
            } else if (isAllowed(c)) {
                id.append(c);
            } else {
                return null;
            }
        }
        return id.length() == 0 || id.length() > MAX_NAME_CHARS ? null : id.toString();
    }

    private static boolean isAllowed(char c) {
        boolean isBeyondLatin1Controls = c > 0xa0;
        return NAME_CHARS.indexOf(c) >= 0 || isBeyondLatin1Controls;
    }

    private static @Nullable Object parse(String body, GlobalScope globals) {
        try {
            return globals.json().parse(body);
        } catch (PlatformException notJson) {
            return null;
        }
    }

    private static String suffix(GlobalScope globals) {
        StringBuilder suffix = new StringBuilder();
        for (byte random : globals.crypto().getRandomBytes(SUFFIX_CHARS)) {
            suffix.append(SUFFIX_ALPHABET.charAt(random & (SUFFIX_ALPHABET.length() - 1)));
        }
        return suffix.toString();
    }

    private static Response failure(int status, String error, GlobalScope globals) {
        return answer(status, Map.of("error", error), globals);
    }

    private static Response answer(int status, Map<String, String> body, GlobalScope globals) {
        Headers headers = new Headers().set("content-type", "application/json").set("cache-control", "no-store");
        return Response.of(status, headers, globals.json().stringify(body));
    }
}
