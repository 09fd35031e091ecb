package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.LambdaChanges.LATEST;
import static dev.gatehouse.host.endpoint.LambdaChanges.conflict;
import static dev.gatehouse.host.endpoint.LambdaChanges.invalid;
import static dev.gatehouse.host.endpoint.LambdaChanges.notFound;
import static dev.gatehouse.host.endpoint.LambdaChanges.shown;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Editor.Edited;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lambda's operations that make, change and delete functions themselves: their configuration,
/// their code, how many may run, and how asynchronous invocations are handled.
final class FunctionChanges {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String EVENTS = "AWS::Lambda::EventInvokeConfig";

  /// gettingstarted-limits: 50 MB zipped, for direct upload.
  private static final int MAX_ZIP = 50 * 1024 * 1024;

  /// What an operation is told that is no property of the function.
  private static final Set<String> NO_PROPERTY =
      Set.of("FunctionName", "Qualifier", "RevisionId", "Code", "Publish", "KMSKeyArn");

  private final LambdaApi lambda;
  private final Inventory inventory;
  private final Changes changes;
  private final Editor editor;

  FunctionChanges(LambdaApi lambda, Inventory inventory, Changes changes) {
    this.lambda = lambda;
    this.inventory = inventory;
    this.changes = changes;
    this.editor = LambdaChanges.editor(changes);
  }

  List<Operation> operations() {
    return List.of(
        operation("CreateFunction", this::createFunction),
        operation("UpdateFunctionConfiguration", this::updateConfiguration),
        operation("UpdateFunctionCode", this::updateCode),
        operation("DeleteFunction", this::deleteFunction),
        operation("PutFunctionConcurrency", this::putConcurrency),
        operation("DeleteFunctionConcurrency", this::deleteConcurrency),
        operation("PutFunctionEventInvokeConfig", this::putEvents),
        operation("UpdateFunctionEventInvokeConfig", this::updateEvents),
        operation("GetFunctionEventInvokeConfig", this::getEvents),
        operation("DeleteFunctionEventInvokeConfig", this::deleteEvents));
  }

  private Operation operation(String name, Function<Input, HttpResponse> work) {
    return new Operation(
        name,
        (input, _) -> permissions(name, input),
        (input, _) -> LambdaChanges.answer(work, input));
  }

  /// Who gives a function a role must be allowed to pass it.
  private List<Permission> permissions(String name, Input input) {
    var permissions = new ArrayList<Permission>();
    List<String> layers = input.texts("Layers");
    permissions.add(
        new Permission(
            "lambda:" + name,
            reference(input).arn(inventory),
            layers.isEmpty() ? Map.of() : Map.of("lambda:Layer", layers)));
    input
        .find("Role")
        .ifPresent(role ->
            permissions.add(
                new Permission(
                    "iam:PassRole",
                    role,
                    Map.of("iam:PassedToService", List.of("lambda.amazonaws.com")))));
    return permissions;
  }

  private FunctionReference reference(Input input) {
    return FunctionReference.of(input, inventory);
  }

  // Functions

  private HttpResponse createFunction(Input input) {
    String name = reference(input).name();
    expectRole(input.text("Role"));
    if (inventory.find(FUNCTION, name).isPresent()) {
      throw conflict("Function already exist: " + name);
    }
    if (!(input.member("Code") instanceof ObjectNode code)) {
      throw input.refuse(
          "1 validation error detected: Value null at 'code' failed to satisfy constraint: Member"
              + " must not be null");
    }
    ObjectNode properties = configuration(input);
    properties.put("FunctionName", name);
    properties.set("Code", code(new Input(code, "ValidationException")));
    return shown(201, described(editor.create(FUNCTION, properties), input));
  }

  private HttpResponse updateConfiguration(Input input) {
    Deployed function = lambda.function(input);
    LambdaChanges.expectRevision(input, lambda.revision(function, ""), "GetFunction");
    input.find("Role").ifPresent(this::expectRole);
    ObjectNode properties = function.properties().deepCopy();
    properties.setAll(configuration(input));
    return shown(200, described(editor.update(function, properties), input));
  }

