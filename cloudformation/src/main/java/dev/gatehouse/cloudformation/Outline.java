package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.sam.SamTransform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Everything that a template declares, of whatever types, for reading only: conditions are
/// decided, functions reduced, and what one resource takes from another is a name instead of an id
/// that nobody has made yet. What [Plan#check] refuses because it is not supported is in here.
///
/// @param resources those whose condition holds, in the order in which they would be created
/// @param exports what other stacks may import, by name
public record Outline(List<ResolvedResource> resources, Map<String, String> exports) {
  private static final Pattern IN_TEXT =
      Pattern.compile("\\$\\{[A-Za-z0-9]+\\.(?<attribute>[A-Za-z0-9.]+)\\}");
  private static final String IMPLICIT_API = "ServerlessRestApi";
  private static final String SAM = "AWS::Serverless::";

  /// What resources are called that do not exist.
  public interface Naming {
    String ref(ResolvedResource resource);

    String attribute(ResolvedResource resource, String name);
  }

  public Outline {
    resources = List.copyOf(resources);
    exports = Map.copyOf(exports);
  }

  /// @param imports what the stacks before export; what nobody exports has its own name as value
  /// @throws TemplateException if the template makes no sense, whoever would run it
  public static Outline of(
      StackTemplate stack,
      Environment environment,
      Map<String, String> parameters,
      Map<String, String> imports,
      Naming naming) {
    ObjectNode tree = expanded(stack.template().tree(), parameters);
    tree.remove(List.of("Rules", "Hooks", "Transform"));
    var seen = new Seen();
    seen.look(tree);
    var values = new HashMap<>(seen.imports);
    values.putAll(imports);
    PlanResult result =
        Plan.check(
            new StackTemplate(
                stack.name(),
                stack.template().transformed(tree),
                stack.assets(),
                stack.environment()),
            catalogue(tree, seen.attributes),
            environment.withSsmParameters(ssm(tree, environment)).withExports(values.keySet()),
            parameters);
    return switch (result) {
      case Faults faults -> throw new TemplateException(faults.all());
      case Plan plan -> {
        var resources = new ArrayList<ResolvedResource>();
        CreatedStack created =
            plan.execute(
                resource -> {
                  resources.add(resource);
                  var attributes = new HashMap<String, String>();
                  seen.attributes.forEach(
                      name -> attributes.put(name, naming.attribute(resource, name)));
                  return new CreatedResource(naming.ref(resource), attributes);
                },
                values);
        yield new Outline(resources, created.exports());
      }
    };
  }

  /// SAM's types become what they stand for; those that are not expanded stay.
  private static ObjectNode expanded(ObjectNode written, Map<String, String> parameters) {
    if (!SamTransform.appliesTo(written)) {
      return written;
    }
    var expansion = SamTransform.expand(written, parameters);
    if (expansion.faults().isEmpty()) {
      return expansion.template();
    }
    ObjectNode tree = expansion.template().deepCopy();
    // They may name what was not expanded, and say nothing about a door.
    tree.remove("Outputs");
    ObjectNode resources = tree.withObjectProperty("Resources");
    written
        .path("Resources")
        .properties()
        .forEach(resource -> {
          boolean isExpanded =
              resource.getValue().path("Type").asString("").equals(SAM + "Connector");
          if (!resources.has(resource.getKey()) && !isExpanded) {
            resources.set(resource.getKey(), resource.getValue().deepCopy());
          }
        });
    if (wantsImplicitApi(written) && !resources.has(IMPLICIT_API)) {
      resources.putObject(IMPLICIT_API).put("Type", SAM + "Api");
    }
    return tree;
  }

  private static boolean wantsImplicitApi(ObjectNode written) {
    for (JsonNode resource : written.path("Resources")) {
      for (JsonNode event : resource.path("Properties").path("Events")) {
        if (event.path("Type").asString("").equals("Api")
            && !event.path("Properties").has("RestApiId")) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, String> ssm(ObjectNode tree, Environment environment) {
    var values = new HashMap<String, String>();
    tree.path("Parameters")
        .properties()
        .forEach(parameter -> {
          String name = parameter.getValue().path("Default").asString("");
          if (parameter.getValue().path("Type").asString("").startsWith("AWS::SSM::")) {
            values.put(name, name);
          }
        });
    values.putAll(environment.ssmParameters());
    return values;
  }

  /// Knows every type of the template, with every property that it has there.
  private static ResourceCatalogue catalogue(ObjectNode tree, Set<String> attributes) {
    Map<String, PropertySchema.Structure> types = new LinkedHashMap<>();
    for (JsonNode resource : tree.path("Resources")) {
      var properties = new HashSet<String>();
      PropertySchema.Structure known =
          types.getOrDefault(resource.path("Type").asString(""), PropertySchema.structure());
      properties.addAll(resource.path("Properties").propertyNames());
      properties.removeAll(known.members().keySet());
      for (String property : properties) {
        known = known.optional(property, PropertySchema.document());
      }
      types.put(resource.path("Type").asString(""), known);
    }
    return new ResourceCatalogue() {
      @Override
      public Optional<ResourceType> find(String type) {
        PropertySchema.@Nullable Structure properties = types.get(type);
        return properties == null
            ? Optional.empty()
            : Optional.of(new ResourceType(type, properties, attributes));
      }

      @Override
      public boolean ignorable(String type) {
        return false;
      }

      @Override
      public boolean leftOut(String type) {
        return false;
      }

      @Override
      public Set<String> names() {
        return types.keySet();
      }
    };
  }

  /// What the template asks for, wherever it does.
  private static final class Seen {
    private final Set<String> attributes = new HashSet<>();
    private final Map<String, String> imports = new HashMap<>();

    private void look(JsonNode node) {
      switch (node) {
        case ObjectNode object -> {
          JsonNode attribute = object.path("Fn::GetAtt");
          if (attribute.isArray()) {
            attributes.add(attribute.path(1).asString(""));
          } else if (attribute.isString()) {
            String text = attribute.asString();
            attributes.add(text.substring(text.indexOf('.') + 1));
          }
          String imported = object.path("Fn::ImportValue").asString("");
          if (!imported.isEmpty()) {
            imports.put(imported, imported);
          }
          for (String name : List.copyOf(object.propertyNames())) {
            JsonNode member = object.path(name);
            if (member.isString() && member.asString().contains("{{resolve:")) {
              object.put(name, unresolved(member.asString()));
            }
            look(object.path(name));
          }
        }
        case ArrayNode array -> {
          for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isString() && array.get(i).asString().contains("{{resolve:")) {
              array.set(i, unresolved(array.get(i).asString()));
            }
            look(array.get(i));
          }
        }
        default -> {
          var inText = IN_TEXT.matcher(node.asString(""));
          while (inText.find()) {
            attributes.add(inText.group("attribute"));
          }
        }
      }
    }

    /// A dynamic reference stays a text: its value is of no interest here.
    private static String unresolved(String text) {
      return text.replace("{{resolve:", "{{unresolved:");
    }
  }
}
