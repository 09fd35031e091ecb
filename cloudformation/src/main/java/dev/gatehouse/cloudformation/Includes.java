package dev.gatehouse.cloudformation;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// The transform `AWS::Include` (transform-aws-include.html): puts what a file holds in its own
/// place, beside what stands there. A location is the key of an asset, or a path beside the
/// template, which `aws cloudformation package` would have uploaded.
final class Includes {
  static final String NAME = "AWS::Include";

  private static final String FUNCTION = "Fn::Transform";

  private final Map<String, String> parameters;
  private final AssetLocator assets;
  private final Findings findings;

  /// @param parameters the values that locations may refer to
  Includes(Map<String, String> parameters, AssetLocator assets, Findings findings) {
    this.parameters = parameters;
    this.assets = assets;
    this.findings = findings;
  }

  /// The template with everything included; it stays as it is itself.
  ObjectNode applied(ObjectNode template) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    template.forEachEntry(
        (name, section) -> whole.set(name, included(section, PropertyPath.root(name))));
    topLevel(whole);
    return whole;
  }

  /// Those of the template's own `Transform`, whose content goes to the top.
  private void topLevel(ObjectNode template) {
    PropertyPath at = PropertyPath.root("Transform");
    JsonNode transform = template.path("Transform");
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
    each(
        transform,
        at,
        (one, place) -> {
          if (isInclude(one)) {
            merge(content(one, place), template, place);
          } else {
            others.add(one);
          }
        });
    if (others.isEmpty()) {
      template.remove("Transform");
    } else if (transform.isArray()) {
      template.set("Transform", others);
    }
  }

  private static void each(
      JsonNode transforms, PropertyPath at, BiConsumer<JsonNode, PropertyPath> visitor) {
    if (transforms instanceof ArrayNode several) {
      for (int i = 0; i < several.size(); i++) {
        visitor.accept(several.get(i), at.element(i));
      }
    } else if (!transforms.isMissingNode()) {
      visitor.accept(transforms, at);
    }
  }

  private JsonNode included(JsonNode node, PropertyPath at) {
    return switch (node) {
      case ObjectNode object -> included(object, at);
      case ArrayNode array -> {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          elements.add(included(array.get(i), at.element(i)));
        }
        yield elements;
      }
      default -> node;
    };
  }

  private ObjectNode included(ObjectNode object, PropertyPath at) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    JsonNode transform = object.path(FUNCTION);
    boolean include = isInclude(transform) || areIncludes(transform);
    object.forEachEntry((name, member) -> {
      if (!(include && name.equals(FUNCTION))) {
        members.set(name, included(member, at.member(name)));
      }
    });
    if (include) {
      each(
          transform,
          at.member(FUNCTION),
          (one, place) -> merge(content(one, place), members, place));
    }
    return members;
  }

  private static boolean areIncludes(JsonNode transforms) {
    return transforms.isArray()
        && !transforms.isEmpty()
        && transforms.valueStream().allMatch(Includes::isInclude);
  }

  private static boolean isInclude(JsonNode transform) {
    return transform.path("Name").asString("").equals(NAME);
  }

  /// What the template says itself may not be said again: one of the two would be lost.
  private void merge(@Nullable ObjectNode content, ObjectNode into, PropertyPath at) {
    if (content == null) {
      return;
    }
    content.forEachEntry((name, member) -> {
      if (into.path(name) instanceof ObjectNode section
          && member instanceof ObjectNode more
          && at.section().equals("Transform")) {
        merge(more, section, at);
      } else if (into.has(name)) {
        findings.fault(
            at, "the included content has a member %s too".formatted(OneLine.quote(name)));
      } else {
        into.set(name, member);
      }
    });
  }

  /// Null where a fault was found.
  private @Nullable ObjectNode content(JsonNode transform, PropertyPath at) {
    PropertyPath place = at.member("Parameters").member("Location");
    Optional<String> location = location(transform.path("Parameters").path("Location"));
    if (location.filter(text -> !text.isEmpty()).isEmpty()) {
      findings.fault(place, "expected a location: a string, a Ref to a parameter, or Fn::Sub");
      return null;
    }
    String key = location.get().replaceFirst("^s3://[^/]+/", "");
    var asset = assets.find(key).or(() -> assets.local(key));
    if (asset.isEmpty() || !Files.isRegularFile(asset.get().path())) {
      findings.fault(
          place,
          "%s is neither an asset of this assembly nor a file beside the template"
              .formatted(OneLine.quote(location.get())));
      return null;
    }
    try {
      return checked(Template.read(asset.get().path()), place);
    } catch (TemplateException e) {
      e.faults().forEach(fault -> findings.fault(place, fault.path() + ": " + fault.problem()));
      return null;
    }
  }

  private @Nullable ObjectNode checked(Template content, PropertyPath place) {
    if (content.hasShortForms()) {
      findings.fault(
          place,
          "included YAML has no short forms: write Fn::Sub and the like out, as AWS wants it");
      return null;
    }
    ObjectNode tree = content.tree();
    if (tree.findValues(FUNCTION).stream().anyMatch(each -> isInclude(each) || areIncludes(each))) {
      findings.fault(place, "what is included cannot include");
      return null;
    }
    return tree;
  }

  /// As a text, as far as that is known before the stack is made; a bucket's name need not be.
  private Optional<String> location(JsonNode location) {
    JsonNode named = location.size() == 1 ? location.path("Ref") : MissingNode.getInstance();
    if (named.isString()) {
      return Optional.ofNullable(parameters.get(named.asString()));
    }
    JsonNode text = location.size() == 1 ? location.path("Fn::Sub") : location;
    return text.isString() ? Optional.of(substituted(text.asString())) : Optional.empty();
  }

  private String substituted(String text) {
    String known = text;
    for (var parameter : parameters.entrySet()) {
      known = known.replace("${" + parameter.getKey() + "}", parameter.getValue());
    }
    return known;
  }
}
