package dev.samovar.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the codec of a record that commands take or answer: of {@code @Payload record Rename} the build makes
 * {@code RenameCodec} in the same package, an {@link ArgsDecoder} and a {@link ResultEncoder}, and its TypeScript. A
 * component may be what a column may be, a record with this annotation, or a list of these; {@code @JsonProperty} names
 * it as it names a column of a {@link Row}. A record may be both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Payload {}
