package dev.samovar.bench;

/** Who is connected: {@code bench}, who may write every row, or somebody who writes only in their own name. */
record BenchUser(String name) {
    boolean mayWriteAs(String author) {
        return name.equals("bench") || name.equals(author);
    }
}
