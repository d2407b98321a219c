/**
 * The chat's room as a page in Java: {@link dev.samovar.examples.chat.page.Main} begins,
 * {@link dev.samovar.examples.chat.page.Room} talks to the object, {@link dev.samovar.examples.chat.page.Lines} knows
 * what is to be seen, and the views show it. Its markup and its looks are in {@code src/main/page}.
 */
@NullMarked
package dev.samovar.examples.chat.page;

import org.jspecify.annotations.NullMarked;
