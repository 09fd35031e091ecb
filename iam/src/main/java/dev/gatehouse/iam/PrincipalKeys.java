package dev.gatehouse.iam;

import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Tags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The condition keys that follow from who asks, when, and for what
/// (reference_policies_condition-keys.html; per kind of principal:
/// reference_policies_variables.html, Principal key values). A request cannot overrule them.
final class PrincipalKeys {
  /// Doors here are loopback stand-ins for endpoints that AWS serves over TLS only; a request says
  /// so itself when it is otherwise.
  private static final Map<String, List<String>> DEFAULTS =
      Map.of("aws:SecureTransport", List.of("true"), "aws:ViaAWSService", List.of("false"));

  private PrincipalKeys() {}

  /// @param tags of the principal
  static RequestContext context(
      AccessRequest request, String resourceAccount, Tags tags, Instant now) {
    return new RequestContext(() -> layers(request, resourceAccount, tags, now));
  }

  private static List<Map<String, List<String>>> layers(
      AccessRequest request, String resourceAccount, Tags tags, Instant now) {
    var derived = new HashMap<String, List<String>>();
    principal(request.principal(), derived);
    tags.values().forEach((key, value) -> put(derived, "aws:PrincipalTag/" + key, value));
    put(derived, "aws:CurrentTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    put(derived, "aws:EpochTime", Long.toString(now.getEpochSecond()));
    put(derived, "aws:ResourceAccount", resourceAccount);
    var asked = new HashMap<>(request.context());
    asked.keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).startsWith("aws:principaltag/"));
    return List.of(DEFAULTS, region(request), asked, derived);
  }

  /// Doors that serve a region say so; a resource's own region is what is left to go by.
  private static Map<String, List<String>> region(AccessRequest request) {
    return Arn.parse(request.resource())
        .map(Arn::region)
        .filter(region -> !region.isEmpty())
        .map(region -> Map.of("aws:RequestedRegion", List.of(region)))
        .orElse(Map.of());
  }

  private static void principal(Principal principal, Map<String, List<String>> keys) {
    // What a principal has not must be absent, whatever the request says.
    for (var key : List.of("aws:PrincipalArn", "aws:username", "aws:PrincipalServiceName")) {
      keys.put(key, List.of());
    }
    put(
        keys,
        "aws:PrincipalIsAWSService",
        Boolean.toString(principal instanceof Principal.Service));
    switch (principal) {
      case Principal.Root root ->
          signed(keys, "Account", root.account().digits(), root.name(), root.account().digits());
      case Principal.User user -> {
        signed(keys, "User", user.account().digits(), user.name(), user.userId());
        put(keys, "aws:username", user.userName());
      }
      case Principal.RoleSession session ->
          signed(
              keys,
              "AssumedRole",
              session.account().digits(),
              session.roleArn(),
              session.roleId() + ":" + session.sessionName());
      case Principal.Service service -> {
        put(keys, "aws:PrincipalServiceName", service.host());
        for (var key : List.of("aws:PrincipalAccount", "aws:PrincipalType", "aws:userid")) {
          keys.put(key, List.of());
        }
      }
      case Principal.Anonymous _ -> {
        put(keys, "aws:PrincipalType", "Anonymous");
        put(keys, "aws:PrincipalAccount", "anonymous");
        put(keys, "aws:userid", "anonymous");
      }
    }
  }

  private static void signed(
      Map<String, List<String>> keys, String type, String account, String arn, String userId) {
    put(keys, "aws:PrincipalType", type);
    put(keys, "aws:PrincipalAccount", account);
    put(keys, "aws:PrincipalArn", arn);
    put(keys, "aws:userid", userId);
  }

  private static void put(Map<String, List<String>> keys, String key, String value) {
    keys.put(key, List.of(value));
  }
}
