package dev.samovar.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the {@link RowCodec} of a record: of {@code @Row record Message} the build makes {@code MessageCodec} in the
 * same package, and the TypeScript that {@code Api} declarations are made of. {@code docs/authoring.md} says which
 * types a component may have.
 *
 * <p>A component is the column of its name, or of the name that Jackson's {@code @JsonProperty} gives it. With
 * {@code access = READ_ONLY} clients see it and do not write it: in the record of an insert it is null.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Row {
    /** The column that is the table's sole primary key. */
    String key() default "id";
}
