package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource of a running stack, as it was created.
///
/// @param id its physical id
/// @param attributes for `Fn::GetAtt`; a client's secret may be among them
/// @param properties resolved; without those that Gatehouse passes over
/// @param created when its stack first started with it
public record Deployed(
    String logicalId,
    String type,
    String id,
    Map<String, String> attributes,
    ObjectNode properties,
    Instant created) {
  public Deployed {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(type, "type");
    requireNonNull(id, "id");
    attributes = Map.copyOf(attributes);
    requireNonNull(properties, "properties");
    requireNonNull(created, "created");
  }

  JsonNode property(String name) {
    return properties.path(name);
  }

  /// Empty when the property is not there.
  String text(String name) {
    return properties.path(name).asString("");
  }

  String attribute(String name) {
    return requireNonNull(attributes.get(name), name);
  }

  /// Without what may be secret.
  @Override
  public String toString() {
    return logicalId + " (" + type + ")";
  }
}
