package dev.samovar.examples.chat.page;

/** Who this tab is: the token opens the room's socket, the user id is the author of what is written. */
record Session(String token, String userId) {}
