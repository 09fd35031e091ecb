/// Clients that the benchmarks load Gatehouse with.
@NullMarked
package dev.gatehouse.benchmarks;

import org.jspecify.annotations.NullMarked;
