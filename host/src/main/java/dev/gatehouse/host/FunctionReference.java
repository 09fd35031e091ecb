package dev.gatehouse.host;

import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.lambda.FunctionConfig;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/// A function of the template as another resource names it: by name, by partial or whole ARN, each
/// with a version or an alias behind it.
///
/// @param qualifier empty for none
record FunctionReference(FunctionConfig function, String qualifier) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:[^:]+:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\\d):)?"
              + "(?:(?<account>\\d{12}):)?(?:function:)?"
              + "(?<name>[a-zA-Z0-9_-]+)(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9_-]+))?");

  /// Of a resource that one of its properties names.
  @FunctionalInterface
  interface Reader {
    FunctionReference read(ResolvedResource resource, String property);
  }

  static FunctionReference of(
      ResolvedResource resource, String property, Collection<FunctionConfig> functions) {
    String named = resource.properties().path(property).asString("");
    return of(named, functions)
        .orElseThrow(
            () -> Faults.at(resource, property, "`" + named + "` is no function of this template"));
  }

  static Optional<FunctionReference> of(String named, Collection<FunctionConfig> functions) {
    var form = FORM.matcher(named);
    if (!form.matches()) {
      return Optional.empty();
    }
    String qualifier = form.group("qualifier") == null ? "" : form.group("qualifier");
    return functions.stream()
        .filter(function ->
            function.name().equals(form.group("name"))
                && (form.group("region") == null
                    || form.group("region").equals(function.region().code()))
                && (form.group("account") == null
                    || form.group("account").equals(function.account().digits())))
        .findFirst()
        .map(function -> new FunctionReference(function, qualifier));
  }

  String arn() {
    return qualifier.isEmpty() ? function.arn() : function.arn() + ":" + qualifier;
  }

  /// With the qualifier that a property of its own gives.
  String arn(ResolvedResource resource, String property) {
    String given = resource.properties().path(property).asString("");
    if (!given.isEmpty() && !qualifier.isEmpty() && !given.equals(qualifier)) {
      throw Faults.at(
          resource,
          property,
          "`" + given + "` is not the `" + qualifier + "` of the function's ARN");
    }
    return given.isEmpty() ? arn() : function.arn() + ":" + given;
  }
}
