/**
 * What a client asks for and what a server shows it: {@linkplain dev.samovar.protocol.query.Predicate predicates} over
 * the columns of one table, and {@linkplain dev.samovar.protocol.query.Ordering orders} of its rows. There is one
 * evaluator, {@link dev.samovar.protocol.query.BoundPredicate}, and it decides as TanStack DB's does, so both ends of a
 * connection agree on which rows belong to a filter.
 *
 * <p>What must not be put here: SQL. A server may let its database choose rows beforehand, but never decide.
 */
@NullMarked
package dev.samovar.protocol.query;

import org.jspecify.annotations.NullMarked;
