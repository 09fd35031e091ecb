package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.RequestKeys;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Credentials.Opening;
import dev.gatehouse.iam.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API_AssumeRole.
record RoleAssumption(Credentials credentials, Policies policies) {
  private static final Shape ROLE_ARN = new Shape(20, 2048, "[\\S ]+");
  private static final Shape SESSION_NAME = new Shape(2, 64, "[\\w+=,.@-]*");
  private static final Shape EXTERNAL_ID = new Shape(2, 1224, "[\\w+=,.@:\\/-]*");

  /// The limit that AWS has for the inline document and the ARNs together, in characters.
  private static final int POLICY_CHARACTERS = 2048;

  private static final int POLICY_ARNS = 10;
  private static final Duration CHAINED = Duration.ofHours(1);

  Answer assumeRole(Input input, AwsCall call) {
    var wanted = wanted(input, call);
    return switch (credentials.assume(wanted)) {
      case Opening.Session(var key) -> answer(key);
      case Opening.NotPermitted(var refusal) -> throw AwsProtocol.QUERY.accessDenied(refusal);
      case Opening.TooLong _ ->
          throw input.refuse(
              "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
      case Opening.TagConflict _ ->
          throw invalid(
              "One of the specified transitive tag keys can't be set because it conflicts with a"
                  + " transitive tag key from the calling session.");
      case Opening.Impossible(var because) -> throw SecurityTokenService.tooMany(because);
    };
  }

  private Credentials.Assumption wanted(Input input, AwsCall call) {
    String roleArn = input.text("RoleArn", ROLE_ARN);
    String session = input.text("RoleSessionName", SESSION_NAME);
    int seconds = input.number("DurationSeconds", 900, 43_200, 3600);
    String externalId = input.find("ExternalId", EXTERNAL_ID).orElse(null);
    var narrowing = policies(input);
    var tags = tags(input);
    refuseWhatIsNotBuilt(input);
    if (Arn.parse(roleArn).isEmpty()) {
      throw input.refuse(roleArn + " is invalid");
    }
    if (call.caller().principal() instanceof Principal.Root) {
      throw SecurityTokenService.denied(
          call, "sts:AssumeRole", "Roles may not be assumed by root accounts.");
    }
    return new Credentials.Assumption(
        call.caller().principal(),
        roleArn,
        session,
        duration(input, call, seconds),
        narrowing,
        tags,
        context(input, call, session, seconds, externalId, tags));
  }

  private static Duration duration(Input input, AwsCall call, int seconds) {
    if (call.caller().session() != null && seconds > CHAINED.toSeconds()) {
      throw input.refuse(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return Duration.ofSeconds(seconds);
  }

  private SessionPolicies policies(Input input) {
    String inline = input.find("Policy").orElse(null);
    var managed = new ArrayList<String>();
    for (var reference : input.member("PolicyArns")) {
      managed.add(reference.path("arn").asString(""));
    }
    if (managed.size() > POLICY_ARNS) {
      throw input.refuse(
          "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member"
              + " must have length less than or equal to "
              + POLICY_ARNS);
    }
    if (length(inline, managed) > POLICY_CHARACTERS) {
      throw AwsError.of(
          400,
          "PackedPolicyTooLarge",
          "Packed policy consumes %d%% of allotted space, please use smaller policy."
              .formatted(packed(inline, managed)));
    }
    var narrowing = new SessionPolicies(inline, managed);
    var faults = policies.faults(narrowing);
    if (!faults.isEmpty()) {
      throw AwsError.of(400, "MalformedPolicyDocument", faults.getFirst().toString());
    }
    return narrowing;
  }

  /// id_session-tags.html, Things to know about session tags.
  private static SessionTags tags(Input input) {
    var values = new LinkedHashMap<String, String>();
    for (var tag : input.member("Tags")) {
      String key = tag.path("Key").asString("");
      if (values.put(key, tag.path("Value").asString("")) != null) {
        throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    Tags.problem(values)
        .ifPresent(problem -> {
          throw input.refuse(problem);
        });
    var tags = new Tags(values);
    var transitive = input.texts("TransitiveTagKeys");
    if (!transitive.stream().allMatch(tags::has)) {
      throw invalid("The specified transitive tag key must be included in the requested tags.");
    }
    return new SessionTags(tags, Set.copyOf(transitive));
  }

  private static AwsError invalid(String message) {
    return AwsError.of(400, "InvalidParameterValue", message);
  }

  private static int length(@Nullable String inline, List<String> managed) {
    return (inline == null ? 0 : inline.length()) + managed.stream().mapToInt(String::length).sum();
  }

  /// AWS packs the policies before it measures; this is of the plain characters.
  private static int packed(@Nullable String inline, List<String> managed) {
    return (length(inline, managed) * 100 + POLICY_CHARACTERS - 1) / POLICY_CHARACTERS;
  }

  private static void refuseWhatIsNotBuilt(Input input) {
    for (var member : List.of("SourceIdentity", "SerialNumber", "TokenCode", "ProvidedContexts")) {
      if (input.has(member)) {
        throw input.refuse("Gatehouse does not support " + member + " in AssumeRole");
      }
    }
  }

  /// reference_policies_iam-condition-keys.html, Available keys for AWS STS.
  private static Map<String, List<String>> context(
      Input input,
      AwsCall call,
      String session,
      int seconds,
      @Nullable String externalId,
      SessionTags tags) {
    var context = new HashMap<>(RequestKeys.of(call.request(), call.caller()));
    context.put("sts:RoleSessionName", List.of(session));
    if (externalId != null) {
      context.put("sts:ExternalId", List.of(externalId));
    }
    if (input.has("DurationSeconds")) {
      context.put("sts:DurationSeconds", List.of(Integer.toString(seconds)));
    }
    var values = tags.tags().values();
    if (!values.isEmpty()) {
      values.forEach((key, value) -> context.put("aws:RequestTag/" + key, List.of(value)));
      context.put("aws:TagKeys", List.copyOf(values.keySet()));
    }
    if (!tags.transitive().isEmpty()) {
      context.put("sts:TransitiveTagKeys", input.texts("TransitiveTagKeys"));
    }
    return context;
  }

  private static Answer answer(AccessKey key) {
    var session = (Principal.RoleSession) key.principal();
    var result = Json.STRICT.createObjectNode();
    var user = result.putObject("AssumedRoleUser");
    user.put("AssumedRoleId", session.roleId() + ":" + session.sessionName());
    user.put("Arn", session.name());
    result.set("Credentials", SecurityTokenService.credentials(key));
    return new Answer.Result(result);
  }
}
