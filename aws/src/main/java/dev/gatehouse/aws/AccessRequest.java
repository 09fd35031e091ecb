package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/// What a principal wants to do.
///
/// @param action `dynamodb:PutItem`
/// @param resource an ARN, or `*` for actions that have none
/// @param context condition keys and their values, `lambda:FunctionUrlAuthType` say; the evaluator
///   adds what follows from the principal (`aws:PrincipalArn`…) and the clock (`aws:CurrentTime`…)
public record AccessRequest(
    Principal principal, String action, String resource, Map<String, List<String>> context) {
  public AccessRequest {
    requireNonNull(principal, "principal");
    requireNonNull(action, "action");
    requireNonNull(resource, "resource");
    context = Map.copyOf(context);
  }
}
