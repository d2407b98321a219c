/**
 * What a build writes for an application: {@link dev.samovar.codegen.CodecProcessor} runs inside the compiler,
 * {@link dev.samovar.codegen.TypeScriptApi} after it. What must not be put here: anything that runs in workerd.
 */
@NullMarked
package dev.samovar.codegen;

import org.jspecify.annotations.NullMarked;
