package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.OpenApiExport.Extent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a definition from top to bottom, members in the order of AWS's own exports.
final class OpenApiWriter {
  private static final String DEFAULT_PATH = "/" + RouteKey.DEFAULT;

  private final OpenApiExport export;
  private final HttpApiConfig api;
  private final @Nullable StageConfig stage;
  private final boolean extensions;
  private final List<RouteConfig> routes;
  private final OpenApiSchemes schemes;

  OpenApiWriter(OpenApiExport export, @Nullable StageConfig stage, Extent extent) {
    this.export = export;
    this.api = export.api();
    this.stage = stage;
    this.extensions = extent == Extent.WITH_EXTENSIONS;
    this.routes =
        api.routes().stream()
            .filter(route -> stage == null || stage.serves(RouteKey.parse(route.routeKey())))
            .toList();
    this.schemes = new OpenApiSchemes(routes, extensions);
  }

  ObjectNode write() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("openapi", "3.0.1");
    ObjectNode info = document.putObject("info").put("title", api.identity().name());
    if (export.description() != null) {
      info.put("description", export.description());
    }
    info.put("version", export.version());
    servers(document);
    tags(document);
    ObjectNode paths = document.putObject("paths");
    routes.forEach(route -> route(route, paths));
    ObjectNode schemes = this.schemes.all();
    if (!schemes.isEmpty()) {
      document.putObject("components").set("securitySchemes", schemes);
    }
    if (extensions) {
      if (api.cors() != null) {
        document.set(OpenApiReader.EXTENSION + "cors", cors(api.cors()));
      }
      document.put(OpenApiReader.EXTENSION + "importexport-version", "1.0");
    }
    return document;
  }

  private void servers(ObjectNode document) {
    ObjectNode server =
        document.putArray("servers").addObject().put("url", export.endpoint() + "/{basePath}");
    server
        .putObject("variables")
        .putObject("basePath")
        .put("default", stage == null || stage.isDefault() ? "" : stage.name());
    if (extensions && api.disableExecuteApiEndpoint()) {
      server
          .putObject(OpenApiReader.EXTENSION + "endpoint-configuration")
          .put("disableExecuteApiEndpoint", true);
    }
  }

  private void tags(ObjectNode document) {
    if (export.tags().isEmpty()) {
      return;
    }
    var tags = document.putArray("tags");
    export
        .tags()
        .forEach((name, value) -> {
          ObjectNode tag = tags.addObject().put("name", name);
          if (extensions) {
            tag.put(OpenApiReader.EXTENSION + "tag-value", value);
          }
        });
  }

  private void route(RouteConfig route, ObjectNode paths) {
    RouteKey key = RouteKey.parse(route.routeKey());
    if (key.method().equals(RouteKey.DEFAULT)) {
      // Without extensions there are no words for it.
      if (extensions) {
        paths.putObject(DEFAULT_PATH).set(OpenApiReader.ANY_METHOD, operation(route));
      }
      return;
    }
    ObjectNode item = paths.withObjectProperty(key.path());
    item.remove("parameters");
    methods(key).forEach(method -> item.set(method, operation(route)));
    parameters(key, item);
  }

  private List<String> methods(RouteKey key) {
    if (!key.method().equals(RouteKey.ANY)) {
      return List.of(key.method().toLowerCase(Locale.ROOT));
    }
    if (extensions) {
      return List.of(OpenApiReader.ANY_METHOD);
    }
    var taken =
        routes.stream()
            .map(route -> RouteKey.parse(route.routeKey()))
            .filter(other -> other.path().equals(key.path()))
            .map(RouteKey::method)
            .collect(Collectors.toSet());
    return RouteKey.METHODS.stream()
        .filter(method -> !taken.contains(method))
        .map(method -> method.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static void parameters(RouteKey key, ObjectNode item) {
    var names = new ArrayList<String>();
    for (RouteKey.Segment segment : key.segments()) {
      switch (segment) {
        case RouteKey.Segment.Literal _ -> {}
        case RouteKey.Segment.Variable(var name) -> names.add(name);
        case RouteKey.Segment.Greedy(var name) -> names.add(name + "+");
      }
    }
    if (names.isEmpty()) {
      return;
    }
    var parameters = item.putArray("parameters");
    for (String name : names) {
      parameters
          .addObject()
          .put("name", name)
          .put("in", "path")
          .put("description", "Generated path parameter for " + name)
          .put("required", true)
          .putObject("schema")
          .put("type", "string");
    }
  }

  private ObjectNode operation(RouteConfig route) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    if (route.routeKey().equals(RouteKey.DEFAULT)) {
      operation.put("isDefaultRoute", true);
    }
    operation
        .putObject("responses")
        .putObject("default")
        .put("description", "Default response for " + route.routeKey());
    schemes.require(route.authorization(), operation);
    if (extensions) {
      operation.set(OpenApiReader.INTEGRATION, integration(route.integration()));
    }
    return operation;
  }

  private static ObjectNode integration(IntegrationConfig config) {
    ObjectNode integration = JsonNodeFactory.instance.objectNode();
    switch (config) {
      case IntegrationConfig.LambdaProxy lambda -> {
        mapping(lambda.mapping(), integration);
        integration.put("payloadFormatVersion", lambda.payloadFormatVersion());
        integration.put("type", "aws_proxy").put("httpMethod", "POST");
        integration.put("uri", invocation(lambda.functionArn())).put("connectionType", "INTERNET");
        if (lambda.credentialsArn() != null) {
          integration.put("credentials", lambda.credentialsArn());
        }
        timeout(lambda.timeout(), integration);
      }
      case IntegrationConfig.HttpProxy proxy -> {
        mapping(proxy.mapping(), integration);
        integration.put("payloadFormatVersion", "1.0");
        integration.put("type", "http_proxy").put("httpMethod", proxy.method());
        integration.put("uri", proxy.uri()).put("connectionType", "INTERNET");
        timeout(proxy.timeout(), integration);
      }
      case IntegrationConfig.Unsupported(_, var type) ->
          throw new IllegalArgumentException("checked before: " + type + " is not supported");
    }
    return integration;
  }

  private static void timeout(Duration timeout, ObjectNode integration) {
    if (!timeout.equals(IntegrationConfig.MAX_TIMEOUT)) {
      integration.put("timeoutInMillis", timeout.toMillis());
    }
  }

  /// As API Gateway writes a function.
  private static String invocation(String functionArn) {
    String[] parts = functionArn.split(":", 5);
    return parts.length < 5
        ? functionArn
        : "arn:%s:apigateway:%s:lambda:path/2015-03-31/functions/%s/invocations"
            .formatted(parts[1], parts[3], functionArn);
  }

  private static void mapping(ParameterMapping mapping, ObjectNode integration) {
    if (!mapping.request().isEmpty()) {
      mapping.request().forEach(integration.putObject("requestParameters")::put);
    }
    if (!mapping.responses().isEmpty()) {
      ObjectNode byStatus = integration.putObject("responseParameters");
      mapping
          .responses()
          .forEach((status, changes) -> changes.forEach(byStatus.putObject(status)::put));
    }
  }

  private static ObjectNode cors(CorsConfig config) {
    ObjectNode cors = JsonNodeFactory.instance.objectNode();
    texts("allowMethods", config.allowMethods(), cors);
    texts("allowHeaders", config.allowHeaders(), cors);
    texts("exposeHeaders", config.exposeHeaders(), cors);
    cors.put("maxAge", config.maxAge() == null ? 0 : config.maxAge().toSeconds());
    cors.put("allowCredentials", config.allowCredentials());
    texts("allowOrigins", config.allowOrigins(), cors);
    return cors;
  }

  private static void texts(String name, List<String> texts, ObjectNode to) {
    if (!texts.isEmpty()) {
      texts.forEach(to.putArray(name)::add);
    }
  }
}
