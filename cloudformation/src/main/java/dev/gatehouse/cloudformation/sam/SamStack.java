package dev.gatehouse.cloudformation.sam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A template while it is being expanded: what SAM's resources say, and what has been made so far.
final class SamStack {
  static final String IMPLICIT_API = "ServerlessHttpApi";

  private final Findings findings;
  private final Map<String, String> parameters;
  private final SequencedMap<String, SamResource> resources = new LinkedHashMap<>();
  private final ObjectNode made = Trees.object();
  private final ObjectNode conditions = Trees.object();

  /// What `!Ref Name.Version` and the like mean, and where a resource's logical id has changed.
  private final Map<String, String> references = new LinkedHashMap<>();

  SamStack(Findings findings, Map<String, String> parameters) {
    this.findings = findings;
    this.parameters = parameters;
  }

  Findings findings() {
    return findings;
  }

  SequencedMap<String, SamResource> resources() {
    return resources;
  }

  void add(SamResource resource) {
    resources.put(resource.logicalId(), resource);
  }

  /// SAM's resource of this type and logical id.
  Optional<SamResource> find(String logicalId, String type) {
    return Optional.ofNullable(resources.get(logicalId))
        .filter(resource -> resource.type().equals(type));
  }

  /// Takes over what is none of SAM's.
  void keep(String logicalId, JsonNode resource) {
    if (made.has(logicalId)) {
      taken(logicalId);
    }
    made.set(logicalId, resource);
  }

  private void taken(String logicalId) {
    findings.fault(
        "is also the logical id of a resource that the transform makes", "Resources", logicalId);
  }

  /// A logical id that the template has already is a fault: one of the two would be lost.
  void make(String logicalId, ObjectNode resource) {
    if (made.has(logicalId)) {
      taken(logicalId);
    }
    made.set(logicalId, resource);
  }

  ObjectNode made() {
    return made;
  }

  /// A condition that the template gets.
  void condition(String name, ObjectNode condition) {
    conditions.set(name, condition);
  }

  ObjectNode conditions() {
    return conditions;
  }

  void refer(String name, String logicalId) {
    references.put(name, logicalId);
  }

  Map<String, String> references() {
    return references;
  }

  /// The value with every `Ref` to a parameter put in, as far as that is known before the stack is
  /// made.
  JsonNode resolved(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        String parameter =
            object.size() == 1 ? parameters.get(object.path("Ref").asString("")) : null;
        if (parameter != null) {
          yield Trees.text(parameter);
        }
        ObjectNode copy = Trees.object();
        object.forEachEntry((name, member) -> copy.set(name, resolved(member)));
        yield copy;
      }
      default ->
          value.isArray()
              ? Trees.list(value.valueStream().map(this::resolved).toArray(JsonNode[]::new))
              : value;
    };
  }

  /// Events that name no API share one that nobody declared.
  void addImplicitApi(Globals globals) {
    boolean wanted =
        resources.values().stream()
            .filter(resource -> resource.type().equals("Function"))
            .flatMap(function -> function.property("Events").valueStream())
            .anyMatch(event ->
                event.path("Type").asString("").equals("HttpApi")
                    && !event.path("Properties").has("ApiId"));
    if (wanted && !resources.containsKey(IMPLICIT_API)) {
      add(SamResource.of(IMPLICIT_API, "HttpApi", Trees.object(), globals));
    }
  }
}
