package dev.gatehouse.iam;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The identity-based policies of a user, group or role.
///
/// @param managed ARNs of managed policies
/// @param boundary ARN of the managed policy that is the permissions boundary; null without one
public record Attachments(
    List<NamedPolicy> inline, List<String> managed, @Nullable String boundary) {
  public static final Attachments NONE = new Attachments(List.of(), List.of(), null);

  public Attachments {
    inline = List.copyOf(inline);
    managed = List.copyOf(managed);
  }

  public static Attachments inline(NamedPolicy... policies) {
    return new Attachments(List.of(policies), List.of(), null);
  }

  public static Attachments managed(String... arns) {
    return new Attachments(List.of(), List.of(arns), null);
  }

  List<String> references() {
    var references = new ArrayList<>(managed);
    if (boundary != null) {
      references.add(boundary);
    }
    return references;
  }
}
