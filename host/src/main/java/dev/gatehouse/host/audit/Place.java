package dev.gatehouse.host.audit;

import org.jspecify.annotations.Nullable;

/// Where a resource is declared.
///
/// @param file as the audit's path was given: relative to where the command runs, or absolute
/// @param line from 1; null where it cannot be told
public record Place(String file, @Nullable Integer line) {}
