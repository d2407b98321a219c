/**
 * The samples of docs/authoring.md, as a class that runs. What must not be put here: anything that the guide does not
 * show or need.
 */
@NullMarked
package dev.samovar.guide;

import org.jspecify.annotations.NullMarked;
