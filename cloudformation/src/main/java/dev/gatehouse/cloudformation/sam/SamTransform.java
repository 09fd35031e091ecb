package dev.gatehouse.cloudformation.sam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Expands `AWS::Serverless::*` resources into those that AWS's translator makes of them, under the
/// same logical ids (sam-specification-generated-resources.html).
public final class SamTransform {
  /// What `Transform` must say.
  public static final String NAME = "AWS::Serverless-2016-10-31";

  static final String PREFIX = "AWS::Serverless::";

  /// Those that would open doors of a kind that is not run here.
  private static final Set<String> OTHER_APIS = Set.of("Api", "WebSocketApi", "GraphQLApi");

  private final ObjectNode template;
  private final SamStack stack;

  private SamTransform(ObjectNode template, Map<String, String> parameters) {
    this.template = template.deepCopy();
    this.stack = new SamStack(new Findings(), parameters(this.template, parameters));
  }

  /// Whether the template asks for this transform, alone or among others.
  public static boolean appliesTo(ObjectNode template) {
    JsonNode transform = template.path("Transform");
    return transform.isArray()
        ? transform.valueStream().anyMatch(name -> name.asString("").equals(NAME))
        : transform.asString("").equals(NAME);
  }

  /// @param template for which [#appliesTo] holds; it stays as it is
  /// @param parameters the values given; the template's defaults stand for the rest
  public static Expansion expand(ObjectNode template, Map<String, String> parameters) {
    return new SamTransform(template, parameters).expand();
  }

  private static Map<String, String> parameters(ObjectNode template, Map<String, String> given) {
    var values = new LinkedHashMap<String, String>();
    template
        .path("Parameters")
        .properties()
        .forEach(entry -> {
          JsonNode usual = entry.getValue().path("Default");
          if (!usual.isMissingNode()) {
            values.put(entry.getKey(), usual.asString(""));
          }
        });
    values.putAll(given);
    return values;
  }

  private Expansion expand() {
    removeTransform();
    Globals globals = Globals.of(template.path("Globals"), stack.findings());
    template.remove("Globals");
    if (!(template.path("Resources") instanceof ObjectNode declared)) {
      return finished();
    }
    declared.forEachEntry((logicalId, resource) -> read(logicalId, resource, globals));
    stack.addImplicitApi(globals);
    new HttpApiEvents(stack).attach();
    expand(declared);
    new Connectors(stack).expand();
    template.set("Resources", new SamReferences(stack).rewritten(stack.made()));
    if (!stack.conditions().isEmpty()) {
      template.withObjectProperty("Conditions").setAll(stack.conditions());
    }
    for (String section : Set.of("Outputs", "Conditions")) {
      if (template.path(section) instanceof ObjectNode present) {
        template.set(section, new SamReferences(stack).rewritten(present));
      }
    }
    return finished();
  }

  private Expansion finished() {
    return new Expansion(template, stack.findings().faults(), stack.findings().notices());
  }

  private void removeTransform() {
    JsonNode transform = template.path("Transform");
    if (!transform.isArray() || transform.size() == 1) {
      template.remove("Transform");
      return;
    }
    var others = template.putArray("Transform");
    transform.valueStream().filter(name -> !name.asString("").equals(NAME)).forEach(others::add);
  }

  private void read(String logicalId, JsonNode resource, Globals globals) {
    String type = resource.path("Type").asString("");
    if (resource instanceof ObjectNode object && type.startsWith(PREFIX)) {
      stack.add(SamResource.of(logicalId, type.substring(PREFIX.length()), object, globals));
    }
  }

  /// In the template's order, which decides about ports.
  private void expand(ObjectNode declared) {
    var left = new LinkedHashMap<>(stack.resources());
    declared.forEachEntry((logicalId, resource) -> {
      SamResource own = left.remove(logicalId);
      if (own != null) {
        expand(own);
      } else {
        if (resource instanceof ObjectNode object) {
          Connectors.lift(logicalId, object, stack);
        }
        stack.keep(logicalId, resource);
      }
    });
    left.values().forEach(this::expand);
  }

  private void expand(SamResource resource) {
    switch (resource.type()) {
      case "Function" -> new SamFunction(resource, stack).expand();
      case "HttpApi" -> new SamHttpApi(resource, stack).expand();
      case "SimpleTable" -> SamData.table(resource, stack);
      case "LayerVersion" -> SamData.layer(resource, stack);
      case "Connector" -> {} // After everything that it may connect.
      default -> {
        if (OTHER_APIS.contains(resource.type())) {
          stack
              .findings()
              .fault(
                  "is not run here: its doors and their locks are unknown",
                  "Resources",
                  resource.logicalId(),
                  "Type");
        } else {
          // Whoever runs the stack says what becomes of types that he does not know.
          stack.keep(resource.logicalId(), template.path("Resources").path(resource.logicalId()));
        }
      }
    }
  }
}
