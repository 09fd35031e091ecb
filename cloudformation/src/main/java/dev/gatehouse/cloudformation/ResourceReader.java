package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.MapValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the entries of the template's `Resources`.
final class ResourceReader {
  private static final Set<String> MEMBERS =
      new TreeSet<>(
          Set.of(
              "Condition",
              "CreationPolicy",
              "DeletionPolicy",
              "DependsOn",
              "Metadata",
              "Properties",
              "Type",
              "UpdatePolicy",
              "UpdateReplacePolicy"));
  private static final PropertyPath ROOT = PropertyPath.root("Resources");

  private final ExpressionReader values;
  private final Declared declared;
  private final Findings findings;

  ResourceReader(ExpressionReader values, Declared declared, Findings findings) {
    this.values = values;
    this.declared = declared;
    this.findings = findings;
  }

  /// Those that can be made sense of, in template order.
  Map<String, ResourceDeclaration> read(ObjectNode section) {
    Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    for (var entry : section.properties()) {
      PropertyPath at = ROOT.member(entry.getKey());
      if (entry.getValue() instanceof ObjectNode resource) {
        read(entry.getKey(), resource, at)
            .ifPresent(declaration -> resources.put(entry.getKey(), declaration));
      } else {
        findings.fault(at, "expected an object, found " + Shape.of(entry.getValue()).phrase());
      }
    }
    return resources;
  }

  private Optional<ResourceDeclaration> read(
      String logicalId, ObjectNode resource, PropertyPath at) {
    for (String member : resource.propertyNames()) {
      member(member, at);
    }
    Expression properties = properties(resource.path("Properties"), at.member("Properties"));
    Set<String> dependsOn = dependsOn(resource.path("DependsOn"), at.member("DependsOn"));
    String condition = condition(resource.path("Condition"), at.member("Condition"));
    DeletionPolicy policy = policy(resource.path("DeletionPolicy"), at.member("DeletionPolicy"));
    DeletionPolicy replace =
        policy(resource.path("UpdateReplacePolicy"), at.member("UpdateReplacePolicy"));
    JsonNode type = resource.path("Type");
    if (type.isMissingNode()) {
      findings.fault(
          at,
          "Template format error: [/Resources/%s] Every Resources object must contain a Type member."
              .formatted(OneLine.quote(logicalId)));
      return Optional.empty();
    }
    if (!type.isString()) {
      findings.fault(at.member("Type"), "expected a string, found " + Shape.of(type).phrase());
      return Optional.empty();
    }
    return Optional.of(
        new ResourceDeclaration(
            logicalId, type.stringValue(), properties, dependsOn, condition, policy, replace, at));
  }

  private void member(String member, PropertyPath at) {
    if (!MEMBERS.contains(member)) {
      findings.fault(
          at.member(member),
          "Invalid template resource property '%s'%s"
              .formatted(OneLine.quote(member), NearestName.hint(member, MEMBERS)));
    }
    if (member.equals("CreationPolicy") || member.equals("UpdatePolicy")) {
      findings.notice(at.member(member), "ignored: resources are created at once");
    }
  }

  private Expression properties(JsonNode node, PropertyPath at) {
    if (node.isMissingNode()) {
      return new MapValue(Map.of());
    }
    if (node.isObject()) {
      return values.read(node, at);
    }
    findings.fault(at, "expected an object, found " + Shape.of(node).phrase());
    return new Expression.Faulty();
  }

  private Set<String> dependsOn(JsonNode node, PropertyPath at) {
    Set<String> names = new LinkedHashSet<>();
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        dependency(array.get(i), at.element(i), names);
      }
    } else if (!node.isMissingNode()) {
      dependency(node, at, names);
    }
    return names;
  }

  private void dependency(JsonNode node, PropertyPath at, Set<String> names) {
    if (!node.isString()) {
      findings.fault(at, "DependsOn takes logical ids, found " + Shape.of(node).phrase());
    } else if (!declared.resources().contains(node.stringValue())) {
      findings.fault(at, ExpressionReader.unresolved(node.stringValue(), at, declared.resources()));
    } else {
      names.add(node.stringValue());
    }
  }

  private @Nullable String condition(JsonNode node, PropertyPath at) {
    if (node.isMissingNode()) {
      return null;
    }
    if (!node.isString()) {
      findings.fault(at, "Condition takes a condition's name");
      return null;
    }
    return values.condition(node.stringValue(), at) ? node.stringValue() : null;
  }

  private DeletionPolicy policy(JsonNode node, PropertyPath at) {
    if (node.isMissingNode()) {
      return DeletionPolicy.DELETE;
    }
    Optional<DeletionPolicy> policy = DeletionPolicy.of(node.asString(""));
    if (policy.isEmpty()) {
      findings.fault(at, "expected Delete, Retain, RetainExceptOnCreate or Snapshot");
    }
    if (policy.equals(Optional.of(DeletionPolicy.SNAPSHOT))) {
      // Volumes, caches and databases have some; no type that runs here is one of them.
      findings.fault(at, "Snapshot is for types of which snapshots can be taken: take Retain");
    }
    return policy.orElse(DeletionPolicy.RETAIN);
  }
}
