package dev.samovar.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.samovar.testkit.LocalRuntime;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are made here by hand, with the JDK's HMAC, so that the verifier is not held against its own signer alone. */
class JwtVerifierTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private final LocalRuntime runtime = LocalRuntime.create();
    private final long nowSeconds = LocalRuntime.DEFAULT_START.getEpochSecond();
    private final JwtVerifier verifier = JwtVerifier.hs256(SECRET, "chat");

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aGoodTokenGivesItsClaims() {
        Map<String, Object> claims = claims();
        claims.put("name", "Zoë");

        VerifiedClaims verified = verify(token(HEADER, json(claims), SECRET));

        assertThat(verified.subject()).isEqualTo("alice");
        assertThat(verified.text("name")).isEqualTo("Zoë");
        assertThat(verified.text("exp")).isNull();
    }

    @Test
    void whatTheSignerMakesTheVerifierTakes() {
        JwtSigner signer = JwtSigner.hs256(SECRET, "chat");

        String token = inWorker(globals -> signer.sign("zoë", Map.of("room", "lobby"), 60, globals));

        assertThat(verify(token).subject()).isEqualTo("zoë");
        assertThat(verify(token).text("room")).isEqualTo("lobby");
        runtime.clock().advance(Duration.ofSeconds(60));
        assertThat(refusal(token)).contains("expired");
    }

    @Test
    void aTokenEndsWithItsLastSecond() {
        Map<String, Object> claims = claims();
        claims.put("exp", nowSeconds);

        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("expired");

        claims.put("exp", nowSeconds + 1);
        assertThat(verify(token(HEADER, json(claims), SECRET)).subject()).isEqualTo("alice");
    }

    @Test
    void aTokenBeginsWithItsFirstSecond() {
        Map<String, Object> claims = claims();
        claims.put("nbf", nowSeconds + 1);

        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("not valid yet");

        claims.put("nbf", nowSeconds);
        assertThat(verify(token(HEADER, json(claims), SECRET)).subject()).isEqualTo("alice");
    }

    @Test
    void theAudienceIsOneOfThoseMeant() {
        Map<String, Object> claims = claims();
        claims.put("aud", List.of("mail", "chat"));
        assertThat(verify(token(HEADER, json(claims), SECRET)).subject()).isEqualTo("alice");

        claims.put("aud", List.of("mail"));
        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("audience");
        claims.put("aud", "chatter");
        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("audience");
        claims.remove("aud");
        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("audience");
    }

    @Test
    void claimsOfTheWrongTypeAreNone() {
        for (String claim : List.of("exp", "nbf", "sub")) {
            Map<String, Object> claims = claims();
            claims.put(claim, List.of(1));
            assertThat(refusal(token(HEADER, json(claims), SECRET))).as(claim).startsWith("token refused");
        }
        for (String claim : List.of("exp", "sub")) {
            Map<String, Object> claims = claims();
            claims.remove(claim);
            assertThat(refusal(token(HEADER, json(claims), SECRET))).as(claim).startsWith("token refused");
        }
        Map<String, Object> nobody = claims();
        nobody.put("sub", "");
        assertThat(refusal(token(HEADER, json(nobody), SECRET))).contains("without sub");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "[]",
                "\"HS256\""
            })
    void noOtherAlgorithmIsFollowed(String header) {
        assertThat(refusal(token(header, json(claims()), SECRET))).startsWith("token refused");
    }

    @Test
    void anotherSecretOrAChangedPartBreaksTheSignature() {
        String good = token(HEADER, json(claims()), SECRET);
        String foreign = token(HEADER, json(claims()), "another secret of thirty-two characters");
        String mallory = json(claims()).replace("alice", "malory");
        String forged = part(HEADER) + "." + part(mallory) + good.substring(good.lastIndexOf('.'));

        assertThat(refusal(foreign)).contains("signature");
        assertThat(refusal(forged)).contains("signature");
        assertThat(refusal(good.substring(0, good.lastIndexOf('.') + 1))).contains("signature");
    }

    @Test
    void anyTruncationIsRefused() {
        String good = token(HEADER, json(claims()), SECRET);

        for (int length = 0; length < good.length(); length++) {
            assertThat(refusal(good.substring(0, length))).startsWith("token refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b.c.d", "{}.{}.{}", "e30.e30.", "====.====.===="})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(refusal(token)).startsWith("token refused");
    }

    @Test
    void aHugeTokenIsRefusedUnread() {
        Map<String, Object> claims = claims();
        claims.put("padding", "x".repeat(JwtVerifier.MAX_TOKEN_CHARS));

        assertThat(refusal(token(HEADER, json(claims), SECRET))).contains("characters");
    }

    @Test
    void noTokenIsRefused() {
        assertThat(refusal(null)).contains("no token");
    }

    @Test
    void aShortSecretIsRefusedWithTheMend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtVerifier.hs256("short", "chat"))
                .withMessageContaining("at least 32")
                .withMessageContaining("openssl");
    }

    private Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "alice");
        claims.put("aud", "chat");
        claims.put("exp", nowSeconds + 60);
        return claims;
    }

    private String json(Map<String, Object> claims) {
        return runtime.json().stringify(claims);
    }

    private static String token(String header, String claims, String secret) {
        String signed = part(header) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private VerifiedClaims verify(@Nullable String token) {
        return inWorker(globals -> verifier.authenticate(token, globals));
    }

    private String refusal(@Nullable String token) {
        return inWorker(globals -> {
            try {
                return "accepted " + verifier.authenticate(token, globals);
            } catch (RefusedException refusal) {
                // What the client is told must not depend on what was wrong.
                assertThat(refusal.status()).isEqualTo(401);
                assertThat(refusal.closeCode()).isEqualTo(4401);
                assertThat(refusal.publicReason()).isEqualTo("unauthorized");
                return String.valueOf(refusal.getMessage());
            }
        });
    }

    /** Verifying may wait, so it runs inside a Worker. */
    private <T> T inWorker(Function<GlobalScope, T> code) {
        List<T> results = new ArrayList<>();
        Response response = runtime.<String>worker(
                        (request, env, context) -> {
                            results.add(code.apply(context.globalScope()));
                            return Response.text(200, "done");
                        },
                        "no environment")
                .fetch(Request.get("https://worker.test/"));
        assertThat(response.status()).isEqualTo(200);
        return results.get(0);
    }
}
