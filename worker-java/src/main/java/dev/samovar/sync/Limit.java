package dev.samovar.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What clients may write into a component of a {@link Row} or {@link Payload}, both ends included: how long a text (in
 * UTF-16 units), bytes or a list is, how large a number is. An end that is not given is open.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.SOURCE)
public @interface Limit {
    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;
}
