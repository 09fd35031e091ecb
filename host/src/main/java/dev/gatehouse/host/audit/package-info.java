/// What can be said of a stack's locks from its template alone: every door with its lock, and what
/// is careless about them. Nothing runs.
@NullMarked
package dev.gatehouse.host.audit;

import org.jspecify.annotations.NullMarked;
