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
import java.util.regex.Pattern;

/// API Gateway invoking a function: as the service, so only if the function's resource policy lets
/// this route in (http-api-troubleshooting-lambda.html).
final class LambdaIntegration implements Integration {
  private static final Principal GATEWAY = new Principal.Service("apigateway.amazonaws.com");

  /// The long form that API Gateway also takes for a function's ARN.
  private static final Pattern INVOCATION_URI =
      Pattern.compile(
          "arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(?<arn>.+)/invocations");

  private final String functionArn;
  private final Map<String, ? extends Invoker> functions;
  private final AccessCheck access;

  LambdaIntegration(String uri, Map<String, ? extends Invoker> functions, AccessCheck access) {
    var longForm = INVOCATION_URI.matcher(uri);
    this.functionArn = longForm.matches() ? longForm.group("arn") : uri;
    this.functions = functions;
    this.access = access;
  }

  @Override
  public IntegrationResult invoke(IntegrationRequest request) {
    Invoker function = functions.get(functionArn);
    if (function == null) {
      return new IntegrationResult.NotInvocable(functionArn + " is no function of this stack");
    }
    var wanted =
        new AccessRequest(
            GATEWAY, "lambda:InvokeFunction", functionArn, context(request.sourceArn()));
    if (access.check(wanted) instanceof Decision.Refused(var reason, _)) {
      return new IntegrationResult.NotInvocable(reason.sentence());
    }
    var invocation =
        new Invocation(
            UUID.randomUUID().toString(), request.event(), functionArn, request.traceId());
    return switch (function.invoke(invocation)) {
      case InvokeResult.Returned(var payload) -> new IntegrationResult.Answered(payload);
      case InvokeResult.Failed(var errorType, _) -> new IntegrationResult.FunctionError(errorType);
      case InvokeResult.Throttled(var reason) -> new IntegrationResult.Throttled(reason);
      case InvokeResult.RequestTooLarge() -> new IntegrationResult.TooLarge();
    };
  }

  private static Map<String, List<String>> context(String sourceArn) {
    String account = Arn.parse(sourceArn).map(Arn::account).orElse("");
    return Map.of("aws:SourceArn", List.of(sourceArn), "aws:SourceAccount", List.of(account));
  }
}
