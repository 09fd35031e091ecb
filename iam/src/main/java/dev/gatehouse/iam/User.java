package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Tags;
import java.util.List;

/// @param groups names of groups, whose policies are the user's too
public record User(Principal.User principal, Attachments policies, List<String> groups, Tags tags) {
  public User {
    requireNonNull(principal, "principal");
    requireNonNull(policies, "policies");
    groups = List.copyOf(groups);
    requireNonNull(tags, "tags");
  }
}
