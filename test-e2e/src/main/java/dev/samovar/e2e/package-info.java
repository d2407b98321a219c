/**
 * A Worker whose routes exercise what only the real runtime can prove. The tests beside this module call them. What
 * must not be put here: anything that a test on the JVM proves as well.
 */
@NullMarked
package dev.samovar.e2e;

import org.jspecify.annotations.NullMarked;
