package dev.gatehouse.cloudformation;

import org.jspecify.annotations.Nullable;

/// An entry of `Outputs` as written; once planned, its value is reduced.
record OutputDeclaration(
    String name,
    Expression value,
    String description,
    @Nullable Expression exportName,
    @Nullable String condition,
    PropertyPath at) {

  PropertyPath valueAt() {
    return at.member("Value");
  }
}
