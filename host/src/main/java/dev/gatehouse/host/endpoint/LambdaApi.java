package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.iam.LambdaPermission;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lambda's API: functions, their URLs, policies, versions and aliases, streamed invocations.
final class LambdaApi {
  private static final ServiceModel MODEL =
      ServiceModel.rest("lambda", "lambda", "ValidationException");

  private final Inventory inventory;

  LambdaApi(Inventory inventory) {
    this.inventory = inventory;
  }

  static ModelledService of(
      Inventory inventory, Changes changes, Invocables functions, InstantSource clock) {
    var lambda = new LambdaApi(inventory);
    var operations = new ArrayList<>(lambda.reading());
    operations.add(Invocations.operation(inventory, functions, clock));
    operations.add(StreamedInvocation.of(inventory, functions.targets()));
    operations.addAll(new LambdaChanges(lambda, inventory, changes).operations());
    operations.addAll(new FunctionChanges(lambda, inventory, changes).operations());
    return new ModelledService(MODEL, operations);
  }

  private List<Operation> reading() {
    return List.of(
        Operation.reading("ListFunctions", on("ListFunctions", _ -> "*"), this::listFunctions),
        onFunction("GetFunction", this::getFunction),
        onFunction("GetFunctionConfiguration", this::getConfiguration),
        onFunction("GetFunctionConcurrency", this::getConcurrency),
        onFunction("GetFunctionUrlConfig", this::getUrl),
        onFunction("ListFunctionUrlConfigs", this::listUrls),
        onFunction("GetPolicy", this::getPolicy),
        onFunction("ListVersionsByFunction", this::listVersions),
        onFunction("ListAliases", this::listAliases),
        onFunction("GetAlias", this::getAlias));
  }

  private Operation onFunction(String name, Operation.Reader reader) {
    return Operation.reading(
        name, on(name, input -> FunctionReference.of(input, inventory).arn(inventory)), reader);
  }

  private Function<Input, List<Permission>> on(String name, Function<Input, String> resource) {
    return input -> List.of(new Permission("lambda:" + name, resource.apply(input)));
  }

  // Functions

  private ObjectNode listFunctions(Input input) {
    boolean all = input.find("FunctionVersion").filter("ALL"::equals).isPresent();
    var configurations = new ArrayList<ObjectNode>();
    for (var function : inventory.of("AWS::Lambda::Function")) {
      configurations.addAll(all ? versions(function) : List.of(configuration(function)));
    }
    return paged(input, "Functions", "ListFunctions " + all, 10_000, configurations);
  }

  private ObjectNode getFunction(Input input) {
    var function = function(input);
    var answer = Json.STRICT.createObjectNode();
    answer.set("Configuration", version(function, input));
    answer.putObject("Code").put("RepositoryType", "S3");
    if (function.properties().has("ReservedConcurrentExecutions")) {
      answer.set("Concurrency", concurrency(function));
    }
    return answer;
  }

  private ObjectNode getConfiguration(Input input) {
    return version(function(input), input);
  }

  private ObjectNode getConcurrency(Input input) {
    return concurrency(function(input));
  }

  private static ObjectNode concurrency(Deployed function) {
    var answer = Json.STRICT.createObjectNode();
    Shapes.copy(function.properties(), answer, "ReservedConcurrentExecutions");
    return answer;
  }

  Deployed function(Input input) {
    var reference = FunctionReference.of(input, inventory);
    return inventory
        .find("AWS::Lambda::Function", reference.name())
        .orElseThrow(() -> FunctionReference.notFound(reference.arn(inventory)));
  }

  ObjectNode configuration(Deployed function) {
    return FunctionDescription.of(function, arn(function))
        .put("RevisionId", revision(function, ""));
  }

  String arn(Deployed function) {
    return inventory.arn("lambda", "function:" + function.id());
  }

