package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A running stack.
///
/// @param id its ARN
/// @param template the text that was deployed
/// @param updated when it was last changed; null when it never was
/// @param resources in the order in which they were created
public record DeployedStack(
    String name,
    String id,
    String description,
    String template,
    List<Deployed> resources,
    List<Output> outputs,
    Instant created,
    @Nullable Instant updated) {
  /// @param export null when no other stack may import it
  public record Output(String name, String value, String description, @Nullable String export) {
    /// Without the value.
    @Override
    public String toString() {
      return name;
    }
  }

  public DeployedStack {
    requireNonNull(name, "name");
    requireNonNull(id, "id");
    requireNonNull(description, "description");
    requireNonNull(template, "template");
    resources = List.copyOf(resources);
    outputs = List.copyOf(outputs);
    requireNonNull(created, "created");
  }

  String status() {
    return updated == null ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
  }

  @Override
  public String toString() {
    return name;
  }
}
