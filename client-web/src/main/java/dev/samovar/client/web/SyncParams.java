package dev.samovar.client.web;

import org.teavm.jso.JSObject;

/** What TanStack DB passes to {@code sync.sync}. It is called through {@link CollectionWriter} only. */
public interface SyncParams extends JSObject {}
