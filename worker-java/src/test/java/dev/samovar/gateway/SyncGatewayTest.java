package dev.samovar.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.samovar.protocol.Handshake;
import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocketPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncGatewayTest {
    private static final String ROOM = "https://chat.test/sync/lobby";

    private final LocalRuntime runtime = LocalRuntime.create();
    private final List<Request> forwarded = new ArrayList<>();
    private boolean refuseClaims;

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aGoodTokenOpensTheRoomItNames() {
        TestSocket socket = gateway().connect(upgrade(ROOM, "sec-websocket-protocol", "samovar.1, good"));

        assertThat(socket.isOpen()).isTrue();
        assertThat(socket.drainTexts()).containsExactly("welcome to lobby");
    }

    @Test
    void aTokenInTheQueryServesClientsThatCannotOfferProtocols() {
        assertThat(gateway().connect(upgrade(ROOM + "?x=1&token=good")).isOpen())
                .isTrue();
        assertThat(gateway().fetch(upgrade(ROOM + "?token=bad")).status()).isEqualTo(401);
    }

    @Test
    void theObjectGetsTheClaimsOfTheTokenAndNothingTheClientSaidOfItself() {
        Headers headers = new Headers()
                .set("sec-websocket-protocol", "samovar.1, good")
                .set(Handshake.CLAIMS_HEADER, "eyJzdWIiOiJyb290In0")
                .append("X-Samovar-Claims", "eyJzdWIiOiJyb290In0");

        gateway().connect(upgrade(ROOM, headers));

        assertThat(claims(forwarded.get(0))).isEqualTo(Map.of("sub", "alice"));
        List<String> values = new ArrayList<>();
        forwarded.get(0).headers().forEach((name, value) -> {
            if (name.equals(Handshake.CLAIMS_HEADER)) {
                values.add(value);
            }
        });
        assertThat(values).hasSize(1);
    }

    @Test
    void theObjectDoesNotGetTheToken() {
        gateway().connect(upgrade(ROOM, "sec-websocket-protocol", "samovar.1, good"));

        assertThat(forwarded.get(0).headers().get("sec-websocket-protocol")).isEqualTo("samovar.1");
    }

    @Test
    void aRefusedBrowserIsToldByACloseCode() {
        TestSocket socket = refused(upgrade(ROOM, "sec-websocket-protocol", "samovar.1, bad"));

        assertThat(socket.closeCode()).isEqualTo(4401);
        assertThat(socket.closeReason()).isEqualTo("unauthorized");
        assertThat(forwarded).isEmpty();
    }

    @Test
    void anyOtherRefusedClientIsToldByTheStatus() {
        Response response = gateway().fetch(upgrade(ROOM));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text()).isEqualTo("unauthorized");
        assertThat(forwarded).isEmpty();
    }

    @Test
    void claimsThatTheObjectCannotUseAreARefusalLikeAnyOther() {
        refuseClaims = true;

        assertThat(refused(upgrade(ROOM, "sec-websocket-protocol", "samovar.1, good"))
                        .closeCode())
                .isEqualTo(4403);
        assertThat(gateway().fetch(upgrade(ROOM + "?token=good")).status()).isEqualTo(403);
    }

    @Test
    void theLogHasTheReasonThatTheClientIsNotTold() {
        gateway().fetch(upgrade(ROOM + "?token=bad"));

        assertThat(runtime.console().messages(RecordingConsole.Level.WARN))
                .containsExactly("Upgrade refused: not the token of this test");
    }

    @Test
    void aPageOfAnotherOriginIsRefusedWhateverItsToken() {
        Headers browser =
                new Headers().set("sec-websocket-protocol", "samovar.1, good").set("origin", "https://evil.test");

        assertThat(refused(upgrade(ROOM, browser)).closeCode()).isEqualTo(4403);
        assertThat(gateway()
                        .fetch(upgrade(ROOM + "?token=good", "origin", "null"))
                        .status())
                .isEqualTo(403);
        assertThat(gateway()
                        .fetch(upgrade(ROOM + "?token=good", "origin", "http://chat.test"))
                        .status())
                .isEqualTo(403);
        assertThat(gateway()
                        .fetch(upgrade(ROOM + "?token=good", "origin", "https://chat.test.evil.test"))
                        .status())
                .isEqualTo(403);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void theOwnOriginAndThoseNamedAreAllowed() {
        assertThat(gateway()
                        .connect(upgrade(ROOM + "?token=good", "origin", "https://chat.test"))
                        .isOpen())
                .isTrue();

        WorkerHost<TestEnv> named = gateway(gateway -> gateway.origins("https://app.test"));
        assertThat(named.connect(upgrade(ROOM + "?token=good", "origin", "https://app.test"))
                        .isOpen())
                .isTrue();
        assertThat(named.fetch(upgrade(ROOM + "?token=good", "origin", "https://chat.test"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a%2Fb", "..", "a%20b", "%", "%00", "caf%C3%A9", "a.b", "a:b"})
    void aNameThatIsNoneIsRefused(String room) {
        assertThat(gateway()
                        .fetch(upgrade("https://chat.test/sync/" + room + "?token=good"))
                        .status())
                .isEqualTo(403);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void roomNamesHaveALimitAndAnApplicationSetsItsOwn() {
        String longest = "r".repeat(64);
        assertThat(gateway()
                        .connect(upgrade("https://chat.test/sync/" + longest + "?token=good"))
                        .isOpen())
                .isTrue();
        assertThat(gateway()
                        .fetch(upgrade("https://chat.test/sync/" + longest + "r?token=good"))
                        .status())
                .isEqualTo(403);

        WorkerHost<TestEnv> cafes = gateway(gateway -> gateway.rooms(name -> name.equals("café")));
        assertThat(cafes.connect(upgrade("https://chat.test/sync/caf%C3%A9?token=good"))
                        .isOpen())
                .isTrue();
        assertThat(cafes.fetch(upgrade(ROOM + "?token=good")).status()).isEqualTo(403);
    }

    @Test
    void onlyUpgradesAreServed() {
        assertThat(gateway().fetch(Request.get(ROOM + "?token=good")).status()).isEqualTo(426);
    }

    @Test
    void aPathMustNameTheRoomLast() {
        assertThatIllegalArgumentException().isThrownBy(() -> SyncGateway.at("/sync"));
        assertThatIllegalArgumentException().isThrownBy(() -> SyncGateway.at("/{room}/sync"));
    }

    private static Request upgrade(String url) {
        return upgrade(url, new Headers());
    }

    @Test
    void ordinaryRequestsAreLetThroughOnlyWhenTheObjectTakesThem() {
        assertThat(gateway().fetch(page("Bearer good")).status()).isEqualTo(426);
        assertThat(forwarded).isEmpty();

        WorkerHost<TestEnv> open = gateway(SyncGateway::forwardRequests);
        assertThat(open.fetch(page("Bearer good")).text()).isEqualTo("a page of lobby");
        assertThat(open.connect(upgrade(ROOM, "sec-websocket-protocol", "samovar.1, good"))
                        .isOpen())
                .isTrue();
    }

    @Test
    void aPageGetsTheClaimsOfItsTokenAndNothingTheClientSaidOfItself() {
        Headers headers = page("bearer good")
                .headers()
                .set(Handshake.CLAIMS_HEADER, "eyJzdWIiOiJyb290In0")
                .set("accept-language", "tr");

        gateway(SyncGateway::forwardRequests).fetch(Request.of("GET", ROOM + "?part=2", headers, null));

        Request seen = forwarded.get(0);
        assertThat(claims(seen)).isEqualTo(Map.of("sub", "alice"));
        assertThat(seen.headers().get("authorization")).isNull();
        assertThat(seen.headers().get("accept-language")).isEqualTo("tr");
        assertThat(seen.url().searchParam("part")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer bad", "Basic good", "good", "Bearer ", ""})
    void aPageWithoutAGoodTokenIsRefused(String authorization) {
        assertThat(gateway(SyncGateway::forwardRequests)
                        .fetch(page(authorization))
                        .status())
                .isEqualTo(401);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void aPageIsAskedForWithGetInAnExistingRoomByAnAllowedOrigin() {
        WorkerHost<TestEnv> open = gateway(SyncGateway::forwardRequests);
        Headers good = new Headers().set("authorization", "Bearer good");

        assertThat(open.fetch(Request.of("POST", ROOM, good, "x")).status()).isEqualTo(405);
        assertThat(open.fetch(Request.of("GET", "https://chat.test/sync/no%2froom", good, null))
                        .status())
                .isEqualTo(403);
        assertThat(open.fetch(Request.of(
                                "GET", ROOM, page("Bearer good").headers().set("origin", "https://evil.test"), null))
                        .status())
                .isEqualTo(403);
        assertThat(open.fetch(Request.get(ROOM + "?token=good")).status()).isEqualTo(401);
        assertThat(forwarded).isEmpty();
    }

    private static Request page(String authorization) {
        return Request.of("GET", ROOM, new Headers().set("authorization", authorization), null);
    }

    private static Request upgrade(String url, String header, String value) {
        return upgrade(url, new Headers().set(header, value));
    }

    private static Request upgrade(String url, Headers headers) {
        return Request.of("GET", url, headers.set("upgrade", "websocket"), null);
    }

    private TestSocket refused(Request request) {
        TestSocket socket = gateway().connect(request);
        assertThat(socket.isOpen()).isFalse();
        return socket;
    }

    private Map<?, ?> claims(Request request) {
        byte[] json = Base64.getUrlDecoder().decode(request.headers().get(Handshake.CLAIMS_HEADER));
        Object claims = runtime.json().parse(new String(json, StandardCharsets.UTF_8));
        return claims instanceof Map<?, ?> map ? map : Map.of();
    }

    private WorkerHost<TestEnv> gateway() {
        return gateway(gateway -> gateway);
    }

    private WorkerHost<TestEnv> gateway(UnaryOperator<SyncGateway> settings) {
        TestEnv env = new TestEnv();
        env.namespace(
                "ROOM", runtime.namespace("Room" + settings.hashCode(), () -> new Room(forwarded, refuseClaims), env));
        return runtime.worker(
                (request, bindings, context) -> settings.apply(SyncGateway.at("/sync/{room}")
                                .authenticate(SyncGatewayTest::authenticate)
                                .forward(bindings.durableObjectNamespace("ROOM")))
                        .handle(request, context),
                env);
    }

    private static VerifiedClaims authenticate(@Nullable String token, GlobalScope globals) {
        if ("good".equals(token)) {
            return new VerifiedClaims("alice", Map.of("sub", "alice"));
        }
        throw RefusedException.unauthenticated("not the token of this test");
    }

    /** Keeps what reaches it, and greets. */
    private static final class Room extends DurableObject {
        private final List<Request> requests;
        private final boolean refusing;

        Room(List<Request> requests, boolean refusing) {
            this.requests = requests;
            this.refusing = refusing;
        }

        @Override
        public Response fetch(Request request) {
            requests.add(request);
            if (refusing) {
                return Response.text(403, "forbidden");
            }
            if (!request.isWebSocketUpgrade()) {
                return Response.text(
                        200, "a page of " + request.url().pathname().substring("/sync/".length()));
            }
            WebSocketPair pair = ctx().globalScope().newWebSocketPair();
            ctx().acceptWebSocket(pair.server());
            pair.server().send("welcome to " + ctx().id().name());
            return Response.webSocket(pair.client(), new Headers());
        }
    }
}
