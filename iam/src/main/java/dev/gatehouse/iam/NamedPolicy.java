package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

/// @param name how its owner knows it: the policy's name, or the ARN of a managed one
public record NamedPolicy(String name, PolicyDocument document) {
  public NamedPolicy {
    requireNonNull(name, "name");
    requireNonNull(document, "document");
  }
}
