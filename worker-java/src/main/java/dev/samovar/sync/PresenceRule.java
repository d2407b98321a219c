package dev.samovar.sync;

import java.util.function.Function;
import java.util.function.Predicate;

/** Who may be present, and what others see of them. */
record PresenceRule<C>(Function<? super C, String> name, Predicate<? super C> mayJoin) {}
