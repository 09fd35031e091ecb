package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

/// A group is no principal: it only lends its policies to its users.
public record Group(String name, Attachments policies) {
  public Group {
    requireNonNull(name, "name");
    requireNonNull(policies, "policies");
    if (policies.boundary() != null) {
      throw new IllegalArgumentException("a group has no permissions boundary: " + name);
    }
  }
}
