package dev.gatehouse.cloudformation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry of `Resources` as written.
record ResourceDeclaration(
    String logicalId,
    String type,
    Expression properties,
    Set<String> dependsOn,
    @Nullable String condition,
    DeletionPolicy deletionPolicy,
    DeletionPolicy replacePolicy,
    PropertyPath at) {}
