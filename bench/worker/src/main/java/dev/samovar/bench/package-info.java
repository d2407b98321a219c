/**
 * What the bench measures: the chat's table in {@link dev.samovar.bench.BenchRoom}, with commands that make rows in
 * numbers, behind {@link dev.samovar.bench.BenchWorker}, which believes whoever names themselves. Nothing here is an
 * example, and nothing here is for deployment.
 */
@NullMarked
package dev.samovar.bench;

import org.jspecify.annotations.NullMarked;