  /// Of the function and its policy: a change of either is a new revision.
  ///
  /// @param behind `:live` say
  String revision(Deployed function, String behind) {
    String text =
        FunctionDescription.revision(function)
            + LambdaPermission.policy(
                arn(function),
                permissions(function, behind).stream()
                    .map(FunctionDescription::permission)
                    .toList());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// The version that the qualifier names, directly or by an alias.
  private ObjectNode version(Deployed function, Input input) {
    var reference = FunctionReference.of(input, inventory);
    String arn = reference.arn(inventory);
    if (reference.qualifier().isEmpty()) {
      return configuration(function);
    }
    String wanted =
        aliases(function).stream()
            .filter(alias -> alias.path("Name").asString().equals(reference.qualifier()))
            .map(alias -> alias.path("FunctionVersion").asString())
            .findFirst()
            .orElse(reference.qualifier());
    return versions(function).stream()
        .filter(version -> version.path("Version").asString().equals(wanted))
        .findFirst()
        .map(version -> version.put("FunctionArn", arn))
        .orElseThrow(() -> FunctionReference.notFound(arn));
  }

  // Versions and aliases

  private ObjectNode listVersions(Input input) {
    var function = function(input);
    return paged(
        input, "Versions", "ListVersionsByFunction " + function.id(), 10_000, versions(function));
  }

  /// `$LATEST` first, as ListVersionsByFunction has it.
  List<ObjectNode> versions(Deployed function) {
    var versions = new ArrayList<ObjectNode>();
    String arn = inventory.arn("lambda", "function:" + function.id());
    versions.add(configuration(function).put("FunctionArn", arn + ":$LATEST"));
    for (var version : partsOf("AWS::Lambda::Version", function)) {
      versions.add(version(function, version));
    }
    return versions;
  }

  ObjectNode version(Deployed function, Deployed version) {
    String number = version.attributes().getOrDefault("Version", "");
    return FunctionDescription.published(
            configuration(function), version.attributes().getOrDefault("Published", "{}"))
        .put("FunctionArn", arn(function) + ":" + number)
        .put("Version", number)
        .put("Description", version.text("Description"))
        .put("LastModified", FunctionDescription.time(version.created()))
        .put("RevisionId", FunctionDescription.revision(version));
  }

  private ObjectNode listAliases(Input input) {
    var function = function(input);
    String version = input.find("FunctionVersion").orElse("");
    var aliases =
        aliases(function).stream()
            .filter(alias ->
                version.isEmpty() || alias.path("FunctionVersion").asString().equals(version))
            .toList();
    return paged(input, "Aliases", "ListAliases " + function.id() + version, 10_000, aliases);
  }

  private ObjectNode getAlias(Input input) {
    var function = function(input);
    String name = input.text("Name");
    return alias(function, name)
        .map(alias -> alias(function, alias))
        .orElseThrow(() -> noAlias(arn(function) + ":" + name));
  }

  static AwsError noAlias(String arn) {
    return AwsError.of(404, "ResourceNotFoundException", "Cannot find alias arn: " + arn)
        .with("Type", "User");
  }

  Optional<Deployed> alias(Deployed function, String name) {
    return partsOf("AWS::Lambda::Alias", function).stream()
        .filter(alias -> alias.text("Name").equals(name))
        .findFirst();
  }

  private List<ObjectNode> aliases(Deployed function) {
    return partsOf("AWS::Lambda::Alias", function).stream()
        .map(alias -> alias(function, alias))
        .toList();
  }

  ObjectNode alias(Deployed function, Deployed alias) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("AliasArn", arn(function) + ":" + alias.text("Name"));
    Shapes.copy(alias.properties(), shown, "Name", "FunctionVersion");
    shown.put("Description", alias.text("Description"));
    JsonNode weights = alias.property("RoutingConfig").path("AdditionalVersionWeights").path(0);
    if (weights.has("FunctionVersion")) {
      shown
          .putObject("RoutingConfig")
          .putObject("AdditionalVersionWeights")
          .put(
              weights.path("FunctionVersion").asString(),
              weights.path("FunctionWeight").asDouble());
    }
    return shown.put("RevisionId", FunctionDescription.revision(alias));
  }

  // URLs and policies

  private ObjectNode getUrl(Input input) {
    var function = function(input);
    String arn = FunctionReference.of(input, inventory).arn(inventory);
    return urls(function).stream()
        .filter(url -> url.path("FunctionArn").asString().equals(arn))
        .findFirst()
        .orElseThrow(LambdaApi::noSuchResource);
  }

  private ObjectNode listUrls(Input input) {
    var function = function(input);
    return paged(
        input, "FunctionUrlConfigs", "ListFunctionUrlConfigs " + function.id(), 50, urls(function));
  }

  private List<ObjectNode> urls(Deployed function) {
    return urlsOf(function).stream().map(FunctionDescription::url).toList();
  }

  /// Its own and those of its aliases.
  List<Deployed> urlsOf(Deployed function) {
    String arn = arn(function);
    return inventory.of("AWS::Lambda::Url").stream()
        .filter(url -> (url.attribute("FunctionArn") + ":").startsWith(arn + ":"))
        .toList();
  }

  private ObjectNode getPolicy(Input input) {
    var function = function(input);
    String arn = FunctionReference.of(input, inventory).arn(inventory);
    String qualifier = FunctionReference.of(input, inventory).qualifier();
    String behind = qualifier.isEmpty() ? "" : ":" + qualifier;
    var permissions =
        permissions(function, behind).stream().map(FunctionDescription::permission).toList();
    if (permissions.isEmpty()) {
      throw noSuchResource();
    }
    var answer = Json.STRICT.createObjectNode();
    answer.put("Policy", LambdaPermission.policy(arn, permissions).toString());
    return answer.put("RevisionId", revision(function, behind));
  }

  /// @param behind `:live` say
  List<Deployed> permissions(Deployed function, String behind) {
    return inventory.of("AWS::Lambda::Permission").stream()
        .filter(permission -> names(permission, function, behind))
        .toList();
  }

  static AwsError noSuchResource() {
    return AwsError.of(
            404, "ResourceNotFoundException", "The resource you requested does not exist.")
        .with("Type", "User");
  }

  List<Deployed> partsOf(String type, Deployed function) {
    return inventory.of(type).stream().filter(part -> names(part, function, "")).toList();
  }

  /// Templates name the function by its name or its ARN.
  ///
  /// @param behind `:live` say
  boolean names(Deployed part, Deployed function, String behind) {
    String named = part.text("FunctionName");
    return named.equals(function.id() + behind)
        || named.equals(inventory.arn("lambda", "function:" + function.id()) + behind);
  }

  // Shapes

  private static ObjectNode paged(
      Input input, String member, String list, int most, List<ObjectNode> all) {
    int size = input.number("MaxItems", 1, most, 50);
    var page =
        Page.of(
            all,
            list,
            size,
            input.find("Marker"),
            () ->
                AwsError.of(400, "InvalidParameterValueException", "Invalid Marker")
                    .with("Type", "User"));
    return Shapes.page(page, member, "NextMarker");
  }

  /// `amd64` and `aarch64` in Lambda's words.
  static String architecture() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return machine.equals("aarch64") ? "arm64" : "x86_64";
  }
}
