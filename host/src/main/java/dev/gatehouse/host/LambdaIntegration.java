package dev.gatehouse.host;

import dev.gatehouse.apigateway.Integration;
import dev.gatehouse.apigateway.IntegrationRequest;
import dev.gatehouse.apigateway.IntegrationResult;
import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.Invoker;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// API Gateway invoking a function: as the service only if the function's resource policy lets this
/// route or authorizer in (http-api-troubleshooting-lambda.html), as a role only if the role may.
final class LambdaIntegration implements Integration {
  private final String functionArn;
  private final Map<String, ? extends Invoker> functions;
  private final GatewayIdentity identity;
  private final AccessCheck access;

  LambdaIntegration(
      String functionArn,
      Map<String, ? extends Invoker> functions,
      GatewayIdentity identity,
      AccessCheck access) {
    this.functionArn = functionArn;
    this.functions = functions;
    this.identity = identity;
    this.access = access;
  }

  @Override
  public IntegrationResult invoke(IntegrationRequest request) {
    Invoker function = functions.get(functionArn);
    if (function == null) {
      return new IntegrationResult.NotInvocable(functionArn + " is no function of this stack");
    }
    return switch (identity) {
      case GatewayIdentity.Impossible(var problem) -> new IntegrationResult.NotInvocable(problem);
      case GatewayIdentity.Known(var principal) -> invokeAs(principal, function, request);
    };
  }

  private IntegrationResult invokeAs(
      Principal principal, Invoker function, IntegrationRequest request) {
    var wanted =
        new AccessRequest(
            principal, "lambda:InvokeFunction", functionArn, context(principal, request));
    if (access.check(wanted) instanceof Decision.Refused(var reason, _)) {
      return new IntegrationResult.NotInvocable(reason.sentence());
    }
    var invocation =
        new Invocation(
            UUID.randomUUID().toString(),
            request.event(),
            functionArn,
            request.traceId(),
            null,
            request.requestId());
    return switch (function.invoke(invocation)) {
      case InvokeResult.Returned(var payload) -> new IntegrationResult.Answered(payload);
      case InvokeResult.Failed(var errorType, _) -> new IntegrationResult.FunctionError(errorType);
      case InvokeResult.Throttled(var reason) -> new IntegrationResult.Throttled(reason);
      case InvokeResult.RequestTooLarge() -> new IntegrationResult.TooLarge();
    };
  }

  /// A service says for whom it acts; a role's session acts for itself.
  private static Map<String, List<String>> context(
      Principal principal, IntegrationRequest request) {
    if (!(principal instanceof Principal.Service)) {
      return Map.of();
    }
    String sourceArn = request.sourceArn();
    String account = Arn.parse(sourceArn).map(Arn::account).orElse("");
    return Map.of("aws:SourceArn", List.of(sourceArn), "aws:SourceAccount", List.of(account));
  }
}
