package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cli.export.Access;
import dev.gatehouse.cli.export.ClientFiles;
import dev.gatehouse.cli.export.Operations;
import dev.gatehouse.cli.export.SelfDescription;
import dev.gatehouse.cli.export.SelfDescription.Merged;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An HTTP API of the running stack, as ExportApi tells of it and as the functions behind it tell
/// of themselves.
final class ExportedApi {
  private static final Pattern FUNCTION = Pattern.compile(":function:([\\w-]+)(?::([\\w$-]+))?");

  private final RunningStack stack;
  private final ManagementApi management;
  private final JsonNode api;

  /// By function; what has no document of its own is asked once only.
  private final Map<String, Optional<ObjectNode>> documents = new HashMap<>();

  private ExportedApi(RunningStack stack, ManagementApi management, JsonNode api) {
    this.stack = stack;
    this.management = management;
    this.api = api;
  }

  /// @param named its name or id; null for the template's first
  /// @throws StartupException when there is no such API; those that there are are listed
  static ExportedApi find(RunningStack stack, Http http, @Nullable String named) {
    var management = new ManagementApi(stack, http);
    var names = new ArrayList<String>();
    for (JsonNode api : management.get("apigateway", "/v2/apis").path("items")) {
      names.add(api.path("name").asString(""));
      if (named == null
          || List.of(names.getLast(), api.path("apiId").asString("")).contains(named)) {
        return new ExportedApi(stack, management, api);
      }
    }
    throw new StartupException(
        "no HTTP API %sin stack %s; there are %s"
            .formatted(named == null ? "" : "called " + named + " ", stack.stack(), names));
  }

  /// What ExportApi answers, as it is.
  ///
  /// @param type `JSON` or `YAML`
  /// @param stage null for the latest configuration
  String text(String type, @Nullable String stage, boolean extensions) {
    String path =
        "/v2/apis/%s/exports/OAS30?includeExtensions=%s&outputType=%s%s"
            .formatted(
                id(),
                extensions,
                type,
                stage == null
                    ? ""
                    : "&stageName=" + URLEncoder.encode(stage, StandardCharsets.UTF_8));
    return management
        .find("apigateway", path)
        .orElseThrow(() -> new StartupException("API " + name() + " has no stage called " + stage));
  }

  ObjectNode definition(@Nullable String stage, boolean extensions) {
    return (ObjectNode) Json.STRICT.readTree(text("JSON", stage, extensions));
  }

  /// The definition with what the functions say of themselves.
  Merged merged(@Nullable String stage, boolean extensions) {
    ObjectNode whole = definition(stage, true);
    return SelfDescription.merge(
        extensions ? whole : definition(stage, false),
        (path, method) ->
            document(Operations.integrationUri(Operations.operation(whole, path, method))));
  }

  private Optional<ObjectNode> document(String integrationUri) {
    var function = FUNCTION.matcher(integrationUri);
    return function.find()
        ? documents.computeIfAbsent(
            function.group(), _ -> document(function.group(1), function.group(2)))
        : Optional.empty();
  }

  /// Through the function's URL, at this stack's own addresses only.
  private Optional<ObjectNode> document(String name, @Nullable String qualifier) {
    String path =
        "/2021-10-31/functions/%s/url%s"
            .formatted(
                name,
                qualifier == null
                    ? ""
                    : "?Qualifier=" + URLEncoder.encode(qualifier, StandardCharsets.UTF_8));
    return management
        .find("lambda", path)
        .map(answer -> Json.STRICT.readTree(answer).path("FunctionUrl").asString(""))
        .map(url -> KnownDoor.find(stack, "GET", url + "openapi.json").url())
        .map(management::visit)
        .filter(answer -> answer.statusCode() == 200)
        .flatMap(answer -> openApi(answer.body()));
  }

  private static Optional<ObjectNode> openApi(String text) {
    try {
      return Json.STRICT.readTree(text) instanceof ObjectNode document
              && document.path("openapi").asString("").startsWith("3.")
          ? Optional.of(document)
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// Whether a function behind it documents itself.
  boolean described() {
    return documents.values().stream().anyMatch(Optional::isPresent);
  }

  /// @param client null for none
  ClientFiles files(Merged merged, @Nullable ClientView client) {
    Map<String, String> environment = stack.environment();
    var access =
        new Access(
            baseUrl(),
            client,
            environment.getOrDefault("AWS_REGION", ""),
            environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
            environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
    return new ClientFiles(merged.definition(), described(), access);
  }

  /// The API's address, followed by a stage's name where there is no `$default`.
  private String baseUrl() {
    var stages = new ArrayList<String>();
    management
        .get("apigateway", "/v2/apis/" + id() + "/stages")
        .path("items")
        .forEach(stage -> stages.add(stage.path("stageName").asString("")));
    String endpoint = api.path("apiEndpoint").asString("");
    return stages.isEmpty() || stages.contains("$default")
        ? endpoint
        : endpoint + "/" + stages.getFirst();
  }

  String name() {
    return api.path("name").asString("");
  }

  private String id() {
    return api.path("apiId").asString("");
  }
}
