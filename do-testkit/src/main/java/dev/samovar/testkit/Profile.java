package dev.samovar.testkit;

/** Which form of the protocol a {@link TestClient} speaks. */
public enum Profile {
    /** What a client gets that says nothing: one frame for a row. */
    REFERENCE,

    /** What a client gets that says hello: snapshots in columns, one message for a flush, presence. */
    SAMOVAR_1
}
