package dev.samovar.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a {@code long} of a {@link Row} or {@link Payload} uses all its 64 bits: clients see a bigint. Without it a
 * value beyond 2<sup>53</sup>-1, where JavaScript's numbers have gaps, is refused.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.SOURCE)
public @interface BigInt {}
