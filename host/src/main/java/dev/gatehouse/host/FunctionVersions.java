package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.number;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.lambda.CodeFolder;
import dev.gatehouse.lambda.FunctionConfig;
import dev.gatehouse.lambda.FunctionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `AWS::Lambda::Version`, `Alias` and `LayerVersion`: what was published, and names for it. A
/// version is what its function was when the template first named it, and keeps its number.
final class FunctionVersions {
  /// @param other null for an alias of one version
  /// @param weight the other's share of the invocations
  record AliasConfig(
      FunctionConfig function, String name, String version, @Nullable String other, double weight) {
    String arn() {
      return function.arn() + ":" + name;
    }
  }

  /// Attribute of a version, for those who tell of it: [PublishedVersion]'s text.
  private static final String PUBLISHED = "Published";

  private record Expected(String logicalId, String property, String arn) {}

  private static final Pattern ALIAS = Pattern.compile("(?!\\d+$)[a-zA-Z0-9_-]{1,128}");

  private final StackContext stack;
  private final FunctionReference.Reader functions;
  private final List<FunctionConfig> versions = new ArrayList<>();
  private final Map<String, AliasConfig> aliases = new LinkedHashMap<>();
  private final Map<String, Path> layers = new LinkedHashMap<>();
  private final List<Expected> expected = new ArrayList<>();

  FunctionVersions(StackContext stack, FunctionReference.Reader functions) {
    this.stack = stack;
    this.functions = functions;
  }

  List<SupportedType> types() {
    return List.of(
        SupportedType.of(
            "AWS::Lambda::Version",
            structure()
                .required("FunctionName", string())
                .optional("CodeSha256", string())
                .optional("Description", string())
                .ignored("ProvisionedConcurrencyConfig", "environments start when needed")
                .ignored("RuntimePolicy", "functions run on this machine's interpreters"),
            Set.of("Version", "FunctionArn"),
            this::createVersion),
        SupportedType.of(
            "AWS::Lambda::Alias",
            structure()
                .required("FunctionName", string())
                .required("FunctionVersion", string())
                .required("Name", string())
                .optional("Description", string())
                .optional(
                    "RoutingConfig",
                    structure()
                        .required(
                            "AdditionalVersionWeights",
                            listOf(
                                structure()
                                    .required("FunctionVersion", string())
                                    .required("FunctionWeight", number()))))
                .ignored("ProvisionedConcurrencyConfig", "environments start when needed"),
            Set.of("AliasArn"),
            this::createAlias),
        SupportedType.of(
            "AWS::Lambda::LayerVersion",
            structure()
                .required(
                    "Content",
                    structure()
                        .optional("S3Bucket", string())
                        .required("S3Key", string())
                        .optional("S3ObjectVersion", string()))
                .optional("LayerName", string())
                .optional("Description", string())
                .optional("LicenseInfo", string())
                .optional("CompatibleRuntimes", listOf(string()))
                .optional("CompatibleArchitectures", listOf(string())),
            Set.of("LayerVersionArn"),
            this::createLayer));
  }

  // Versions

  /// A function's numbers go on where they stopped, also when no version is left.
  void remember(ResolvedResource function) {
    stack.number(function.logicalId(), function.type(), 0);
  }

  private CreatedResource createVersion(ResolvedResource resource) {
    FunctionConfig latest = functions.read(resource, "FunctionName").function();
    String published;
    FunctionConfig version;
    try {
      published =
          stack.remember(
              resource, "published " + latest.name(), () -> PublishedVersion.text(publish(latest)));
      version = PublishedVersion.of(published, latest, stack.published());
    } catch (FunctionException e) {
      throw Faults.at(resource, "FunctionName", String.valueOf(e.getMessage()));
    }
    versions.add(version);
    String arn = latest.arn() + ":" + version.version();
    return new CreatedResource(
        arn, Map.of("Version", version.version(), "FunctionArn", arn, PUBLISHED, published));
  }

  private FunctionConfig publish(FunctionConfig latest) {
    int number = stack.number(latest.logicalId(), "AWS::Lambda::Function", 1);
    return latest.published(Integer.toString(number), stack.published());
  }

  // Aliases

