package dev.samovar.client;

/**
 * A row in the form in which its reader wants it, made by a {@link RowFactory}. The client keeps it and hands it out,
 * and never looks into it. Immutable.
 */
public interface Row {}
