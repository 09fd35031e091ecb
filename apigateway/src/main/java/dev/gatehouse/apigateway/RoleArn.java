package dev.gatehouse.apigateway;

import java.util.regex.Pattern;

/// The role that API Gateway takes on to invoke a function.
final class RoleArn {
  static final String EXPECTED =
      "should be a role's ARN; to pass the caller's own credentials on is not supported";

  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::[0-9]{12}:role/[^*]+");

  private RoleArn() {}

  static boolean matches(String arn) {
    return ROLE.matcher(arn).matches();
  }
}
