package dev.samovar.client;

/**
 * Is told which writes have no outcome yet, to keep them over the end of the program. Each of them, given to
 * {@link SyncClient#replay} in the order in which it was added, is carried out at most once. A close ends no write that
 * is kept here, although its listener is told. Must not throw.
 */
public interface OutboxStore {
    /** Keeps nothing. */
    OutboxStore NONE = new OutboxStore() {
        @Override
        public void added(String txId, byte[] frame) {}

        @Override
        public void settled(String txId) {}
    };

    /**
     * A write was made.
     *
     * @param frame not to be changed
     */
    void added(String txId, byte[] frame);

    /** Its outcome is known, or its owner is done waiting. */
    void settled(String txId);
}
