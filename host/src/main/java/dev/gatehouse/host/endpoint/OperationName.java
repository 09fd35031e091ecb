package dev.gatehouse.host.endpoint;

import dev.gatehouse.http.HttpRequest;
import java.util.Map;
import java.util.regex.Pattern;

/// Which operation of which service a request asks for, before anything about it is believed.
final class OperationName {
  /// By the start of `X-Amz-Target` (service models).
  private static final Map<String, String> TARGETS =
      Map.of(
          "DynamoDB_20120810", "dynamodb",
          "AWSCognitoIdentityProviderService", "cognito-idp",
          "AmazonSSM", "ssm",
          "Logs_20140328", "logs");

  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/,\\s]+/[0-9]{8}/[^/,\\s]+/(?<service>[a-z0-9-]{1,40})/");

  private static final Pattern ACTION =
      Pattern.compile("(^|&)Action=(?<action>[A-Za-z]{1,80})(&|$)");

  private OperationName() {}

  /// The target's service, else the one that the signature claims to be for.
  static String service(HttpRequest request) {
    String target = request.headers().first("x-amz-target").orElse("");
    String byTarget = TARGETS.get(target.split("\\.", 2)[0]);
    if (byTarget != null) {
      return byTarget;
    }
    var scope = SCOPE.matcher(request.headers().first("authorization").orElse(""));
    return scope.find() ? scope.group("service") : "";
  }

  /// For the journal and for error messages: the guest's words, cut short.
  static String of(HttpRequest request) {
    String target = request.headers().first("x-amz-target").orElse("");
    if (!target.isEmpty()) {
      String operation = target.substring(target.lastIndexOf('.') + 1);
      return service(request) + ":" + operation.substring(0, Math.min(operation.length(), 80));
    }
    var action = ACTION.matcher(request.body().length() > 10_000 ? "" : request.body().text());
    if (action.find()) {
      return service(request) + ":" + action.group("action");
    }
    String path = request.rawPath();
    return request.method() + " " + path.substring(0, Math.min(path.length(), 200));
  }
}
