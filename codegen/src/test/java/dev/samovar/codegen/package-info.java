/** The sources in {@code src/test/shop} are compiled as an application's are; beside them is what is made of them. */
@NullMarked
package dev.samovar.codegen;

import org.jspecify.annotations.NullMarked;
