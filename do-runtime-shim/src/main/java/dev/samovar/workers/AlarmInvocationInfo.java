package dev.samovar.workers;

/**
 * Why an alarm runs.
 *
 * @param isRetry whether an earlier run of this alarm failed
 * @param retryCount how many runs have failed, 0 to 6
 * @param scheduledTimeMillis the time it was set to, in milliseconds since 1970
 */
public record AlarmInvocationInfo(boolean isRetry, int retryCount, long scheduledTimeMillis) {}
