package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An HTTP API as its OpenAPI 3.0 document describes it, in the terms of CloudFormation: what a
/// route or an authorizer may have is decided where those resources are read, not here.
///
/// @param api `Name`, `CorsConfiguration`… of `AWS::ApiGatewayV2::Api`, as far as the document
///   gives them
/// @param authorizers properties of `AWS::ApiGatewayV2::Authorizer` without `ApiId`, by the name of
///   the security scheme; only those that a route uses
/// @param warnings what AWS would pass over with a warning, none of it a lock
public record OpenApiDocument(
    ObjectNode api,
    Map<String, ObjectNode> authorizers,
    List<Operation> operations,
    List<String> warnings) {

  /// A route with its integration.
  ///
  /// @param route properties of `AWS::ApiGatewayV2::Route`, without `ApiId`, `Target` and
  ///   `AuthorizerId`
  /// @param integration properties of `AWS::ApiGatewayV2::Integration`, without `ApiId`
  /// @param authorizer the name of a security scheme, where the lock is an authorizer
  public record Operation(ObjectNode route, ObjectNode integration, Optional<String> authorizer) {
    public String routeKey() {
      return route.path("RouteKey").asString();
    }
  }

  /// What becomes of the path in the document's `servers`: `ignore` or `prepend` it.
  public enum BasePath {
    IGNORE,
    PREPEND
  }

  /// @param place within the document, `paths./players.get.security` say
  public record Problem(String place, String problem) {
    public Problem {
      requireNonNull(place, "place");
      requireNonNull(problem, "problem");
    }
  }

  /// The document is not one that AWS imports, or asks for a lock that would be lost.
  public static final class Malformed extends Exception {
    private final transient List<Problem> problems;

    Malformed(List<Problem> problems) {
      super(problems.toString());
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  public OpenApiDocument {
    requireNonNull(api, "api");
    authorizers = ordered(authorizers);
    operations = List.copyOf(operations);
    warnings = List.copyOf(warnings);
  }

  /// @throws Malformed with everything that is wrong
  public static OpenApiDocument read(JsonNode document, BasePath basePath) throws Malformed {
    return new OpenApiReader(document, basePath).read();
  }

  private static SequencedMap<String, ObjectNode> ordered(Map<String, ObjectNode> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
