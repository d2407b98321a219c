package dev.samovar.client;

/** What a client needs of the world it runs in. */
public record Platform(
        Dialer dialer,
        TokenSource tokens,
        Timers timers,
        RandomSource random,
        ValueReader values,
        FrameEncoder frames) {}
