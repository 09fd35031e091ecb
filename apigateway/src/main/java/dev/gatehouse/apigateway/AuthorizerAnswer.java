package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.PolicyReader.Reading;
import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.http.Body;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a Lambda authorizer's function says of a guest (http-api-lambda-authorizer.html, Lambda
/// authorizer response format).
sealed interface AuthorizerAnswer {
  /// `isAuthorized`: the same for every route.
  record Simple(boolean authorized, AuthorizerContext.Lambda guest) implements AuthorizerAnswer {}

  /// A policy, to be asked about each route.
  record Policy(AccessCheck policy, AuthorizerContext.Lambda guest) implements AuthorizerAnswer {}

  /// @param problem what was expected and what was found, without the function's words
  record Malformed(String problem) implements AuthorizerAnswer {}

  /// Reads by the format that the authorizer is configured for, and no other.
  static AuthorizerAnswer read(Body payload, LambdaAuthorizerConfig config, PolicyReader policies) {
    JsonNode answer;
    try {
      answer = FunctionAnswer.parse(payload);
    } catch (JacksonException _) {
      return new Malformed("is not JSON");
    }
    if (!(answer instanceof ObjectNode object)) {
      return new Malformed("should be an object, it is " + FunctionAnswer.shown(answer));
    }
    JsonNode context = object.path("context");
    if (!context.isMissingNode() && !context.isNull() && !context.isObject()) {
      return new Malformed(
          "should have an object as its context, it is " + FunctionAnswer.shown(context));
    }
    Optional<ObjectNode> said =
        context instanceof ObjectNode words ? Optional.of(words) : Optional.empty();
    if (config.payloadFormatVersion().equals("1.0")) {
      Optional<String> fault = said.flatMap(AuthorizerAnswer::faultOfFlatContext);
      if (fault.isPresent()) {
        return new Malformed(fault.get());
      }
    }
    return config.simpleResponses() ? simple(object, said) : policy(object, said, policies);
  }

  /// `claims` is a token's (http-api-lambda-authorizer.html); only values without members fit into
  /// `$context.authorizer.NAME`, as in REST APIs (api-gateway-lambda-authorizer-output.html).
  private static Optional<String> faultOfFlatContext(ObjectNode context) {
    if (context.has("claims")) {
      return Optional.of(
          "may not have `claims` in its context: the name is reserved in format 1.0");
    }
    return context.properties().stream()
        .filter(entry -> entry.getValue().isContainer())
        .findFirst()
        .map(_ -> "may have texts, numbers and booleans only in its context in format 1.0");
  }

  private static AuthorizerAnswer simple(ObjectNode answer, Optional<ObjectNode> context) {
    JsonNode authorized = answer.path("isAuthorized");
    if (!authorized.isBoolean()) {
      return new Malformed(
          "should have isAuthorized, true or false, as EnableSimpleResponses is true; it is "
              + found(authorized));
    }
    return new Simple(
        authorized.booleanValue(), new AuthorizerContext.Lambda(Optional.empty(), context));
  }

  private static AuthorizerAnswer policy(
      ObjectNode answer, Optional<ObjectNode> context, PolicyReader policies) {
    if (answer.has("isAuthorized") && !answer.has("policyDocument")) {
      return new Malformed(
          "has isAuthorized, but simple responses are not enabled: set EnableSimpleResponses to"
              + " true (with payload format 2.0), or answer a policyDocument");
    }
    JsonNode principalId = answer.path("principalId");
    if (!principalId.isString() || principalId.stringValue().isEmpty()) {
      return new Malformed("should have a principalId, a text; it is " + found(principalId));
    }
    JsonNode document = answer.path("policyDocument");
    if (!document.isObject()) {
      return new Malformed("should have a policyDocument, an object; it is " + found(document));
    }
    return switch (policies.read(document)) {
      case Reading.Understood(var policy) ->
          new Policy(
              policy,
              new AuthorizerContext.Lambda(Optional.of(principalId.stringValue()), context));
      case Reading.Faulty(var faults) ->
          new Malformed("has a policyDocument with faults: " + String.join("; ", faults));
    };
  }

  private static String found(JsonNode node) {
    return node.isMissingNode() ? "missing" : FunctionAnswer.shown(node);
  }
}
