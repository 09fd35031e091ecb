package dev.gatehouse.cli.export;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A body that an operation would take, by its own words: its example, else one made of its schema.
final class ExampleBody {
  private static final int DEEPEST = 8;
  private static final Map<String, String> FORMATS =
      Map.of(
          "date", "2026-01-31",
          "date-time", "2026-01-31T12:00:00Z",
          "uuid", "123e4567-e89b-42d3-a456-426614174000",
          "email", "someone@example.com",
          "uri", "https://example.com/",
          "byte", "AAAA");

  private final JsonNode definition;

  ExampleBody(JsonNode definition) {
    this.definition = definition;
  }

  /// Empty when the operation takes no JSON, or does not say.
  Optional<JsonNode> of(JsonNode operation) {
    JsonNode media =
        resolved(operation.path("requestBody")).path("content").properties().stream()
            .filter(type -> type.getKey().matches("application/(.*\\+)?json.*"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(JsonNodeFactory.instance.missingNode());
    if (media.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode named = media.path("examples").valueStream().findFirst().orElse(media);
    if (media.has("example")) {
      return Optional.of(media.path("example"));
    }
    JsonNode given = resolved(named).path("value");
    return Optional.of(given.isMissingNode() ? made(media.path("schema"), 0) : given);
  }

  /// What a successful answer has at its top, as far as the operation says.
  static Set<String> answerMembers(JsonNode operation, JsonNode definition) {
    var examples = new ExampleBody(definition);
    return operation.path("responses").properties().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .map(response -> examples.resolved(response.getValue()).path("content"))
        .flatMap(content -> content.valueStream().map(media -> media.path("schema")))
        .flatMap(schema -> examples.resolved(schema).path("properties").propertyNames().stream())
        .collect(Collectors.toSet());
  }

  private JsonNode made(JsonNode schema, int depth) {
    JsonNode node = resolved(schema);
    for (String name : new String[] {"example", "default"}) {
      if (node.has(name)) {
        return node.path(name);
      }
    }
    if (!node.path("enum").isEmpty()) {
      return node.path("enum").path(0);
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (!node.path(choice).isEmpty()) {
        return made(node.path(choice).path(0), depth + 1);
      }
    }
    if (depth > DEEPEST) {
      return JsonNodeFactory.instance.nullNode();
    }
    return switch (node.path("type").asString(node.has("properties") ? "object" : "")) {
      case "string" ->
          JsonNodeFactory.instance.stringNode(
              FORMATS.getOrDefault(node.path("format").asString(""), "string"));
      case "integer", "number" -> JsonNodeFactory.instance.numberNode(least(node));
      case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
      case "array" -> JsonNodeFactory.instance.arrayNode().add(made(node.path("items"), depth + 1));
      default -> object(node, depth);
    };
  }

  private static int least(JsonNode node) {
    int least = node.path("minimum").asInt(1);
    return node.path("exclusiveMinimum").asBoolean(false) ? least + 1 : least;
  }

  private ObjectNode object(JsonNode node, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (JsonNode part : node.path("allOf")) {
      if (made(part, depth + 1) instanceof ObjectNode members) {
        object.setAll(members);
      }
    }
    node.path("properties")
        .forEachEntry((name, property) -> object.set(name, made(property, depth + 1)));
    return object;
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.startsWith("#/") ? definition.at(reference.substring(1)) : node;
  }
}
