package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource of a running stack, as it was created.
///
/// @param id its physical id
/// @param attributes for `Fn::GetAtt`; a client's secret may be among them
/// @param properties resolved; without those that Gatehouse passes over
/// @param logicalId with its stack's name and a slash before it where another stack has the same
/// @param created when its stack first started with it
/// @param updated when its properties were last changed; null when they never were
public record Deployed(
    String logicalId,
    String type,
    String id,
    Map<String, String> attributes,
    ObjectNode properties,
    Instant created,
    @Nullable Instant updated) {
  /// As it was when it was created.
  public Deployed(
      String logicalId,
      String type,
      String id,
      Map<String, String> attributes,
      ObjectNode properties,
      Instant created) {
    this(logicalId, type, id, attributes, properties, created, null);
  }

  public Deployed {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(type, "type");
    requireNonNull(id, "id");
    attributes = Map.copyOf(attributes);
    requireNonNull(properties, "properties");
    requireNonNull(created, "created");
  }

  /// As its own template calls it.
  String idInTemplate() {
    return logicalId.substring(logicalId.lastIndexOf('/') + 1);
  }

  /// Whether nobody has changed it since it was seen like that.
  boolean isAs(Deployed seen) {
    return type.equals(seen.type) && properties.equals(seen.properties);
  }

  Instant changed() {
    return updated == null ? created : updated;
  }

  String status() {
    return updated == null ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
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
