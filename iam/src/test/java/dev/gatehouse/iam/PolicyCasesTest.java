package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AWS's evaluation logic as a table: what is attached, a request that it opens to, and its twin
/// that it refuses, with the end of AWS's sentence. Each line follows
/// reference_policies_evaluation-logic.html and the pages below it.
///
/// Attached: `TYPE EFFECT ACTION RESOURCE`, for a resource's policy `to WHOM`, and `if KEY=VALUE`
/// (StringEquals). Requests: `WHO ACTION RESOURCE`, and `with KEY=VALUE`. `x` and `y` are this
/// account's resources, `theirs` is another's. `fn` is a session of the role `players`.
class PolicyCasesTest {
  private static final Map<String, Principal> WHO =
      Map.of(
          "alice", TestPolicies.ALICE,
          "fn", TestPolicies.SESSION,
          "root", TestPolicies.ROOT,
          "gateway", TestPolicies.GATEWAY,
          "anyone", TestPolicies.ANYONE);
  private static final Map<String, String> NAMED =
      Map.of(
          "alice", "{'AWS':'arn:aws:iam::123456789012:user/team/alice'}",
          "fn", "{'AWS':'arn:aws:sts::123456789012:assumed-role/players/fn'}",
          "role", "{'AWS':'arn:aws:iam::123456789012:role/app/players'}",
          "account", "{'AWS':'123456789012'}",
          "gateway", "{'Service':'apigateway.amazonaws.com'}",
          "everyone", "'*'");
  private static final Map<String, String> RESOURCES =
      Map.of(
          "*", "*",
          "x", "arn:aws:a:eu-west-1:123456789012:t/x",
          "y", "arn:aws:a:eu-west-1:123456789012:t/y",
          "theirs", "arn:aws:a:eu-west-1:999999999999:t/x");
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?<type>\\w+) (?<effect>allow|deny) (?<action>\\S+) (?<on>\\S+)"
              + "(?: to (?<to>\\w+))?(?: if (?<key>\\S+?)=(?<value>\\S+))?");
  private static final Pattern REQUEST =
      Pattern.compile(
          "(?<who>\\w+) (?<action>\\S+) (?<on>\\S+)(?: with (?<key>\\S+?)=(?<value>\\S+))?");

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # One account: an allow is needed, a deny wins
          identity allow a:Get x                        | alice a:Get x | alice a:Put x | because no identity-based policy allows the a:Put action
          identity allow a:Get x                        | fn a:Get x    | fn a:Get y    | because no identity-based policy allows the a:Get action
          identity allow a:* *; identity deny a:Put *   | alice a:Get x | alice a:Put x | with an explicit deny in an identity-based policy
          identity allow a:* *; identity deny a:* y     | fn a:Get x    | fn a:Get y    | with an explicit deny in an identity-based policy
          identity allow a:* *; resource deny a:Put x to alice    | fn a:Put x    | alice a:Put x | with an explicit deny in a resource-based policy
          identity allow a:* *; resource deny a:Put x to everyone | alice a:Get x | root a:Put x  | with an explicit deny in a resource-based policy
          identity allow a:Get * if aws:username=alice  | alice a:Get x | fn a:Get x    | because no identity-based policy allows the a:Get action
          identity allow a:Get * if x:color=red         | fn a:Get x with x:color=red | fn a:Get x with x:color=blue | because no identity-based policy allows the a:Get action
          identity allow a:* *; identity deny a:* * if x:color=red | fn a:Get x | fn a:Get x with x:color=red | with an explicit deny in an identity-based policy
          # Permissions boundaries limit and give nothing
          identity allow a:* *; boundary allow a:Get *  | alice a:Get x | alice a:Put x | because no permissions boundary allows the a:Put action
          identity allow a:Get *; boundary allow a:* *  | fn a:Get x    | fn a:Put x    | because no identity-based policy allows the a:Put action
          identity allow a:* *; boundary allow a:* *; boundary deny a:Put * | fn a:Get x | fn a:Put x | with an explicit deny in a permissions boundary
          # Session policies limit and give nothing, within the boundary
          identity allow a:* *; session allow a:Get *   | fn a:Get x    | fn a:Put x    | because no session policy allows the a:Put action
          identity allow a:Get *; session allow a:* *   | fn a:Get x    | fn a:Put x    | because no identity-based policy allows the a:Put action
          identity allow a:* *; session allow a:* x     | fn a:Get x    | fn a:Get y    | because no session policy allows the a:Get action
          identity allow a:* *; session allow a:* *; session deny a:Put * | fn a:Get x | fn a:Put x | with an explicit deny in a session policy
          identity allow a:* *; session deny a:Put *    | alice a:Get x | fn a:Get x    | because no session policy allows the a:Get action
          identity allow a:* *; session allow a:Get *   | alice a:Put x | fn a:Put x    | because no session policy allows the a:Put action
          identity allow a:* *; boundary allow a:* x; session allow a:* *     | fn a:Get x | fn a:Get y | because no permissions boundary allows the a:Get action
          identity allow a:* *; boundary allow a:* *; session allow a:Get *   | fn a:Get x | fn a:Put x | because no session policy allows the a:Put action
          identity allow a:* *; boundary deny a:Put *; boundary allow a:* *; session allow a:* * | fn a:Get x | fn a:Put x | with an explicit deny in a permissions boundary
          identity allow a:* *; session allow a:* * if x:color=red | fn a:Get x with x:color=red | fn a:Get x | because no session policy allows the a:Get action
          # A resource's policy that names the principal is enough; naming its account is not
          resource allow a:Get x to alice               | alice a:Get x | fn a:Get x    | because no identity-based policy allows the a:Get action
          resource allow a:Get x to fn                  | fn a:Get x    | alice a:Get x | because no identity-based policy allows the a:Get action
          resource allow a:* x to role                  | fn a:Get x    | alice a:Get x | because no identity-based policy allows the a:Get action
          resource allow a:* x to account; identity allow a:Get * | alice a:Get x | alice a:Put x | because no identity-based policy allows the a:Put action
          resource allow a:Get x to gateway             | gateway a:Get x | gateway a:Put x | because no resource-based policy allows the a:Put action
          resource allow a:Get x to everyone            | anyone a:Get x  | anyone a:Put x  | because no resource-based policy allows the a:Put action
          # What limits a session limits what its role is granted, not what the session is
          resource allow a:* x to role; boundary allow a:Get *    | fn a:Get x | fn a:Put x | because no permissions boundary allows the a:Put action
          resource allow a:* x to role; session allow a:Get *     | fn a:Get x | fn a:Put x | because no session policy allows the a:Put action
          resource allow a:* x to fn; session allow a:Get y; session deny a:Put *  | fn a:Get x | fn a:Put x | with an explicit deny in a session policy
          resource allow a:* x to fn; boundary allow a:Get y; boundary deny a:Put * | fn a:Get x | fn a:Put x | with an explicit deny in a permissions boundary
          resource allow a:* x to alice; boundary allow a:Get y   | alice a:Put x | fn a:Put x | because no identity-based policy allows the a:Put action
          resource allow a:Get x to everyone; session allow a:* y | fn a:Get x    | fn a:Put x | because no identity-based policy allows the a:Put action
          # Across accounts both sides must allow, and every limit holds
          identity allow a:* *; resource allow a:Get theirs to account | alice a:Get theirs | alice a:Put theirs | because no resource-based policy allows the a:Put action
          identity allow a:Get *; resource allow a:* theirs to fn      | fn a:Get theirs    | fn a:Put theirs    | because no identity-based policy allows the a:Put action
          identity allow a:* *; session allow a:Get *; resource allow a:* theirs to fn   | fn a:Get theirs | fn a:Put theirs | because no session policy allows the a:Put action
          identity allow a:* *; boundary allow a:Get *; resource allow a:* theirs to role | fn a:Get theirs | fn a:Put theirs | because no permissions boundary allows the a:Put action
          """)
  @Shows("iam.evaluation.default-deny")
  @Shows("iam.evaluation.explicit-deny")
  @Shows("iam.evaluation.one-account")
  @Shows("iam.evaluation.two-accounts")
  @Shows("iam.evaluation.boundary")
  @Shows("iam.evaluation.boundary-and-resource")
  @Shows("iam.evaluation.session-policies")
  @Shows("iam.messages.identity")
  @Shows("iam.messages.boundary")
  @Shows("iam.messages.session")
  @Shows("iam.messages.resource")
  @Shows("iam.messages.explicit")
  void opensToOneAndNotToItsTwin(
      String attached, String granted, String refused, String sentenceEnd) {
    var policies = policies(attached);
    assertThat(ask(policies, granted)).isInstanceOf(Decision.Granted.class);
    assertThat(ask(policies, refused))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refusal -> assertThat(refusal.message()).endsWith(" " + sentenceEnd));
  }

  private static TestPolicies policies(String attached) {
    var policies = new TestPolicies();
    for (var clause : attached.split("; ")) {
      var parts = CLAUSE.matcher(clause.strip());
      assertThat(parts.matches()).as(clause).isTrue();
      String statement =
          "{'Effect':'%s','Action':'%s','Resource':'%s'%s%s}"
              .formatted(
                  parts.group("effect").equals("allow") ? "Allow" : "Deny",
                  parts.group("action"),
                  arn(parts),
                  parts.group("to") == null ? "" : ",'Principal':" + NAMED.get(parts.group("to")),
                  parts.group("key") == null
                      ? ""
                      : ",'Condition':{'StringEquals':{'%s':'%s'}}"
                          .formatted(parts.group("key"), parts.group("value")));
      switch (parts.group("type")) {
        case "identity" -> policies.identity(statement);
        case "boundary" -> policies.boundary(joined(policies.boundary, statement));
        case "session" -> policies.session(joined(policies.session, statement));
        default -> policies.resource(arn(parts), statement);
      }
    }
    return policies;
  }

  private static String joined(String before, String statement) {
    return before.isEmpty() ? statement : before + "," + statement;
  }

  private static String arn(Matcher parts) {
    return requireNonNull(RESOURCES.get(parts.group("on")), parts.group("on"));
  }

  private static Decision ask(TestPolicies policies, String request) {
    var parts = REQUEST.matcher(request);
    assertThat(parts.matches()).as(request).isTrue();
    return policies.ask(
        requireNonNull(WHO.get(parts.group("who"))),
        parts.group("action"),
        arn(parts),
        parts.group("key") == null
            ? Map.of()
            : Map.of(parts.group("key"), List.of(parts.group("value"))));
  }
}
