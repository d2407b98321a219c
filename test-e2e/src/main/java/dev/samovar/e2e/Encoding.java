package dev.samovar.e2e;

import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.TextEncoding;

/** Text as UTF-8 in base64url, and back. */
final class Encoding implements Routes {
    private final TextEncoding encoding;

    Encoding(TextEncoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "to" -> Response.text(200, encoding.toBase64Url(encoding.toUtf8(request.text())));
            case "surrogate" -> Response.text(200, encoding.toBase64Url(encoding.toUtf8("a\ud800b")));
            case "from" -> from(Routes.parameter(request, "text"));
            default -> Routes.unknown(action);
        };
    }

    private Response from(String text) {
        try {
            return Response.text(200, encoding.fromUtf8(encoding.fromBase64Url(text)));
        } catch (IllegalArgumentException e) {
            return Response.text(400, String.valueOf(e.getMessage()));
        }
    }
}
