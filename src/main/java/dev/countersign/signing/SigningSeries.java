package dev.countersign.signing;

import java.time.Instant;
import java.util.UUID;

/**
 * A series of signatures that goes on, as its owner sees it (SIG-02).
 *
 * @param made signatures so far
 * @param most signatures the meaning's policy allows
 * @param until the next signature has to be made
 */
public record SigningSeries(UUID seriesId, Instant begunAt, int made, int most, Instant until) {}
