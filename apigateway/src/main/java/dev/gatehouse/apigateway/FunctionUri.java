package dev.gatehouse.apigateway;

import java.util.regex.Pattern;

/// How API Gateway names a function: by its ARN, or by its invocation URI, which holds the ARN.
final class FunctionUri {
  private static final Pattern INVOCATION =
      Pattern.compile(
          "arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(?<arn>.+)/invocations");

  private FunctionUri() {}

  static String functionArn(String uri) {
    var invocation = INVOCATION.matcher(uri);
    return invocation.matches() ? invocation.group("arn") : uri;
  }

  /// An authorizer's has to be the long form.
  static boolean invocation(String uri) {
    return INVOCATION.matcher(uri).matches();
  }
}
