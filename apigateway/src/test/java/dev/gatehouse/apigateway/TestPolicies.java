package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.PolicyReader.Reading;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.door.Reason;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Understands `{"Statement": [{"Effect": …, "Resource": …}]}` with `*` in resources, and nothing
/// else: the real reader is `iam`'s.
final class TestPolicies {
  private TestPolicies() {}

  static Reading read(JsonNode document) {
    return document.path("Statement").isArray()
        ? new Reading.Understood(request -> judge(document, request))
        : new Reading.Faulty(List.of("$.Statement: is missing"));
  }

  static String allowing(String... resources) {
    return answer("Allow", resources);
  }

  /// An authorizer's answer whose policy has one effect for all these.
  static String answer(String effect, String... resources) {
    var statements =
        List.of(resources).stream()
            .map("{\"Effect\":\"%s\",\"Resource\":\"%%s\"}".formatted(effect)::formatted)
            .toList();
    return "{\"principalId\":\"kylian\",\"policyDocument\":{\"Statement\":[%s]}}"
        .formatted(String.join(",", statements));
  }

  private static Decision judge(JsonNode document, AccessRequest request) {
    boolean denied = covers(document, "Deny", request);
    return !denied && covers(document, "Allow", request)
        ? new Decision.Granted()
        : new Decision.Refused(
            new Reason.NotPermitted(
                "*", request.action(), request.resource(), denied ? "a deny" : "no allow"),
            "unused");
  }

  private static boolean covers(JsonNode document, String effect, AccessRequest request) {
    return document
        .path("Statement")
        .valueStream()
        .filter(statement -> statement.path("Effect").asString("").equals(effect))
        .map(statement -> statement.path("Resource").asString(""))
        .anyMatch(resource ->
            Pattern.matches(Pattern.quote(resource).replace("*", "\\E.*\\Q"), request.resource()));
  }
}
