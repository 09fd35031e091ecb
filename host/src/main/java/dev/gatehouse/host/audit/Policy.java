package dev.gatehouse.host.audit;

import tools.jackson.databind.JsonNode;

/// What a role may do.
sealed interface Policy {
  /// @param name the last segment of its ARN
  record Managed(String name) implements Policy {}

  record Document(JsonNode document) implements Policy {}
}
