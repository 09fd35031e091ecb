package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Editor.Edited;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lambda's operations that make, change and delete what belongs to functions: the statements of
/// their policies, their URLs, versions and aliases. An update changes what it mentions only.
final class LambdaChanges {
  private static final String PERMISSION = "AWS::Lambda::Permission";
  private static final String URL = "AWS::Lambda::Url";
  private static final String VERSION = "AWS::Lambda::Version";
  private static final String ALIAS = "AWS::Lambda::Alias";
  static final String LATEST = "$LATEST";

  private static final List<String> AUTH_TYPES = List.of("NONE", "AWS_IAM");
  private static final List<String> INVOKE_MODES = List.of("RESPONSE_STREAM", "BUFFERED");
  private static final Input.Shape STATEMENT_ID = new Input.Shape(1, 100, "([a-zA-Z0-9-_]+)");
  private static final Input.Shape ACTION =
      new Input.Shape(1, 256, "(lambda:[*]|lambda:[a-zA-Z]+|[*])");
  private static final Input.Shape PRINCIPAL = new Input.Shape(1, 2048, "[^\\s]+");
  private static final Input.Shape ALIAS_NAME =
      new Input.Shape(1, 128, "(?!^[0-9]+$)([a-zA-Z0-9-_]+)");

  private final LambdaApi lambda;
  private final Inventory inventory;
  private final Editor editor;

  LambdaChanges(LambdaApi lambda, Inventory inventory, Changes changes) {
    this.lambda = lambda;
    this.inventory = inventory;
    this.editor = editor(changes);
  }

  static Editor editor(Changes changes) {
    return new Editor(
        changes,
        "InvalidParameterValueException",
        resource ->
            conflict(
                "The operation cannot be performed at this time. An update is in progress for"
                    + " resource: "
                    + resource.attributes().getOrDefault("Arn", resource.id())));
  }

  List<Operation> operations() {
    return List.of(
        operation("AddPermission", this::grant, this::addPermission),
        operation("RemovePermission", this::grant, this::removePermission),
        operation("CreateFunctionUrlConfig", this::url, this::createUrl),
        operation("UpdateFunctionUrlConfig", this::url, this::updateUrl),
        operation("DeleteFunctionUrlConfig", this::url, this::deleteUrl),
        operation("PublishVersion", _ -> Map.of(), this::publishVersion),
        operation("CreateAlias", _ -> Map.of(), this::createAlias),
        operation("UpdateAlias", _ -> Map.of(), this::updateAlias),
        operation("DeleteAlias", _ -> Map.of(), this::deleteAlias));
  }

  /// @param context condition keys of the operation's own
  private Operation operation(
      String name,
      Function<Input, Map<String, List<String>>> context,
      Function<Input, HttpResponse> work) {
    return new Operation(
        name,
        (input, _) ->
            List.of(
                new Permission(
                    "lambda:" + name, reference(input).arn(inventory), context.apply(input))),
        (input, _) -> answer(work, input));
  }

  /// Every error but those of validation has a `Type`.
  static Answer answer(Function<Input, HttpResponse> work, Input input) {
    try {
      return new Answer.Raw(work.apply(input));
    } catch (AwsError e) {
      throw e.code().equals("ValidationException") ? e : e.with("Type", "User");
    }
  }

  private FunctionReference reference(Input input) {
    return FunctionReference.of(input, inventory);
  }

  static HttpResponse shown(int status, ObjectNode shown) {
    return HttpResponse.json(status, shown.toString());
  }

  static AwsError conflict(String message) {
    return AwsError.of(409, "ResourceConflictException", message);
  }

  static AwsError notFound(String message) {
    return AwsError.of(404, "ResourceNotFoundException", message);
  }

  static AwsError invalid(String message) {
    return AwsError.of(400, "InvalidParameterValueException", message);
  }

  /// A caller that says which revision it has seen changes no other.
  static void expectRevision(Input input, String revision, String operation) {
    if (input.find("RevisionId").filter(given -> !given.equals(revision)).isPresent()) {
      throw AwsError.of(
          412,
          "PreconditionFailedException",
          "The Revision Id provided does not match the latest Revision Id. Call the "
              + operation
              + " API to retrieve the latest Revision Id");
    }
  }

