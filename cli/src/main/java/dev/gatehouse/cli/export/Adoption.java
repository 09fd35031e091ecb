package dev.gatehouse.cli.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Copies parts of a function's document into a definition, with the components that they refer to.
/// A document of OpenAPI 3.1 becomes one of 3.0 on the way. Nothing outside the document is
/// followed.
final class Adoption {
  private static final String COMPONENTS = "#/components/";

  /// JSON Schema's, which OpenAPI 3.0 does not have and no 3.0 word replaces.
  private static final Set<String> NOT_IN_3_0 =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$defs",
          "$anchor",
          "if",
          "then",
          "else",
          "prefixItems",
          "contains",
          "minContains",
          "maxContains",
          "patternProperties",
          "propertyNames",
          "dependentSchemas",
          "dependentRequired",
          "unevaluatedItems",
          "unevaluatedProperties",
          "contentEncoding",
          "contentMediaType",
          "contentSchema");

  /// Their values are data, whatever their members are called.
  private static final Set<String> DATA = Set.of("example", "default", "enum", "value");

  private final ObjectNode from;
  private final ObjectNode to;
  private final Consumer<String> leftOut;

  /// New names of components, by reference.
  private final Map<String, String> adopted = new HashMap<>();

  Adoption(ObjectNode from, ObjectNode to, Consumer<String> leftOut) {
    this.from = from;
    this.to = to;
    this.leftOut = leftOut;
  }

  /// What a reference within the document points to; anything else stays as it is.
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.startsWith(COMPONENTS) ? from.at(reference.substring(1)) : node;
  }

  JsonNode copy(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> copy.add(copy(each)));
        yield copy;
      }
      case ObjectNode object when object.has("$ref") -> reference(object);
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((name, value) -> {
          if (!name.startsWith(Operations.EXTENSION)) {
            copy.set(
                name,
                name.equals("schema")
                    ? schema(value)
                    : DATA.contains(name) ? value.deepCopy() : copy(value));
          }
        });
        yield copy;
      }
      default -> node.deepCopy();
    };
  }

  private ObjectNode reference(ObjectNode object) {
    String reference = object.path("$ref").asString("");
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    String[] parts = reference.split("/", -1);
    if (!reference.startsWith(COMPONENTS)
        || parts.length != 4
        || from.at(reference.substring(1)).isMissingNode()) {
      leftOut.accept(reference);
      return copy;
    }
    return copy.put("$ref", COMPONENTS + parts[2] + "/" + adopt(reference, parts[2], parts[3]));
  }

  /// @return the component's name in the definition; another one where the name is taken
  private String adopt(String reference, String kind, String name) {
    String known = adopted.get(reference);
    if (known != null) {
      return known;
    }
    ObjectNode components = to.withObjectProperty("components").withObjectProperty(kind);
    String free = name;
    for (int i = 2; components.has(free); i++) {
      free = name + "_" + i;
    }
    adopted.put(reference, free);
    // Takes its place before what it refers to, perhaps itself.
    components.putObject(free);
    JsonNode component = from.at(reference.substring(1));
    components.set(free, kind.equals("schemas") ? schema(component) : copy(component));
    return free;
  }

  private JsonNode schema(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      // `true` and `false` are schemas in 3.1 only.
      ObjectNode any = JsonNodeFactory.instance.objectNode();
      if (node.isBoolean() && !node.asBoolean()) {
        any.putObject("not");
      }
      return any;
    }
    if (object.has("$ref")) {
      return reference(object);
    }
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    object.forEachEntry((name, value) -> member(name, value, schema));
    return schema;
  }

  private void member(String name, JsonNode value, ObjectNode schema) {
    switch (name) {
      case "type" -> type(value, schema);
      case "properties" -> {
        ObjectNode properties = schema.putObject(name);
        value.forEachEntry((property, each) -> properties.set(property, schema(each)));
      }
      case "items", "not" -> schema.set(name, schema(value));
      case "additionalProperties" ->
          schema.set(name, value.isBoolean() ? value.deepCopy() : schema(value));
      case "anyOf", "oneOf", "allOf" -> choice(name, value, schema);
      case "const" -> schema.putArray("enum").add(value.deepCopy());
      case "examples" -> {
        if (value.isArray() && !value.isEmpty()) {
          schema.set("example", value.path(0).deepCopy());
        }
      }
      case "exclusiveMinimum", "exclusiveMaximum" -> {
        if (value.isNumber()) {
          schema.set(name.equals("exclusiveMinimum") ? "minimum" : "maximum", value.deepCopy());
          schema.put(name, true);
        } else {
          schema.set(name, value.deepCopy());
        }
      }
      default -> {
        if (!NOT_IN_3_0.contains(name) && !name.startsWith(Operations.EXTENSION)) {
          schema.set(name, value.deepCopy());
        }
      }
    }
  }

  private static void type(JsonNode value, ObjectNode schema) {
    List<String> types =
        value.isArray()
            ? value.valueStream().map(type -> type.asString("")).toList()
            : List.of(value.asString(""));
    List<String> real = types.stream().filter(type -> !type.equals("null")).toList();
    if (real.size() < types.size()) {
      schema.put("nullable", true);
    }
    if (real.size() == 1) {
      schema.put("type", real.getFirst());
    } else if (real.size() > 1) {
      ArrayNode choice = schema.putArray("anyOf");
      real.forEach(type -> choice.addObject().put("type", type));
    }
  }

  /// "This or null" is a nullable this.
  private void choice(String name, JsonNode value, ObjectNode schema) {
    List<JsonNode> real =
        value
            .valueStream()
            .filter(each -> !each.path("type").asString("").equals("null"))
            .map(this::schema)
            .toList();
    if (real.size() == value.size()) {
      real.forEach(schema.putArray(name)::add);
      return;
    }
    schema.put("nullable", true);
    if (real.size() == 1 && real.getFirst() instanceof ObjectNode only && !only.has("$ref")) {
      only.forEachEntry(schema::set);
    } else {
      real.forEach(schema.putArray(real.size() == 1 ? "allOf" : name)::add);
    }
  }
}
