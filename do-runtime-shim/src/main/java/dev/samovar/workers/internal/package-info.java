/**
 * What both implementations of the seam share and no application uses. Public by necessity; it may change at any time.
 */
@NullMarked
package dev.samovar.workers.internal;

import org.jspecify.annotations.NullMarked;
