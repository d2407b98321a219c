/**
 * A chat room: {@link dev.samovar.examples.chat.ChatRoom} is the Durable Object,
 * {@link dev.samovar.examples.chat.ChatWorker} the Worker in front of it. What an annotation processor will write one
 * day is written by hand here: the codec, the environment and {@link dev.samovar.examples.chat.Main}.
 */
@NullMarked
package dev.samovar.examples.chat;

import org.jspecify.annotations.NullMarked;
