package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names on the wire are promises: a change here breaks every client that is out. */
class WireNamesTest {
    @Test
    void everyWireNameIsReadAsItsConstant() {
        for (Operation operation : Operation.values()) {
            assertThat(Operation.parse(operation.wireName())).isEqualTo(operation);
        }
        for (ClientFrame.Kind kind : ClientFrame.Kind.values()) {
            assertThat(ClientFrame.Kind.parse(kind.wireName())).isEqualTo(kind);
        }
        for (ServerFrame.Kind kind : ServerFrame.Kind.values()) {
            assertThat(ServerFrame.Kind.parse(kind.wireName())).isEqualTo(kind);
        }
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ErrorCode.parse(code.name())).isEqualTo(code);
        }
        for (ResetReason reason : ResetReason.values()) {
            assertThat(ResetReason.parse(reason.wireName())).isEqualTo(reason);
        }
    }

    @Test
    void namesNobodyGaveAreNoConstants() {
        assertThat(Operation.parse("INSERT")).isNull();
        assertThat(ClientFrame.Kind.parse("snap")).isNull();
        assertThat(ServerFrame.Kind.parse("sub")).isNull();
        assertThat(ErrorCode.parse("limit_exceeded")).isNull();
        assertThat(ResetReason.parse("EPOCH")).isNull();
    }

    @Test
    void errorCodesKeepTheirNames() {
        assertThat(ErrorCode.values())
                .extracting(ErrorCode::name)
                .containsExactly(
                        "LIMIT_EXCEEDED",
                        "VALIDATION",
                        "FORBIDDEN",
                        "NOT_FOUND",
                        "EXECUTE_FAILED",
                        "TX_ID_REUSED",
                        "UNKNOWN_COLLECTION",
                        "UNKNOWN_COMMAND",
                        "NO_HANDLER",
                        "NON_SERIALIZABLE",
                        "UNSUPPORTED",
                        "TEMPORARILY_UNAVAILABLE",
                        "RATE_LIMITED",
                        "FRAME_TOO_LARGE",
                        "DUPLICATE_TXID",
                        "CONNECTION_LOST",
                        "CLOSED");
    }

    @Test
    void reasonsOfAResetKeepTheirNames() {
        assertThat(ResetReason.values())
                .extracting(ResetReason::wireName)
                .containsExactly("epoch", "pruned", "compacted", "schema", "scope", "window");
    }

    @Test
    void onlyWhatMaySucceedTheNextTimeIsSentAgain() {
        assertThat(ErrorCode.values())
                .filteredOn(code -> code.action() == ErrorCode.Action.RETRY)
                .containsExactly(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.CONNECTION_LOST);
    }

    @Test
    void aRefusalPassesIfTheActionOfItsCodeIsToRetry() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(Refusal.of(code, "no").isPassing()).isEqualTo(code.action() == ErrorCode.Action.RETRY);
        }
        assertThat(new Refusal(null, "no").isPassing()).isFalse();
    }
}
