package dev.gatehouse.apigateway;

import java.time.Duration;
import java.util.function.BiConsumer;

/// Finds what AWS would not take in a Lambda authorizer (http-api-lambda-authorizer.html,
/// API_CreateAuthorizer).
///
/// @param fault told of a property and its problem
record LambdaAuthorizerCheck(LambdaAuthorizerConfig config, BiConsumer<String, String> fault) {
  private static final Duration MAX_TTL = Duration.ofHours(1);

  void run() {
    if (!FunctionUri.invocation(config.uri())) {
      fault.accept(
          "AuthorizerUri",
          "should be arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations");
    }
    String version = config.payloadFormatVersion();
    if (PayloadFormat.named(version).isEmpty()) {
      fault.accept(
          "AuthorizerPayloadFormatVersion",
          "should be 1.0 or 2.0, " + (version.isEmpty() ? "it is missing" : "it is " + version));
    }
    if (config.simpleResponses() && version.equals("1.0")) {
      fault.accept("EnableSimpleResponses", "is for payload format 2.0 only");
    }
    for (String source : config.identitySources()) {
      if (IdentitySource.parse(source).isEmpty()) {
        fault.accept(
            "IdentitySource",
            source
                + " should be $request.header.NAME, $request.querystring.NAME,"
                + " $stageVariables.NAME or $context.NAME of a variable that is known before"
                + " authorization");
      }
    }
    if (config.ttl().isNegative() || config.ttl().compareTo(MAX_TTL) > 0) {
      fault.accept("AuthorizerResultTtlInSeconds", "should be from 0 to 3600");
    }
    if (config.identitySources().isEmpty() && !config.ttl().isZero()) {
      fault.accept(
          "AuthorizerResultTtlInSeconds",
          "keeps answers by identity sources, and there are none: name one, or set 0");
    }
    if (config.credentialsArn() != null && !RoleArn.matches(config.credentialsArn())) {
      fault.accept("AuthorizerCredentialsArn", RoleArn.EXPECTED);
    }
  }
}
