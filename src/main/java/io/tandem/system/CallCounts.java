package io.tandem.system;

/** Calls of a system: every attempt, sign-ins not counted; {@code limited} were answered 429. */
public record CallCounts(long read, long write, long limited) {}
