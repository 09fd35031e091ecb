package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

/// A policy attached to a resource. It is consulted for that ARN and for what lies below it, a
/// function's aliases or a table's indexes; its statements' `Resource` decides what it says of
/// them.
public record ResourcePolicy(String resourceArn, PolicyDocument document) {
  public ResourcePolicy {
    requireNonNull(resourceArn, "resourceArn");
    requireNonNull(document, "document");
  }
}
