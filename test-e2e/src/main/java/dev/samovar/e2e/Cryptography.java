package dev.samovar.e2e;

import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.HashAlgorithm;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Web Crypto. Bytes are written as hexadecimal digits. */
final class Cryptography implements Routes {
    private final GlobalScope scope;

    Cryptography(GlobalScope scope) {
        this.scope = scope;
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "uuid" -> Response.text(200, scope.crypto().randomUUID());
            case "random" ->
                Response.text(
                        200, hex(scope.crypto().getRandomBytes(Integer.parseInt(Routes.parameter(request, "length")))));
            case "digest" -> digests(bytes(Routes.parameter(request, "data")));
            case "hmac" ->
                signatures(bytes(Routes.parameter(request, "key")), bytes(Routes.parameter(request, "data")));
            case "verify" -> verify(bytes(Routes.parameter(request, "key")), bytes(Routes.parameter(request, "data")));
            default -> Routes.unknown(action);
        };
    }

    private Response digests(byte[] data) {
        List<String> digests = new ArrayList<>();
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            digests.add(hex(scope.crypto().subtle().digest(algorithm, data)));
        }
        return Response.text(200, String.join("\n", digests));
    }

    private Response signatures(byte[] key, byte[] data) {
        List<String> signatures = new ArrayList<>();
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            signatures.add(hex(scope.crypto().subtle().sign(algorithm, key, data)));
        }
        return Response.text(200, String.join("\n", signatures));
    }

    /** Checks a right signature, one with a bit changed, and one cut short. */
    private Response verify(byte[] key, byte[] data) {
        byte[] right = scope.crypto().subtle().sign(HashAlgorithm.SHA_256, key, data);
        byte[] wrong = right.clone();
        wrong[0] ^= 1;
        byte[] shorter = new byte[31];
        System.arraycopy(right, 0, shorter, 0, shorter.length);
        return Response.text(
                200,
                isSigned(key, right, data) + " " + isSigned(key, wrong, data) + " " + isSigned(key, shorter, data));
    }

    private boolean isSigned(byte[] key, byte[] signature, byte[] data) {
        return scope.crypto().subtle().verify(HashAlgorithm.SHA_256, key, signature, data);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
