/**
 * The client in a browser: sockets, timers and values of JavaScript around {@link dev.samovar.client.SyncClient}, and
 * the adapter that makes a subscription a collection of TanStack DB.
 *
 * <p>{@code src/main/npm/index.js} is the face of it: it has the classes a user sees and calls
 * {@link dev.samovar.client.web.Main}. A page in Java needs no such face:
 * {@link dev.samovar.client.web.BrowserPlatform} is its door. Nothing of TanStack DB is imported; what is called is
 * written down in {@link dev.samovar.client.web.SyncParams}. What must not be put here: decisions of the protocol.
 */
@NullMarked
package dev.samovar.client.web;

import org.jspecify.annotations.NullMarked;
