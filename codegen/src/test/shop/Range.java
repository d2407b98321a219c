package shop;

import dev.samovar.sync.Payload;

/** Has the name of a class that codecs use. */
final class Range {
    private Range() {}

    @Payload
    record Of(int first, int last) {}
}
