package dev.gatehouse.lambda;

import java.nio.ByteBuffer;
import java.time.Instant;

/// Whole lines of a log that were written at one time; none is possible.
record TimedLines(Instant at, ByteBuffer text) {}
