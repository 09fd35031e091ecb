package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.document;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.mapOf;
import static dev.gatehouse.cloudformation.PropertySchema.number;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.only;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small world for templates: three resource types, one ignored type, an environment.
final class TestStacks {
  static final Environment ENVIRONMENT =
      Environment.of(
              new Region("eu-west-1"),
              new AccountId("123456789012"),
              "players",
              "arn:aws:cloudformation:eu-west-1:123456789012:stack/players/0a1b")
          .withSsmParameters(Map.of("/cdk-bootstrap/hnb659fds/version", "32", "/names", "a, b"))
          .withExports(Set.of("shared-table"));

  static final Map<String, String> IMPORTABLE = Map.of("shared-table", "table-7");

  static final ResourceCatalogue CATALOGUE =
      catalogue(
          new ResourceType("Test::Probe", structure().optional("Value", document()), Set.of()),
          new ResourceType(
              "Test::Table",
              structure().optional("Name", string()).optional("Value", document()),
              Set.of("Arn", "Stream.Label")),
          new ResourceType(
              "Test::Function",
              structure()
                  .required("Handler", string())
                  .required(
                      "Code",
                      structure().optional("S3Bucket", string()).optional("S3Key", string()))
                  .optional("Runtime", oneOf("java25", "provided.al2023"))
                  .optional("Timeout", integer())
                  .optional("Ratio", number())
                  .optional("Tracing", bool())
                  .optional("Snap", only(false))
                  .optional("Layers", listOf(string()))
                  .optional("Environment", structure().optional("Variables", mapOf(string())))
                  .optional(
                      "Cors",
                      structure()
                          .optional("AllowOrigins", listOf(string()))
                          .optional("MaxAge", integer()))
                  .optional("Policy", document())
                  .ignored("Tags", "tags open no door"),
              Set.of("Arn", "Url")));

  private TestStacks() {}

  private static ResourceCatalogue catalogue(ResourceType... types) {
    Map<String, ResourceType> byName =
        Stream.of(types).collect(Collectors.toMap(ResourceType::name, Function.identity()));
    return new ResourceCatalogue() {
      @Override
      public Optional<ResourceType> find(String type) {
        return Optional.ofNullable(byName.get(type));
      }

      @Override
      public boolean ignorable(String type) {
        return type.equals("AWS::CDK::Metadata");
      }

      @Override
      public boolean leftOut(String type) {
        return type.startsWith("Other::");
      }

      @Override
      public Set<String> names() {
        return byName.keySet();
      }
    };
  }

  static PlanResult check(String template) {
    return check(template, Map.of());
  }

  static PlanResult check(String template, Map<String, String> parameters) {
    return Plan.check(
        new StackTemplate(
            "players", Template.parse("players.json", template), AssetLocator.beside(null)),
        CATALOGUE,
        ENVIRONMENT,
        parameters);
  }

  static Plan plan(String template) {
    return plan(template, Map.of());
  }

  static Plan plan(String template, Map<String, String> parameters) {
    return switch (check(template, parameters)) {
      case Plan plan -> plan;
      case Faults faults -> throw new AssertionError(String.join("\n", faults.lines()));
    };
  }

  static List<String> faults(String template) {
    return faults(template, Map.of());
  }

  static List<String> faults(String template, Map<String, String> parameters) {
    return switch (check(template, parameters)) {
      case Plan _ -> List.of();
      case Faults faults -> faults.lines();
    };
  }

  /// A creator that hands out `ref-ID` and attributes `Name-of-ID`, and remembers what it was
  /// given.
  static final class RecordingCreator implements ResourceCreator {
    final List<ResolvedResource> seen = new ArrayList<>();

    @Override
    public CreatedResource create(ResolvedResource resource) {
      seen.add(resource);
      Map<String, String> attributes = new HashMap<>();
      CATALOGUE
          .find(resource.type())
          .orElseThrow()
          .attributes()
          .forEach(name -> attributes.put(name, name + "-of-" + resource.logicalId()));
      return new CreatedResource("ref-" + resource.logicalId(), attributes);
    }

    JsonNode properties(String logicalId) {
      return seen.stream()
          .filter(resource -> resource.logicalId().equals(logicalId))
          .findFirst()
          .orElseThrow()
          .properties();
    }
  }

  static RecordingCreator execute(Plan plan) {
    RecordingCreator creator = new RecordingCreator();
    plan.execute(creator, IMPORTABLE);
    return creator;
  }

  /// A template whose one interesting value stands at `Resources.Probe.Properties.Value`.
  static String around(String value) {
    return """
    {
      "Parameters": {
        "Stage": {"Type": "String", "Default": "dev"},
        "Zones": {"Type": "CommaDelimitedList", "Default": "x, y,z"}
      },
      "Mappings": {"Limits": {"dev": {"Memory": 128, "Hosts": ["a", "b"]}, "eu-west-1": {"Memory": "256"}}},
      "Conditions": {
        "IsDev": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
        "IsLive": {"Fn::Not": [{"Condition": "IsDev"}]}
      },
      "Resources": {
        "Probe": {"Type": "Test::Probe", "Properties": {"Value": %s}},
        "Players": {"Type": "Test::Table"},
        "LiveOnly": {"Type": "Test::Table", "Condition": "IsLive"},
        "Analytics": {"Type": "AWS::CDK::Metadata"}
      }
    }
    """
        .formatted(value);
  }

  static JsonNode json(String text) {
    return JsonMapper.shared()
        .readerFor(JsonNode.class)
        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .readValue(text);
  }
}