  private CreatedResource createAlias(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    FunctionConfig function = functions.read(resource, "FunctionName").function();
    String name = properties.path("Name").asString();
    if (!ALIAS.matcher(name).matches()) {
      throw Faults.at(
          resource, "Name", "`" + name + "` is not 1 to 128 letters, digits, - and _, or a number");
    }
    String version = properties.path("FunctionVersion").asString();
    JsonNode weights = properties.path("RoutingConfig").path("AdditionalVersionWeights");
    if (weights.size() > 1) {
      throw weights(resource, "an alias points to two versions at most");
    }
    String other = weights.isEmpty() ? null : weights.path(0).path("FunctionVersion").asString();
    double weight = weights.path(0).path("FunctionWeight").asDouble(0);
    if (weight < 0 || weight > 1) {
      throw weights(resource, "a weight is from 0 to 1");
    }
    if (other != null && (version + other).contains(FunctionConfig.LATEST)) {
      throw weights(resource, "$LATEST is not supported for an alias pointing to two versions");
    }
    if (version.equals(other)) {
      throw weights(resource, "the two versions are the same");
    }
    var alias = new AliasConfig(function, name, version, other, weight);
    if (aliases.put(alias.arn(), alias) != null) {
      throw Faults.at(resource, "Name", "the function has two aliases `" + name + "`");
    }
    expect(resource, "FunctionVersion", function.arn() + ":" + version);
    if (other != null) {
      expect(resource, "RoutingConfig.AdditionalVersionWeights", function.arn() + ":" + other);
    }
    return new CreatedResource(alias.arn(), Map.of("AliasArn", alias.arn()));
  }

  private static TemplateException weights(ResolvedResource resource, String problem) {
    return Faults.at(resource, "RoutingConfig.AdditionalVersionWeights", problem);
  }

  // Layers

  private CreatedResource createLayer(ResolvedResource resource) {
    Path content;
    try {
      content =
          CodeFolder.of(
              LambdaResources.asset(stack, resource, "Content").path(), stack.published());
    } catch (FunctionException e) {
      throw Faults.at(resource, "Content", String.valueOf(e.getMessage()));
    }
    stack.number(resource.logicalId(), resource.type(), 0);
    String name = stack.physicalName(resource, "LayerName", 140);
    // Another content or another text makes another version.
    String of = content.getFileName() + " " + resource.properties();
    String number =
        stack.remember(
            resource,
            "version of " + UUID.nameUUIDFromBytes(of.getBytes(UTF_8)),
            () -> Integer.toString(stack.number(resource.logicalId(), resource.type(), 1)));
    String arn = stack.arn("lambda", "layer:" + name + ":" + number).toString();
    layers.put(arn, content);
    return new CreatedResource(arn, Map.of("LayerVersionArn", arn));
  }

  /// The contents of a function's layers, in its order.
  List<Path> layers(ResolvedResource function) {
    var found = new ArrayList<Path>();
    for (JsonNode layer : function.properties().path("Layers")) {
      Path content = layers.get(layer.asString());
      if (content == null) {
        throw Faults.at(
            function,
            "Layers",
            "`%s` is no layer of this template, and layers of others cannot be fetched: make it an"
                    .formatted(layer.asString())
                + " AWS::Lambda::LayerVersion of its own");
      }
      found.add(content);
    }
    return found;
  }

  // All of them

  /// An ARN that must be a function's, a version's or an alias's once all resources are there.
  void expect(ResolvedResource resource, String property, String arn) {
    expected.add(new Expected(resource.logicalId(), property, arn));
  }

  boolean knows(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length <= 7
        || parts[7].equals(FunctionConfig.LATEST)
        || aliases.containsKey(arn)
        || versions.stream().anyMatch(each -> arn.equals(each.arn() + ":" + each.version()));
  }

  List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    for (Expected each : expected) {
      if (!knows(each.arn())) {
        faults.add(
            Faults.of(
                each.logicalId(),
                each.property(),
                "`" + each.arn() + "` is no version and no alias of this template"));
      }
    }
    for (FunctionConfig version : versions) {
      version
          .faults()
          .forEach(fault ->
              faults.add(Faults.of(version.logicalId(), fault.property(), fault.message())));
    }
    return List.copyOf(new LinkedHashSet<>(faults));
  }

  List<FunctionConfig> versions() {
    return versions;
  }

  List<AliasConfig> aliases() {
    return List.copyOf(aliases.values());
  }
}