  private HttpResponse updateCode(Input input) {
    Deployed function = lambda.function(input);
    LambdaChanges.expectRevision(input, lambda.revision(function, ""), "GetFunction");
    if (input.flag("DryRun")) {
      throw invalid("DryRun is not supported here: nothing was done");
    }
    ObjectNode properties = function.properties().deepCopy();
    properties.set("Code", code(input));
    return shown(200, described(editor.update(function, properties), input));
  }

  /// Whether Lambda may take it on is for its trust policy to say, each time.
  private void expectRole(String arn) {
    if (inventory.of("AWS::IAM::Role").stream()
        .noneMatch(role -> role.attribute("Arn").equals(arn))) {
      throw invalid("The role defined for the function cannot be assumed by Lambda.");
    }
  }

  private static ObjectNode configuration(Input input) {
    ObjectNode properties = input.members(NO_PROPERTY);
    if (input.has("KMSKeyArn")) {
      properties.set("KmsKeyArn", input.member("KMSKeyArn"));
    }
    return properties;
  }

  private ObjectNode described(Edited edited, Input input) {
    var now = new LambdaApi(edited.inventory());
    return input.flag("Publish")
        ? new LambdaChanges(now, edited.inventory(), changes).publish(edited.resource(), "")
        : now.configuration(edited.resource());
  }

  /// What the function's `Code` then is.
  private ObjectNode code(Input input) {
    for (String elsewhere : List.of("S3Bucket", "S3Key", "S3ObjectVersion", "ImageUri")) {
      if (input.has(elsewhere)) {
        throw invalid(
            elsewhere + ": there is no S3 and no image registry here; send the code as a ZipFile");
      }
    }
    byte[] zip;
    try {
      zip = Base64.getDecoder().decode(input.text("ZipFile"));
    } catch (IllegalArgumentException notBase64) {
      throw AwsError.of(400, "SerializationException", "ZipFile is not Base64");
    }
    if (zip.length == 0) {
      throw invalid("Uploaded file must be a non-empty zip");
    }
    if (zip.length > MAX_ZIP) {
      throw AwsError.of(
          413, "RequestEntityTooLargeException", "A zip file of more than 50 MB cannot be sent");
    }
    try {
      return changes.keep(zip);
    } catch (Changes.Refused refused) {
      throw invalid(refused.faults().getFirst().problem());
    }
  }

  /// With all that is bound to it; with a qualifier, one version.
  private HttpResponse deleteFunction(Input input) {
    Deployed function = lambda.function(input);
    String qualifier = reference(input).qualifier();
    if (qualifier.isEmpty()) {
      List<Deployed> all = new ArrayList<>(lambda.urlsOf(function));
      for (String type :
          List.of(
              "AWS::Lambda::Permission", EVENTS, "AWS::Lambda::Alias", "AWS::Lambda::Version")) {
        inventory.of(type).stream().filter(part -> isOf(part, function)).forEach(all::add);
      }
      all.add(function);
      editor.delete(all);
    } else if (qualifier.equals(LATEST)) {
      throw invalid("$LATEST version cannot be deleted without deleting the function.");
    } else if (qualifier.matches("[0-9]+")) {
      deleteVersion(function, qualifier);
    } else {
      throw invalid("Deletion of aliases is not currently supported.");
    }
    return HttpResponse.of(204);
  }

  private void deleteVersion(Deployed function, String number) {
    List<String> aliases =
        lambda.partsOf("AWS::Lambda::Alias", function).stream()
            .filter(alias ->
                alias.text("FunctionVersion").equals(number)
                    || alias
                        .property("RoutingConfig")
                        .path("AdditionalVersionWeights")
                        .path(0)
                        .path("FunctionVersion")
                        .asString("")
                        .equals(number))
            .map(alias -> alias.text("Name"))
            .toList();
    if (!aliases.isEmpty()) {
      throw conflict(
          "Unable to delete version because the following aliases reference it: " + aliases);
    }
    List<Deployed> all = new ArrayList<>(lambda.permissions(function, ":" + number));
    events(function, number).ifPresent(all::add);
    lambda.partsOf("AWS::Lambda::Version", function).stream()
        .filter(version -> version.attribute("Version").equals(number))
        .forEach(all::add);
    editor.delete(all);
  }

