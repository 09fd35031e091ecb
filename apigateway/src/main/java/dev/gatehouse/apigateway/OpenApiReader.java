package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.OpenApiDocument.BasePath;
import dev.gatehouse.apigateway.OpenApiDocument.Malformed;
import dev.gatehouse.apigateway.OpenApiDocument.Operation;
import dev.gatehouse.apigateway.OpenApiDocument.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a document from top to bottom, going on after each problem (http-api-open-api.html,
/// api-gateway-swagger-extensions.html).
final class OpenApiReader {
  static final String EXTENSION = "x-amazon-apigateway-";

  static final String ANY_METHOD = EXTENSION + "any-method";
  static final String INTEGRATION = EXTENSION + "integration";
  private static final String DEFAULT_PATH = "$default";
  private static final Pattern VERSION = Pattern.compile("3\\.0(\\.[0-9]{1,3})?");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch");
  private static final Set<String> PATH_ITEM_TEXTS =
      Set.of("summary", "description", "parameters", "servers");

  private static final Map<String, String> INFO =
      Map.of("title", "Name", "description", "Description", "version", "Version");

  /// Those that change nothing about an HTTP API's doors.
  private static final Set<String> HARMLESS =
      Set.of(
          EXTENSION + "cors",
          EXTENSION + "importexport-version",
          EXTENSION + "endpoint-configuration",
          EXTENSION + "tag-value");

  private final JsonNode document;
  private final BasePath basePath;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, ObjectNode> authorizers = new LinkedHashMap<>();
  private final OpenApiSecurity security;

  OpenApiReader(JsonNode document, BasePath basePath) {
    this.document = document;
    this.basePath = basePath;
    this.security =
        new OpenApiSecurity(document.path("components").path("securitySchemes"), this::problem);
  }

  OpenApiDocument read() throws Malformed {
    if (!VERSION.matcher(document.path("openapi").asString("")).matches()) {
      problem("openapi", "is not 3.0: HTTP APIs are imported from OpenAPI 3.0");
    }
    if (!document.path("security").isMissingNode()) {
      problem("security", "at the root is not supported: write it into each operation");
    }
    extensions("", document, HARMLESS);
    List<Operation> operations = operations(prefix());
    if (!problems.isEmpty()) {
      throw new Malformed(problems);
    }
    return new OpenApiDocument(api(), authorizers, operations, warnings);
  }

  private void problem(String place, String problem) {
    problems.add(new Problem(place, problem));
  }

  /// An extension that is not known might be a lock, a resource policy say.
  private void extensions(String place, JsonNode node, Set<String> known) {
    for (String name : node.propertyNames()) {
      if (name.startsWith(EXTENSION) && !known.contains(name)) {
        problem(place + name, "this extension is not supported for HTTP APIs");
      }
    }
  }

  private ObjectNode api() {
    ObjectNode api = JsonNodeFactory.instance.objectNode();
    document
        .path("info")
        .forEachEntry((name, value) -> {
          if (INFO.containsKey(name)) {
            api.set(INFO.get(name), value);
          }
        });
    JsonNode cors = document.path(EXTENSION + "cors");
    if (cors instanceof ObjectNode rules) {
      ObjectNode configuration = api.putObject("CorsConfiguration");
      rules.forEachEntry((name, value) -> configuration.set(OpenApiNames.capitalized(name), value));
    }
    for (JsonNode server : document.path("servers")) {
      JsonNode disabled =
          server.path(EXTENSION + "endpoint-configuration").path("disableExecuteApiEndpoint");
      if (!disabled.isMissingNode()) {
        api.set("DisableExecuteApiEndpoint", disabled);
      }
    }
    return api;
  }

  private List<Operation> operations(String prefix) {
    var operations = new ArrayList<Operation>();
    if (!(document.path("paths") instanceof ObjectNode paths)) {
      problem("paths", "is missing or not an object");
      return operations;
    }
    for (var path : paths.properties()) {
      String place = "paths." + path.getKey();
      if (!(path.getValue() instanceof ObjectNode item)) {
        problem(place, "is not an object");
        continue;
      }
      extensions(place + ".", item, Set.of(ANY_METHOD));
      for (var member : item.properties()) {
        String method = member.getKey();
        if (METHODS.contains(method) || method.equals(ANY_METHOD)) {
          operation(place + "." + method, path.getKey(), method, member.getValue(), prefix)
              .ifPresent(operations::add);
        } else if (!PATH_ITEM_TEXTS.contains(method) && !method.startsWith("x-")) {
          problem(place + "." + method, "is neither a method of HTTP APIs nor supported");
        }
      }
    }
    return operations;
  }

  private Optional<Operation> operation(
      String place, String path, String method, JsonNode operation, String prefix) {
    extensions(place + ".", operation, Set.of(INTEGRATION, EXTENSION + "auth"));
    JsonNode integration = integration(operation.path(INTEGRATION));
    if (!(integration instanceof ObjectNode described)) {
      warnings.add(place + " has no " + INTEGRATION + ", so there is no such route");
      return Optional.empty();
    }
    ObjectNode route = JsonNodeFactory.instance.objectNode();
    route.put("RouteKey", routeKey(place, path, method, operation, prefix));
    OpenApiSecurity.Use use = security.of(operation, place, route);
    use.authorizer().ifPresent(name -> authorizers.computeIfAbsent(name, security::authorizer));
    return Optional.of(
        new Operation(
            route,
            OpenApiNames.integration(
                described,
                name -> problem(place + "." + INTEGRATION + "." + name, "not supported")),
            use.authorizer()));
  }

  private String routeKey(
      String place, String path, String method, JsonNode operation, String prefix) {
    boolean defaultPath = path.equals(DEFAULT_PATH) || path.equals("/" + DEFAULT_PATH);
    boolean defaultRoute = operation.path("isDefaultRoute").asBoolean(false);
    if (defaultPath != defaultRoute) {
      problem(
          place + ".isDefaultRoute",
          "a route is the default one if its path is /$default and isDefaultRoute is true; only one"
              + " of the two holds");
    }
    if (defaultRoute) {
      return DEFAULT_PATH;
    }
    String verb = method.equals(ANY_METHOD) ? "ANY" : OpenApiNames.upper(method);
    return verb + " " + prefix + path;
  }

  /// Itself, or the shared one in `components` that it points to.
  private JsonNode integration(JsonNode integration) {
    String reference = integration.path("$ref").asString("");
    String shared = "#/components/" + EXTENSION + "integrations/";
    return reference.startsWith(shared)
        ? document
            .path("components")
            .path(EXTENSION + "integrations")
            .path(reference.substring(shared.length()))
        : integration;
  }

  /// The first server's path, its variables at their defaults.
  private String prefix() {
    if (basePath == BasePath.IGNORE) {
      return "";
    }
    JsonNode server = document.path("servers").path(0);
    String url = server.path("url").asString("");
    for (var variable : server.path("variables").properties()) {
      url =
          url.replace(
              "{" + variable.getKey() + "}", variable.getValue().path("default").asString(""));
    }
    String path = url.replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("/+$", "");
    if (!path.isEmpty() && !path.startsWith("/")) {
      problem("servers[0].url", "has no path to prepend: `" + url + "`");
    }
    return path;
  }
}
