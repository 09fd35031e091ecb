package dev.gatehouse.cloudformation.sam;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts logical ids that the transform has made where the template uses SAM's names for them: `!Ref
/// Function.Version`, `!Ref Function.Alias`, `!Ref Api.Stage`, `!Ref Layer`
/// (sam-resource-function-generated-resources.html and its neighbours).
record SamReferences(SamStack stack) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

  ObjectNode rewritten(ObjectNode section) {
    return (ObjectNode) walk(section);
  }

  private JsonNode walk(JsonNode node) {
    return switch (node) {
      case ObjectNode object when object.size() == 1 && object.path("Ref").isString() ->
          Trees.ref(named(object.path("Ref").asString()));
      case ObjectNode object when object.size() == 1 && object.has("Fn::GetAtt") ->
          attribute(object);
      case ObjectNode object -> {
        ObjectNode copy = Trees.object();
        object.forEachEntry((name, member) ->
            copy.set(
                name,
                switch (name) {
                  case "Fn::Sub" -> sub(member);
                  case "DependsOn" -> dependencies(member);
                  default -> walk(member);
                }));
        yield copy;
      }
      default ->
          node.isArray()
              ? Trees.list(node.valueStream().map(this::walk).toArray(JsonNode[]::new))
              : node;
    };
  }

  private String named(String name) {
    return stack.references().getOrDefault(name, name);
  }

  private JsonNode attribute(ObjectNode function) {
    JsonNode of = function.path("Fn::GetAtt");
    if (of.isString()) {
      String[] parts = of.asString().split("\\.", -1);
      for (int length = parts.length - 1; length > 0; length--) {
        String prefix = String.join(".", Arrays.copyOf(parts, length));
        String known = stack.references().get(prefix);
        if (known != null) {
          return Trees.object().put("Fn::GetAtt", known + of.asString().substring(prefix.length()));
        }
      }
      return function;
    }
    JsonNode[] parts = of.valueStream().map(this::walk).toArray(JsonNode[]::new);
    if (parts.length > 0 && parts[0].isString()) {
      parts[0] = Trees.text(named(parts[0].asString()));
    }
    ObjectNode copy = Trees.object();
    copy.set("Fn::GetAtt", Trees.list(parts));
    return copy;
  }

  private JsonNode sub(JsonNode argument) {
    if (argument.isString()) {
      return Trees.text(subText(argument.asString()));
    }
    if (!argument.isArray() || argument.size() != 2 || !argument.path(0).isString()) {
      return walk(argument);
    }
    return Trees.list(Trees.text(subText(argument.path(0).asString())), walk(argument.path(1)));
  }

  private String subText(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement("${" + variable(match.group(1)) + "}"));
  }

  private String variable(String name) {
    String whole = stack.references().get(name);
    if (whole != null) {
      return whole;
    }
    int dot = name.lastIndexOf('.');
    String known = dot < 0 ? null : stack.references().get(name.substring(0, dot));
    return known == null ? name : known + name.substring(dot);
  }

  private JsonNode dependencies(JsonNode names) {
    return names.isArray()
        ? Trees.list(
            names
                .valueStream()
                .map(name -> Trees.text(named(name.asString(""))))
                .toArray(JsonNode[]::new))
        : Trees.text(named(names.asString("")));
  }
}
