package dev.gatehouse.iam;

import static dev.gatehouse.iam.TestPolicies.ALICE;
import static dev.gatehouse.iam.TestPolicies.ANYONE;
import static dev.gatehouse.iam.TestPolicies.GATEWAY;
import static dev.gatehouse.iam.TestPolicies.ROOT;
import static dev.gatehouse.iam.TestPolicies.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.fidelity.Shows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Condition operators as documented (reference_policies_elements_condition_operators.html,
/// reference_policies_condition-single-vs-multi-valued-context-keys.html).
class ConditionTest {
  private static TestPolicies when(String effect, String operator, String key, String values) {
    String quoted = "['" + String.join("','", values.split("\\|", -1)) + "']";
    return new TestPolicies()
        .identity(
            "{'Effect':'%s','Action':'a:B','Resource':'*','Condition':{'%s':{'%s':%s}}}"
                .formatted(effect, operator, key, quoted));
  }

  private static boolean holds(String operator, String values, Map<String, List<String>> context) {
    return TestPolicies.granted(
        when("Allow", operator, "x:Key", values).ask(ALICE, "a:B", "*", context));
  }

  /// Each line: operator, the policy's values, a request's value for which it holds, one for which
  /// it does not.
  @ParameterizedTest
  @CsvSource({
    "StringEquals, a|b, b, c",
    "StringEquals, a*, a*, ab",
    "StringEquals, a, a, A",
    "StringNotEquals, a|b, c, b",
    "StringEqualsIgnoreCase, Äbc, äBC, äB",
    "StringNotEqualsIgnoreCase, a, b, A",
    "StringLike, a*c?, abbcd, abbc",
    "StringLike, ${aws:username}*, alice1, bob",
    "StringEquals, ${aws:username}, alice, ${aws:username}",
    "StringNotLike, a*|b*, c, bc",
    "NumericEquals, 10, 10.0, 11",
    "NumericNotEquals, 10, 11, 10",
    "NumericLessThan, 10, 9.9, 10",
    "NumericLessThanEquals, 10, 10, 10.1",
    "NumericGreaterThan, 10, 11, 10",
    "NumericGreaterThanEquals, -1, -1, -2",
    "NumericEquals, 10, 10, ten",
    "NumericLessThan, 10, 9, 1e999999999",
    "DateEquals, 2026-11-24T12:00:00Z, 2026-11-24T13:00:00+01:00, 2026-11-24T12:00:01Z",
    "DateNotEquals, 2026-11-24, 2026-11-25, 2026-11-24T00:00:00Z",
    "DateLessThan, 2026-11-24, 2026-11-23T23:59:59Z, 2026-11-24",
    "DateLessThanEquals, 1795521600, 2026-11-24T12:00:00Z, 2026-11-24T12:00:01Z",
    "DateGreaterThan, 2026, 2026-01-01T00:00:01Z, 2026-01-01",
    "DateGreaterThanEquals, 2026-11, 2026-11-01, 2026-10-31",
    "DateLessThan, 2026-11-24, 2020-01-01, yesterday",
    "Bool, true, TRUE, false",
    "Bool, false, false, true",
    "BinaryEquals, QmluYXJ5, QmluYXJ5, QmluYXJ6",
    "BinaryEquals, QmluYXJ5, QmluYXJ5, not base64",
    "IpAddress, 203.0.113.0/24|10.1.2.3, 10.1.2.3, 203.0.114.1",
    "IpAddress, 203.0.113.0/25, 203.0.113.127, 203.0.113.128",
    "IpAddress, 2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
    "IpAddress, 0.0.0.0/0, 1.2.3.4, ::1",
    "IpAddress, 127.0.0.1, 127.0.0.1, localhost",
    "NotIpAddress, 10.0.0.0/8, 11.0.0.1, 10.255.255.255",
    "ArnLike, arn:aws:a:*:1:t/*, arn:aws:a:eu:1:t/x/y, arn:aws:a:eu:1:s/x",
    "ArnEquals, arn:aws:a:*:1:t, arn:aws:a:eu:1:t, arn:aws:a:eu:2:t",
    "ArnLike, arn:aws:a:r:*:t, arn:aws:a:r:1:t, arn:aws:a:r:1:x:t",
    "ArnLike, arn:aws:execute-api:r:1:api/*/*/p, arn:aws:execute-api:r:1:api/s/GET/p, arn:aws:x",
    "ArnNotEquals, arn:aws:a:r:1:t, arn:aws:a:r:1:u, arn:aws:a:r:1:t",
    "ArnNotLike, arn:aws:a:*:*:*, arn:aws:b:r:1:t, arn:aws:a:r:1:t",
  })
  @Shows("iam.conditions.operators")
  void operatorHoldsForExactlyItsValues(
      String operator, String values, String holding, String failing) {
    assertThat(holds(operator, values, Map.of("x:key", List.of(holding)))).isTrue();
    assertThat(holds(operator, values, Map.of("x:key", List.of(failing)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, a, false",
    "StringEqualsIfExists, a, true",
    "StringNotEquals, a, true",
    "StringNotEqualsIfExists, a, true",
    "StringLike, *, false",
    "StringNotLike, *, true",
    "NumericLessThan, 1, false",
    "NumericLessThanIfExists, 1, true",
    "NumericNotEquals, 1, true",
    "DateGreaterThan, 2020, false",
    "DateNotEquals, 2020, true",
    "Bool, false, false",
    "BoolIfExists, false, true",
    "BinaryEquals, QQ==, false",
    "IpAddress, 0.0.0.0/0, false",
    "NotIpAddress, 0.0.0.0/0, true",
    "ArnLike, arn:*:*:*:*:*, false",
    "ArnLikeIfExists, arn:*:*:*:*:*, true",
    "ArnNotLike, arn:*:*:*:*:*, true",
    "ArnNotEquals, arn:*:*:*:*:*, true",
    "Null, true, true",
    "Null, false, false",
    "ForAllValues:StringEquals, a, true",
    "ForAllValues:StringNotEquals, a, true",
    "ForAnyValue:StringEquals, a, false",
    "ForAnyValue:StringNotEquals, a, false",
    "ForAnyValue:StringEqualsIfExists, a, true",
  })
  @Shows("iam.conditions.absent-key")
  void withoutItsKeyAnOperatorHoldsOrNotAsDocumented(
      String operator, String values, boolean holds) {
    assertThat(holds(operator, values, Map.of())).isEqualTo(holds);
    assertThat(holds(operator, values, Map.of("x:Key", List.of()))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "StringEqualsIfExists, a, a, true",
    "StringEqualsIfExists, a, b, false",
    "Null, false, a, true",
    "Null, true, a, false",
    "ForAllValues:StringEquals, a|b, a, true",
    "ForAllValues:StringEquals, a|b, a|b, true",
    "ForAllValues:StringEquals, a|b, a|c, false",
    "ForAnyValue:StringEquals, a|b, a|c, true",
    "ForAnyValue:StringEquals, a|b, c|d, false",
    "ForAllValues:StringNotEquals, a|b, c|d, true",
    "ForAllValues:StringNotEquals, a|b, a|c, false",
    "ForAnyValue:StringNotEquals, a|b, a|c, true",
    "ForAnyValue:StringNotEquals, a|b, a|b, false",
    "ForAllValues:StringLike, ${aws:username}*, alice1|alice2, true",
    "ForAllValues:StringLike, ${aws:username}*, alice1|bob, false",
  })
  @Shows("iam.conditions.sets")
  void severalValuesCombineAsTheSetOperatorSays(
      String operator, String values, String found, boolean holds) {
    assertThat(holds(operator, values, Map.of("x:Key", List.of(found.split("\\|")))))
        .isEqualTo(holds);
  }

  @Test
  void severalValuesWithoutSetOperatorAreReadAgainstTheGuest() {
    Map<String, List<String>> mixed = Map.of("x:Key", List.of("mine", "theirs"));
    assertThat(holds("StringEquals", "mine", mixed)).isFalse();
    assertThat(holds("StringEquals", "mine|theirs", mixed)).isTrue();
    var denying =
        when("Deny", "StringEquals", "x:Key", "theirs")
            .identity("{'Effect':'Allow','Action':'*','Resource':'*'}");
    assertThat(TestPolicies.granted(denying.ask(ALICE, "a:B", "*", mixed))).isFalse();
    assertThat(
            TestPolicies.granted(denying.ask(ALICE, "a:B", "*", Map.of("x:Key", List.of("mine")))))
        .isTrue();
  }

  @Test
  @Shows("iam.conditions.all-must-hold")
  void allOperatorsAndKeysMustHold() {
    var policies =
        new TestPolicies()
            .identity(
                "{'Effect':'Allow','Action':'a:B','Resource':'*','Condition':{"
                    + "'StringEquals':{'x:One':'1','x:Two':'2'},'Bool':{'x:Three':true}}}");
    var context =
        new HashMap<String, List<String>>(
            Map.of("x:One", List.of("1"), "x:Two", List.of("2"), "x:Three", List.of("true")));
    assertThat(TestPolicies.granted(policies.ask(ALICE, "a:B", "*", context))).isTrue();
    for (var key : List.of("x:One", "x:Two", "x:Three")) {
      var without = new HashMap<>(context);
      without.remove(key);
      assertThat(TestPolicies.granted(policies.ask(ALICE, "a:B", "*", without))).isFalse();
    }
  }

  @Test
  @Shows("iam.conditions.variable-without-value")
  void variableWithoutValueFailsAPositiveAndHoldsANegatedOperator() {
    Map<String, List<String>> context = Map.of("x:Key", List.of("v"));
    var like = when("Allow", "StringLike", "x:Key", "${aws:username}");
    var notLike = when("Allow", "StringNotLike", "x:Key", "${aws:username}");
    assertThat(TestPolicies.granted(like.ask(SESSION, "a:B", "*", context))).isFalse();
    assertThat(TestPolicies.granted(notLike.ask(SESSION, "a:B", "*", context))).isTrue();
  }

  /// Each line: key, its value; the same key with another value never holds.
  @ParameterizedTest
  @CsvSource({
    "user, aws:username, alice",
    "user, AWS:USERNAME, alice",
    "user, aws:userid, AIDAALICEALICEALICE22",
    "user, aws:PrincipalType, User",
    "user, aws:PrincipalArn, arn:aws:iam::123456789012:user/team/alice",
    "user, aws:PrincipalAccount, 123456789012",
    "user, aws:PrincipalIsAWSService, false",
    "user, aws:CurrentTime, 2026-11-24T12:00:00Z",
    "user, aws:EpochTime, 1795521600",
    "user, aws:SecureTransport, true",
    "user, aws:ResourceAccount, 123456789012",
    "session, aws:userid, AROAPLAYERSPLAYERS222:fn",
    "session, aws:PrincipalType, AssumedRole",
    "session, aws:PrincipalArn, arn:aws:iam::123456789012:role/app/players",
    "session, aws:username, ",
    "root, aws:userid, 123456789012",
    "root, aws:PrincipalType, Account",
    "root, aws:PrincipalArn, arn:aws:iam::123456789012:root",
    "service, aws:PrincipalServiceName, apigateway.amazonaws.com",
    "service, aws:PrincipalIsAWSService, true",
    "service, aws:PrincipalArn, ",
    "anonymous, aws:PrincipalType, Anonymous",
    "anonymous, aws:PrincipalArn, ",
    "anonymous, aws:username, ",
    "user, aws:PrincipalTag/team, ",
    "session, AWS:principaltag/Team, ",
  })
  @Shows("iam.conditions.principal-keys")
  void keysFollowFromThePrincipalAndNotFromTheRequest(String who, String key, String value) {
    Principal principal =
        switch (who) {
          case "user" -> ALICE;
          case "session" -> SESSION;
          case "root" -> ROOT;
          case "service" -> GATEWAY;
          default -> ANYONE;
        };
    Map<String, List<String>> forged =
        key.equals("aws:SecureTransport") ? Map.of() : Map.of(key, List.of("forged"));
    var context =
        PrincipalKeys.context(
            new AccessRequest(principal, "a:B", "*", forged),
            TestPolicies.ACCOUNT.digits(),
            Tags.NONE,
            TestPolicies.NOW);
    assertThat(context.values(key)).isEqualTo(value == null ? List.of() : Arrays.asList(value));
  }

  @Test
  void requestMayDenySecureTransport() {
    Map<String, List<String>> plain = Map.of("aws:SecureTransport", List.of("false"));
    var secure = when("Allow", "Bool", "aws:SecureTransport", "true");
    assertThat(TestPolicies.granted(secure.ask(ALICE, "a:B", "*"))).isTrue();
    assertThat(TestPolicies.granted(secure.ask(ALICE, "a:B", "*", plain))).isFalse();
  }
}
