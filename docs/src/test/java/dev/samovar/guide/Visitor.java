package dev.samovar.guide;

/** Who is connected. What they may do is in the object's own table of members. */
record Visitor(String id) {}
