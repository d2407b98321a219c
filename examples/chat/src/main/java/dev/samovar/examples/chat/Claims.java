package dev.samovar.examples.chat;

/**
 * Who is in the room.
 *
 * @param userId unique, and shown as the author of what they write
 */
public record Claims(String userId) {}
