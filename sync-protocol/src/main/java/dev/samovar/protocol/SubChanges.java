package dev.samovar.protocol;

/**
 * What a {@link ServerFrame.Flush} brings to one subscription.
 *
 * @param changes an array of changes, such as bytes that many sessions share; in a frame that was read
 *     {@link RowChanges}
 */
public record SubChanges(String sub, Encodable changes) {}