  /// Whichever version or alias of it the part names.
  private boolean isOf(Deployed part, Deployed function) {
    String named = part.text("FunctionName") + ":";
    return named.startsWith(function.id() + ":") || named.startsWith(lambda.arn(function) + ":");
  }

  // Concurrency

  private HttpResponse putConcurrency(Input input) {
    Deployed function = lambda.function(input);
    ObjectNode properties = function.properties().deepCopy();
    properties.put(
        "ReservedConcurrentExecutions",
        input.number("ReservedConcurrentExecutions", 0, Integer.MAX_VALUE));
    Deployed now = editor.update(function, properties).resource();
    var answer = Json.STRICT.createObjectNode();
    Shapes.copy(now.properties(), answer, "ReservedConcurrentExecutions");
    return shown(200, answer);
  }

  private HttpResponse deleteConcurrency(Input input) {
    Deployed function = lambda.function(input);
    ObjectNode properties = function.properties().deepCopy();
    properties.remove("ReservedConcurrentExecutions");
    editor.update(function, properties);
    return HttpResponse.of(204);
  }

  // Asynchronous invocations

  private HttpResponse putEvents(Input input) {
    Deployed function = lambda.function(input);
    String qualifier = qualifier(input);
    ObjectNode properties = input.members(Set.of("FunctionName", "Qualifier"));
    Optional<Deployed> known = events(function, qualifier);
    if (known.isPresent()) {
      Shapes.copy(known.get().properties(), properties, "FunctionName", "Qualifier");
      return shown(200, events(editor.update(known.get(), properties).resource(), function));
    }
    properties.put("FunctionName", function.id()).put("Qualifier", qualifier);
    return shown(200, events(editor.create(EVENTS, properties).resource(), function));
  }

  /// Leaves what it does not mention.
  private HttpResponse updateEvents(Input input) {
    Deployed function = lambda.function(input);
    Deployed known = events(function, input);
    ObjectNode properties = known.properties().deepCopy();
    properties.setAll(input.members(Set.of("FunctionName", "Qualifier")));
    return shown(200, events(editor.update(known, properties).resource(), function));
  }

  private HttpResponse getEvents(Input input) {
    Deployed function = lambda.function(input);
    return shown(200, events(events(function, input), function));
  }

  private HttpResponse deleteEvents(Input input) {
    editor.delete(List.of(events(lambda.function(input), input)));
    return HttpResponse.of(204);
  }

  private String qualifier(Input input) {
    String given = reference(input).qualifier();
    return given.isEmpty() ? LATEST : given;
  }

  private Deployed events(Deployed function, Input input) {
    String qualifier = qualifier(input);
    return events(function, qualifier)
        .orElseThrow(() ->
            notFound(
                "The function %s:%s doesn't have an EventInvokeConfig"
                    .formatted(lambda.arn(function), qualifier)));
  }

  private Optional<Deployed> events(Deployed function, String qualifier) {
    return lambda.partsOf(EVENTS, function).stream()
        .filter(config -> config.text("Qualifier").equals(qualifier))
        .findFirst();
  }

  /// API_FunctionEventInvokeConfig.
  private ObjectNode events(Deployed config, Deployed function) {
    var shown = Json.STRICT.createObjectNode();
    Shapes.putEpochSeconds(shown, "LastModified", config.changed());
    shown.put("FunctionArn", lambda.arn(function) + ":" + config.text("Qualifier"));
    Shapes.copy(config.properties(), shown, "MaximumRetryAttempts", "MaximumEventAgeInSeconds");
    JsonNode destinations = config.property("DestinationConfig");
    ObjectNode both = shown.putObject("DestinationConfig");
    for (String kind : List.of("OnSuccess", "OnFailure")) {
      both.putObject(kind);
      Shapes.copy(destinations, both, kind);
    }
    return shown;
  }
}
