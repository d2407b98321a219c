/**
 * A board of five thousand tasks: {@link dev.samovar.examples.board.Board} is the Durable Object. A page shows the
 * tasks that changed last, as far down as somebody scrolls.
 */
@NullMarked
package dev.samovar.examples.board;

import org.jspecify.annotations.NullMarked;
