package dev.gatehouse.apigateway;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an operation's `security` and `x-amazon-apigateway-auth` ask for. A lock that AWS would
/// drop with a warning is a problem here: the door would be open.
///
/// @param problem told of what is wrong, with its place in the document
record OpenApiSecurity(JsonNode schemes, BiConsumer<String, String> problem) {
  static final String AUTHORIZER = OpenApiReader.EXTENSION + "authorizer";
  private static final Set<String> AUTH_TYPES = Set.of("AWS_IAM", "NONE");

  /// @param authorizer the scheme's name; empty where the lock needs no authorizer
  record Use(Optional<String> authorizer) {
    static final Use NO_AUTHORIZER = new Use(Optional.empty());
  }

  /// Writes `AuthorizationType` and `AuthorizationScopes` into the route.
  Use of(JsonNode operation, String place, ObjectNode route) {
    JsonNode requirements = operation.path("security");
    JsonNode auth = operation.path(OpenApiReader.EXTENSION + "auth");
    if (!auth.isMissingNode()) {
      return auth(auth, !requirements.isMissingNode(), place, route);
    }
    if (requirements.isMissingNode() || (requirements.isArray() && requirements.isEmpty())) {
      route.put("AuthorizationType", "NONE");
      return Use.NO_AUTHORIZER;
    }
    if (requirements.size() != 1
        || !(requirements.path(0) instanceof ObjectNode requirement)
        || requirement.size() != 1) {
      return refused(place + ".security", "takes one requirement with one scheme");
    }
    String name = requirement.propertyNames().iterator().next();
    return scheme(name, requirement.path(name), place + ".security." + name, route);
  }

  private Use auth(JsonNode auth, boolean alsoSecurity, String place, ObjectNode route) {
    String type = OpenApiNames.upper(auth.path("type").asString(""));
    if (alsoSecurity) {
      return refused(
          place, "has both security and " + OpenApiReader.EXTENSION + "auth: one of them is lost");
    }
    if (!AUTH_TYPES.contains(type)) {
      return refused(place + "." + OpenApiReader.EXTENSION + "auth.type", "should be AWS_IAM");
    }
    route.put("AuthorizationType", type);
    return Use.NO_AUTHORIZER;
  }

  private Use scheme(String name, JsonNode scopes, String place, ObjectNode route) {
    JsonNode scheme = schemes.path(name);
    if (scheme.isMissingNode() && name.equals("NONE")) {
      // AWS SAM writes it where a route refuses the default authorizer.
      route.put("AuthorizationType", "NONE");
      return Use.NO_AUTHORIZER;
    }
    if (scheme.path(OpenApiReader.EXTENSION + "authtype").asString("").equals("awsSigv4")) {
      route.put("AuthorizationType", "AWS_IAM");
      return withoutScopes(scopes, place, Use.NO_AUTHORIZER);
    }
    return switch (scheme.path(AUTHORIZER).path("type").asString("")) {
      case "jwt" -> {
        route.put("AuthorizationType", "JWT");
        if (!scopes.isEmpty()) {
          route.set("AuthorizationScopes", scopes);
        }
        yield new Use(Optional.of(name));
      }
      case "request" -> {
        route.put("AuthorizationType", "CUSTOM");
        yield withoutScopes(scopes, place, new Use(Optional.of(name)));
      }
      default ->
          refused(
              place,
              scheme.isMissingNode()
                  ? "no such scheme in components.securitySchemes"
                  : "the scheme has no " + AUTHORIZER + " of type jwt or request");
    };
  }

  private Use withoutScopes(JsonNode scopes, String place, Use use) {
    return scopes.isEmpty() ? use : refused(place, "scopes are for JWT authorizers only");
  }

  private Use refused(String place, String sentence) {
    problem.accept(place, sentence);
    return Use.NO_AUTHORIZER;
  }

  /// Properties of `AWS::ApiGatewayV2::Authorizer`.
  ObjectNode authorizer(String name) {
    return OpenApiNames.authorizer(
        name,
        schemes.path(name).path(AUTHORIZER),
        member ->
            problem.accept(
                "components.securitySchemes." + name + "." + AUTHORIZER + "." + member,
                "not supported"));
  }
}