  /// The function, once its version or alias is known to be there.
  private Deployed qualified(Input input) {
    Deployed function = lambda.function(input);
    String qualifier = reference(input).qualifier();
    if (!qualifier.isEmpty() && !qualifier.equals(LATEST)) {
      expectVersionOrAlias(function, qualifier);
    }
    return function;
  }

  private void expectVersionOrAlias(Deployed function, String qualifier) {
    if (qualifier.matches("[0-9]+")) {
      expectVersion(function, qualifier);
    } else if (lambda.alias(function, qualifier).isEmpty()) {
      throw LambdaApi.noAlias(lambda.arn(function) + ":" + qualifier);
    }
  }

  private void expectVersion(Deployed function, String number) {
    boolean there =
        lambda.partsOf(VERSION, function).stream()
            .anyMatch(version -> version.attribute("Version").equals(number));
    if (!there && !number.equals(LATEST)) {
      throw FunctionReference.notFound(lambda.arn(function) + ":" + number);
    }
  }

  private static String behind(String qualifier) {
    return qualifier.isEmpty() ? "" : ":" + qualifier;
  }

  // Permissions

  /// Also of the statement that is to be removed.
  private Map<String, List<String>> grant(Input input) {
    var context = new LinkedHashMap<String, List<String>>();
    Optional<Deployed> known = input.has("Principal") ? Optional.empty() : statement(input);
    known
        .map(statement -> statement.text("Principal"))
        .or(() -> input.find("Principal"))
        .ifPresent(principal -> context.put("lambda:Principal", List.of(principal)));
    known
        .map(statement -> statement.text("FunctionUrlAuthType"))
        .filter(type -> !type.isEmpty())
        .or(() -> input.find("FunctionUrlAuthType"))
        .ifPresent(type -> context.put("lambda:FunctionUrlAuthType", List.of(type)));
    return context;
  }

  private Optional<Deployed> statement(Input input) {
    FunctionReference reference = reference(input);
    String id = input.text("StatementId");
    return inventory
        .find("AWS::Lambda::Function", reference.name())
        .flatMap(function ->
            lambda.permissions(function, behind(reference.qualifier())).stream()
                .filter(permission -> permission.id().equals(id))
                .findFirst());
  }

  private HttpResponse addPermission(Input input) {
    ObjectNode properties = Json.STRICT.createObjectNode();
    properties.put("Id", input.text("StatementId", STATEMENT_ID));
    properties.put("Action", input.text("Action", ACTION));
    properties.put("Principal", input.text("Principal", PRINCIPAL));
    input
        .find("FunctionUrlAuthType", AUTH_TYPES)
        .ifPresent(type -> properties.put("FunctionUrlAuthType", type));
    properties.setAll(
        input.members(
            Set.of(
                "StatementId",
                "Action",
                "Principal",
                "FunctionName",
                "Qualifier",
                "RevisionId",
                "FunctionUrlAuthType")));
    String qualifier = reference(input).qualifier();
    if (qualifier.equals(LATEST)) {
      throw invalid("We currently do not support adding policies for $LATEST.");
    }
    Deployed function = qualified(input);
    expectRevision(input, lambda.revision(function, behind(qualifier)), "GetFunction/GetAlias");
    if (statement(input).isPresent()) {
      throw conflict(
          ("The statement id (%s) provided already exists. Please provide a new statement id, or"
                  + " remove the existing statement.")
              .formatted(input.text("StatementId")));
    }
    String arn = reference(input).arn(inventory);
    properties.put("FunctionName", arn);
    Deployed made = editor.create(PERMISSION, properties).resource();
    var answer = Json.STRICT.createObjectNode();
    return shown(
        201,
        answer.put("Statement", FunctionDescription.permission(made).statement(arn).toString()));
  }

