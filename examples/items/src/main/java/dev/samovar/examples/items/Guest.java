package dev.samovar.examples.items;

/** Who is in the shop. */
record Guest(String id) {}
