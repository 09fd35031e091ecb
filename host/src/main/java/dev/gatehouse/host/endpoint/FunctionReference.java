package dev.gatehouse.host.endpoint;

import java.util.regex.Pattern;

/// A function as callers of Lambda name it: by name, by partial or whole ARN, each with a version
/// or an alias behind it (API_GetFunction, FunctionName).
///
/// @param qualifier empty for none
record FunctionReference(String name, String qualifier) {
  private static final Input.Shape SHAPE =
      new Input.Shape(
          1,
          170,
          "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
              + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");

  private static final Pattern PARTS =
      Pattern.compile(
          "(?:arn:[^:]*:lambda:)?(?:(?<region>[a-z]{2}(?:-gov)?-[a-z]+-\\d):)?"
              + "(?:(?<account>\\d{12}):)?(?:function:)?"
              + "(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

  /// @throws AwsError also for a function of another account or region: there is none here
  static FunctionReference of(Input input, Inventory inventory) {
    String text = input.text("FunctionName", SHAPE);
    var parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw input.refuse("1 validation error detected: Value '" + text + "' at 'functionName'");
    }
    String region = parts.group("region");
    String account = parts.group("account");
    if (region != null && !region.equals(inventory.region().code())) {
      throw AwsError.of(
              404,
              "ResourceNotFoundException",
              "Functions from '%s' are not reachable in this region ('%s')"
                  .formatted(region, inventory.region().code()))
          .with("Type", "User");
    }
    if (account != null && !account.equals(inventory.account().digits())) {
      throw notFound(text);
    }
    String behind = parts.group("qualifier") == null ? "" : parts.group("qualifier");
    String given = input.find("Qualifier").orElse(behind);
    if (!behind.isEmpty() && !behind.equals(given)) {
      throw AwsError.of(
              400,
              "InvalidParameterValueException",
              "The derived qualifier from the function name does not match the specified"
                  + " qualifier.")
          .with("Type", "User");
    }
    return new FunctionReference(parts.group("name"), given);
  }

  String arn(Inventory inventory) {
    return inventory.arn(
        "lambda", "function:" + name + (qualifier.isEmpty() ? "" : ":" + qualifier));
  }

  static AwsError notFound(String arn) {
    return AwsError.of(404, "ResourceNotFoundException", "Function not found: " + arn)
        .with("Type", "User");
  }
}
