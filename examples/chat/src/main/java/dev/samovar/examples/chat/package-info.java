/**
 * A chat room: {@link dev.samovar.examples.chat.ChatRoom} is the Durable Object,
 * {@link dev.samovar.examples.chat.ChatWorker} the Worker in front of it. The codecs of its records and the types of
 * its page are made by the build; the environment and {@link dev.samovar.examples.chat.Main} are written by hand.
 */
@NullMarked
package dev.samovar.examples.chat;

import org.jspecify.annotations.NullMarked;