  private HttpResponse removePermission(Input input) {
    Deployed function = qualified(input);
    String behind = behind(reference(input).qualifier());
    if (lambda.permissions(function, behind).isEmpty()) {
      throw notFound("No policy is associated with the given resource.");
    }
    Deployed statement =
        statement(input)
            .orElseThrow(() ->
                notFound(
                    "Statement %s is not found in resource policy."
                        .formatted(input.text("StatementId"))));
    expectRevision(input, lambda.revision(function, behind), "GetFunction/GetAlias");
    editor.delete(List.of(statement));
    return HttpResponse.of(204);
  }

  // URLs

  private Map<String, List<String>> url(Input input) {
    var context = new LinkedHashMap<String, List<String>>();
    String arn = reference(input).arn(inventory);
    context.put("lambda:FunctionArn", List.of(arn));
    input
        .find("AuthType")
        .or(() -> urlOf(arn).map(url -> url.text("AuthType")))
        .ifPresent(type -> context.put("lambda:FunctionUrlAuthType", List.of(type)));
    return context;
  }

  private Optional<Deployed> urlOf(String arn) {
    return inventory.of(URL).stream()
        .filter(url -> url.attribute("FunctionArn").equals(arn))
        .findFirst();
  }

  private Deployed urlOf(Input input) {
    expectNoVersion(input);
    return urlOf(reference(input).arn(inventory)).orElseThrow(LambdaApi::noSuchResource);
  }

  /// URLs belong to functions and aliases.
  private static void expectNoVersion(Input input) {
    input.find("Qualifier", new Input.Shape(1, 128, "((?!^\\d+$)^[0-9a-zA-Z-_]+$)"));
  }

  private static void expectUrlWords(Input input) {
    input.find("AuthType", AUTH_TYPES);
    input.find("InvokeMode", INVOKE_MODES);
  }

  private HttpResponse createUrl(Input input) {
    expectNoVersion(input);
    input.text("AuthType");
    expectUrlWords(input);
    FunctionReference reference = reference(input);
    Deployed function =
        inventory
            .find("AWS::Lambda::Function", reference.name())
            .filter(found ->
                reference.qualifier().isEmpty()
                    || lambda.alias(found, reference.qualifier()).isPresent())
            .orElseThrow(() -> notFound("Function does not exist"));
    String arn = reference.arn(inventory);
    if (urlOf(arn).isPresent()) {
      throw conflict(
          "Failed to create function url config for [functionArn = "
              + arn
              + "]. Error message:  FunctionUrlConfig exists for this Lambda function");
    }
    ObjectNode properties = input.members(Set.of("FunctionName", "Qualifier"));
    properties.put("TargetFunctionArn", lambda.arn(function));
    if (!reference.qualifier().isEmpty()) {
      properties.put("Qualifier", reference.qualifier());
    }
    ObjectNode made = FunctionDescription.url(editor.create(URL, properties).resource());
    made.remove("LastModifiedTime");
    if (!input.has("InvokeMode")) {
      made.remove("InvokeMode");
    }
    return shown(201, made);
  }

  private HttpResponse updateUrl(Input input) {
    expectUrlWords(input);
    Deployed url = urlOf(input);
    ObjectNode properties = url.properties().deepCopy();
    properties.setAll(input.members(Set.of("FunctionName", "Qualifier")));
    if (properties.path("Cors").isEmpty()) {
      properties.remove("Cors");
    }
    return shown(200, FunctionDescription.url(editor.update(url, properties).resource()));
  }

  private HttpResponse deleteUrl(Input input) {
    editor.delete(List.of(urlOf(input)));
    return HttpResponse.of(204);
  }

  // Versions

  private HttpResponse publishVersion(Input input) {
    Deployed function = lambda.function(input);
    expectRevision(input, lambda.revision(function, ""), "GetFunction");
    input
        .find("CodeSha256")
        .ifPresent(given -> {
          String now = lambda.configuration(function).path("CodeSha256").asString("unknown here");
          if (!now.equals(given)) {
            throw invalid(
                ("CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try"
                        + " again with the CodeSHA256 in $LATEST.")
                    .formatted(given, now));
          }
        });
    return shown(201, publish(function, input.find("Description").orElse("")));
  }

