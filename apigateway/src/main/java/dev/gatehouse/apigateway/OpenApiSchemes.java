package dev.gatehouse.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The locks of an API's routes as `security` and `components.securitySchemes`. Two authorizers of
/// one name stay two schemes: a route is never written with another's lock.
final class OpenApiSchemes {
  private final boolean extensions;
  private final Map<AuthorizerConfig, String> names = new LinkedHashMap<>();

  OpenApiSchemes(List<RouteConfig> routes, boolean extensions) {
    this.extensions = extensions;
    for (RouteConfig route : routes) {
      switch (route.authorization()) {
        case RouteAuthorization.Jwt(var authorizer, _) -> name(authorizer);
        case RouteAuthorization.Custom(var authorizer) -> name(authorizer);
        case RouteAuthorization.None _,
            RouteAuthorization.Iam _,
            RouteAuthorization.Unsupported _ -> {}
      }
    }
  }

  private void name(AuthorizerConfig authorizer) {
    if (!names.containsKey(authorizer)) {
      names.put(authorizer, free(authorizer.name()));
    }
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; names.containsValue(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  /// Writes what the route asks for into its operation.
  void require(RouteAuthorization authorization, ObjectNode operation) {
    switch (authorization) {
      case RouteAuthorization.None() -> {}
      case RouteAuthorization.Jwt(var authorizer, var scopes) ->
          scopes.forEach(
              operation.putArray("security").addObject().putArray(names.get(authorizer))::add);
      case RouteAuthorization.Custom(var authorizer) ->
          operation.putArray("security").addObject().putArray(names.get(authorizer));
      case RouteAuthorization.Iam() -> {
        if (extensions) {
          operation.putObject(OpenApiReader.EXTENSION + "auth").put("type", "AWS_IAM");
        }
      }
      case RouteAuthorization.Unsupported(var type) ->
          throw new IllegalArgumentException("checked before: " + type + " is not supported");
    }
  }

  ObjectNode all() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    names.forEach((authorizer, name) ->
        all.set(
            name,
            switch (authorizer) {
              case JwtAuthorizerConfig jwt -> jwt(jwt);
              case LambdaAuthorizerConfig function -> request(function);
            }));
    return all;
  }

  /// OpenAPI has no words for what a function judges by; the first identity source stands for it.
  private ObjectNode request(LambdaAuthorizerConfig config) {
    var source =
        config.identitySources().stream()
            .flatMap(each -> IdentitySource.parse(each).stream())
            .findFirst();
    boolean query =
        source.filter(found -> found.place() == IdentitySource.Place.QUERYSTRING).isPresent();
    ObjectNode scheme = JsonNodeFactory.instance.objectNode().put("type", "apiKey");
    scheme.put("name", source.map(IdentitySource::name).orElse("Unused"));
    scheme.put("in", query ? "query" : "header");
    if (extensions) {
      ObjectNode authorizer = scheme.putObject(OpenApiSecurity.AUTHORIZER);
      if (config.credentialsArn() != null) {
        authorizer.put("authorizerCredentials", config.credentialsArn());
      }
      authorizer.put("authorizerPayloadFormatVersion", config.payloadFormatVersion());
      authorizer.put("authorizerResultTtlInSeconds", config.ttl().toSeconds());
      authorizer.put("authorizerUri", config.uri());
      authorizer.put("enableSimpleResponses", config.simpleResponses());
      if (!config.identitySources().isEmpty()) {
        authorizer.put("identitySource", String.join(",", config.identitySources()));
      }
      authorizer.put("type", "request");
    }
    return scheme;
  }

  private ObjectNode jwt(JwtAuthorizerConfig config) {
    ObjectNode scheme = JsonNodeFactory.instance.objectNode().put("type", "oauth2");
    scheme.putObject("flows");
    if (extensions) {
      ObjectNode authorizer = scheme.putObject(OpenApiSecurity.AUTHORIZER);
      authorizer.put("identitySource", String.join(",", config.identitySources()));
      ObjectNode jwt = authorizer.putObject("jwtConfiguration");
      config.audiences().forEach(jwt.putArray("audience")::add);
      jwt.put("issuer", config.issuer());
      authorizer.put("type", "jwt");
    }
    return scheme;
  }
}
