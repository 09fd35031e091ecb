/// The composition root: a stack becomes services, services become doors, and what happens at them
/// is remembered.
@NullMarked
package dev.gatehouse.host;

import org.jspecify.annotations.NullMarked;
