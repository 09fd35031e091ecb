package dev.gatehouse.iam;

import static dev.gatehouse.iam.TestPolicies.ALICE;
import static dev.gatehouse.iam.TestPolicies.SESSION;
import static dev.gatehouse.iam.TestPolicies.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Principal;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Access by tags of users, roles and sessions (id_session-tags.html, access_iam-tags.html).
class TagsTest {
  private static TestPolicies onlyTeam(String team) {
    return new TestPolicies()
        .identity(
            "{'Effect':'Allow','Action':'a:B','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalTag/Team':'%s'}}}".formatted(team));
  }

  private static TestPolicies ownTeam(String variable) {
    return new TestPolicies()
        .identity("{'Effect':'Allow','Action':'a:B','Resource':'arn:aws:a:::" + variable + "/*'}");
  }

  @Test
  @Shows("iam.conditions.principal-tags")
  void userIsJudgedByItsTags() {
    assertThat(granted(onlyTeam("red").tagged("Team", "red").ask(ALICE, "a:B", "*"))).isTrue();
    assertThat(granted(onlyTeam("red").tagged("Team", "blue").ask(ALICE, "a:B", "*"))).isFalse();
    assertThat(granted(onlyTeam("red").ask(ALICE, "a:B", "*"))).isFalse();
  }

  @Test
  @Shows("iam.conditions.case-of-keys")
  void keysOfTagsIgnoreCaseAndValuesDoNot() {
    assertThat(granted(onlyTeam("red").tagged("TEAM", "red").ask(ALICE, "a:B", "*"))).isTrue();
    assertThat(granted(onlyTeam("red").tagged("Team", "RED").ask(ALICE, "a:B", "*"))).isFalse();
  }

  @Test
  void sessionHasItsRolesTags() {
    assertThat(granted(onlyTeam("red").tagged("Team", "red").ask(SESSION, "a:B", "*"))).isTrue();
    assertThat(granted(onlyTeam("red").tagged("Team", "blue").ask(SESSION, "a:B", "*"))).isFalse();
  }

  @Test
  void sessionsOwnTagStandsOverItsRoles() {
    var red = onlyTeam("red").tagged("team", "blue").sessionTagged("Team", "red");
    assertThat(granted(red.ask(SESSION, "a:B", "*"))).isTrue();
    assertThat(granted(red.ask(ALICE, "a:B", "*"))).isFalse();
    var blue = onlyTeam("red").tagged("team", "red").sessionTagged("Team", "blue");
    assertThat(granted(blue.ask(SESSION, "a:B", "*"))).isFalse();
    assertThat(granted(blue.ask(ALICE, "a:B", "*"))).isTrue();
  }

  @Test
  void requestCannotBringTagsOfItsOwn() {
    var forged = Map.of("AWS:principaltag/team", List.of("red"));
    for (Principal who : List.of(ALICE, SESSION)) {
      assertThat(granted(onlyTeam("red").ask(who, "a:B", "*", forged))).isFalse();
      assertThat(granted(onlyTeam("red").tagged("Team", "red").ask(who, "a:B", "*", forged)))
          .isTrue();
    }
  }

  @Test
  void tagStandsForPartOfAnArn() {
    var policies = ownTeam("${aws:PrincipalTag/team}").tagged("Team", "red");
    assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::red/x"))).isTrue();
    assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::blue/x"))).isFalse();
  }

  @Test
  void wildcardInATagIsNoWildcard() {
    var policies = ownTeam("${aws:PrincipalTag/team}").tagged("Team", "@");
    assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::@/x"))).isTrue();
    assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::red/x"))).isFalse();
  }

  /// Each line: what stands in the ARN (`~` for a quote), what it matches without any tag, what it
  /// does not.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${aws:PrincipalTag/team, ~none~} | none | red",
        "${aws:username, ~nobody~}        | alice | nobody",
        "${aws:username}                    | alice | bob",
        "${aws:userid}                      | AIDAALICEALICEALICE22 | alice",
        "${aws:PrincipalAccount}            | 123456789012 | 999999999999",
        "${aws:PrincipalType}               | User | AssumedRole",
        "${aws:SourceIp}                    | 127.0.0.1 | 127.0.0.2",
        "${aws:CurrentTime}                 | 2026-11-24T12:00:00Z | 2026-11-24T12:00:01Z",
        "${aws:EpochTime}                   | 1795521600 | 1795521601",
        "${aws:TokenIssueTime}              | 2026-11-24T11:00:00Z | 2026-11-24T12:00:00Z",
        "${aws:UserAgent}                   | curl | wget",
        "${aws:Referer}                     | page | side",
        "${aws:SecureTransport}             | true | false",
        "${aws:ViaAWSService}               | false | true",
        "${aws:ResourceAccount}             | 123456789012 | 999999999999",
        "${aws:RequestedRegion}             | eu-west-1 | us-east-1",
        "${AWS:USERNAME}                    | alice | ALICE",
        "${*}                               | * | x",
        "${?}                               | ? | x",
        "${$}                               | $ | x",
        "${aws:username}-${aws:PrincipalType} | alice-User | alice-",
      })
  @Shows("iam.conditions.variables")
  void variablesStandForTheirKeys(String variable, String matching, String other) {
    var policies = ownTeam(variable.strip().replace("~", "\\u0027"));
    var keys =
        Map.of(
            "aws:SourceIp", List.of("127.0.0.1"),
            "aws:UserAgent", List.of("curl"),
            "aws:Referer", List.of("page"),
            "aws:RequestedRegion", List.of("eu-west-1"),
            "aws:TokenIssueTime", List.of("2026-11-24T11:00:00Z"));
    assertThat(granted(policies.ask(ALICE, "a:B", "arn:aws:a:::" + matching + "/x", keys)))
        .isTrue();
    assertThat(granted(policies.ask(ALICE, "a:B", "arn:aws:a:::" + other + "/x", keys))).isFalse();
  }
}
