package dev.samovar.sync;

/**
 * Which columns of a row a change has touched, by their place in {@code SELECT *}. A table of more than
 * {@value #MAX_COLUMNS} columns has no exact mask: it says that all have changed.
 *
 * @param low the first 32 columns, a bit each
 * @param high the others
 */
record ColumnMask(int low, int high) {
    /** As many bits as fit into JavaScript's exact integers. */
    static final int MAX_COLUMNS = 52;

    static final ColumnMask ALL = new ColumnMask(-1, -1);

    private static final double TWO_TO_32 = 4_294_967_296d;

    /** Reads what the log holds: an integer from 0 to 2<sup>52</sup>-1. */
    static ColumnMask of(double bits) {
        int high = (int) (bits / TWO_TO_32);
        double low = bits - (high * TWO_TO_32);
        return new ColumnMask((int) (low < TWO_TO_32 / 2 ? low : low - TWO_TO_32), high);
    }

    boolean contains(int column) {
        return column < 32 ? (low >>> column & 1) != 0 : column >= 64 || (high >>> (column - 32) & 1) != 0;
    }

    ColumnMask or(ColumnMask other) {
        return new ColumnMask(low | other.low, high | other.high);
    }
}
