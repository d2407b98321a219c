package dev.samovar.examples.board;

/** Who is at the board. */
record Voter(String id) {}
