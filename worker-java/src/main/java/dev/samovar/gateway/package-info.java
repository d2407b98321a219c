/**
 * The trust boundary: what stands between the network and a Durable Object. A request leaves here with claims that were
 * verified, or not at all. What must not be put here: anything that reads or writes an object's data.
 */
@NullMarked
package dev.samovar.gateway;

import org.jspecify.annotations.NullMarked;
