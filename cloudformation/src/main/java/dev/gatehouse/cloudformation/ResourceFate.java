package dev.gatehouse.cloudformation;

import org.jspecify.annotations.Nullable;

/// What becomes of a declared resource.
sealed interface ResourceFate {
  record Created(ResourceDeclaration declaration, ResourceType type) implements ResourceFate {}

  /// Accepted and never created.
  record Ignored(String type) implements ResourceFate {}

  /// Not supported and not created; references to it are [NotCreated] values.
  record LeftOut() implements ResourceFate {}

  /// Its condition is false.
  record Absent(@Nullable String condition) implements ResourceFate {}

  /// Already reported as a fault.
  record Faulty() implements ResourceFate {}
}
