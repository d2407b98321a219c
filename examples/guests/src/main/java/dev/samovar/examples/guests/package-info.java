/** How the examples let guests in: by a name, without a password. Nothing here knows an example. */
@NullMarked
package dev.samovar.examples.guests;

import org.jspecify.annotations.NullMarked;