  /// A function that has not changed since its last version gets no other.
  ObjectNode publish(Deployed function, String description) {
    Optional<Deployed> last =
        lambda.partsOf(VERSION, function).stream()
            .max((one, other) -> Integer.compare(number(one), number(other)));
    if (last.isPresent() && !last.get().created().isBefore(function.changed())) {
      return lambda.version(function, last.get());
    }
    ObjectNode properties = Json.STRICT.createObjectNode();
    properties.put("FunctionName", function.id());
    if (!description.isEmpty()) {
      properties.put("Description", description);
    }
    Edited made = editor.create(VERSION, properties);
    return new LambdaApi(made.inventory()).version(function, made.resource());
  }

  private static int number(Deployed version) {
    return Integer.parseInt(version.attribute("Version"));
  }

  // Aliases

  private HttpResponse createAlias(Input input) {
    String name = input.text("Name", ALIAS_NAME);
    String version = input.text("FunctionVersion");
    Deployed function = lambda.function(input);
    if (lambda.alias(function, name).isPresent()) {
      throw conflict("Alias already exists: " + lambda.arn(function) + ":" + name);
    }
    expectVersion(function, version);
    ObjectNode properties = Json.STRICT.createObjectNode();
    properties.put("FunctionName", function.id()).put("Name", name);
    return shown(201, put(function, properties, input, made -> editor.create(ALIAS, made)));
  }

  private HttpResponse updateAlias(Input input) {
    Deployed function = lambda.function(input);
    Deployed alias = alias(function, input);
    expectRevision(input, FunctionDescription.revision(alias), "GetAlias");
    input.find("FunctionVersion").ifPresent(version -> expectVersion(function, version));
    ObjectNode properties = alias.properties().deepCopy();
    return shown(200, put(function, properties, input, changed -> editor.update(alias, changed)));
  }

  private Deployed alias(Deployed function, Input input) {
    String name = input.text("Name", ALIAS_NAME);
    return lambda
        .alias(function, name)
        .orElseThrow(() -> notFound("Alias not found: " + lambda.arn(function) + ":" + name));
  }

  private ObjectNode put(
      Deployed function, ObjectNode properties, Input input, Function<ObjectNode, Edited> edit) {
    for (String name : List.of("FunctionVersion", "Description")) {
      input.find(name).ifPresent(value -> properties.put(name, value));
    }
    if (input.has("RoutingConfig")) {
      JsonNode weights = input.member("RoutingConfig").path("AdditionalVersionWeights");
      properties.remove("RoutingConfig");
      if (!weights.isEmpty()) {
        properties.set("RoutingConfig", routing(function, weights));
      }
    }
    Edited edited = edit.apply(properties);
    return new LambdaApi(edited.inventory()).alias(function, edited.resource());
  }

  /// As templates write it.
  private ObjectNode routing(Deployed function, JsonNode weights) {
    ObjectNode routing = Json.STRICT.createObjectNode();
    var list = routing.putArray("AdditionalVersionWeights");
    weights
        .properties()
        .forEach(weight -> {
          expectVersion(function, weight.getKey());
          ObjectNode one = list.addObject().put("FunctionVersion", weight.getKey());
          one.set("FunctionWeight", weight.getValue());
        });
    return routing;
  }

  /// With what is bound to it. An alias that is not there is as good as deleted.
  private HttpResponse deleteAlias(Input input) {
    Deployed function = lambda.function(input);
    String name = input.text("Name", ALIAS_NAME);
    lambda
        .alias(function, name)
        .ifPresent(alias -> {
          List<Deployed> all = new ArrayList<>(boundTo(function, name));
          all.add(alias);
          editor.delete(all);
        });
    return HttpResponse.of(204);
  }

  /// The policy and the URL of a version or an alias.
  private List<Deployed> boundTo(Deployed function, String qualifier) {
    var bound = new ArrayList<>(lambda.permissions(function, behind(qualifier)));
    urlOf(lambda.arn(function) + ":" + qualifier).ifPresent(bound::add);
    return bound;
  }
}
