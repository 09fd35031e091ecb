package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.iam.PolicyDocument.Kind;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionKeysTest {
  private static Stream<String> faults(String statement) {
    return TestPolicies.document(TestPolicies.wrap(statement), Kind.IDENTITY)
        .keysNotSupplied(action -> action.startsWith("dynamodb:"))
        .stream()
        .map(PolicyFault::problem);
  }

  private static String on(String action, String key) {
    return ("{'Sid':'S','Effect':'Allow','Action':'%s','Resource':'*',"
            + "'Condition':{'ForAllValues:StringEquals':{'%s':'v'}}}")
        .formatted(action, key);
  }

  static Stream<String> supplied() {
    return ConditionKeys.all().map(key -> key.endsWith("/") ? key + "team" : key);
  }

  @ParameterizedTest
  @MethodSource("supplied")
  void keyThatRequestsHaveIsNoFault(String key) {
    assertThat(faults(on("dynamodb:Query", key))).isEmpty();
    assertThat(faults(on("dynamodb:Query", key.toUpperCase(Locale.ROOT)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dynamodb:LeadingKeys",
        "aws:PrincipalOrgID",
        "aws:SourceVpce",
        "aws:ResourceTag/team",
        "aws:PrincipalTag/",
        "aws:PrincipalTag",
        "aws:MultiFactorAuthAge",
        "cognito-identity.amazonaws.com:sub",
        "x:Key"
      })
  void keyThatNoRequestHasIsAFault(String key) {
    assertThat(faults(on("dynamodb:Query", key)))
        .containsExactly("statement S asks for " + key + ", which no request here has");
  }

  @Test
  void variableThatNoRequestHasIsAFault() {
    assertThat(
            faults(
                "{'Sid':'S','Effect':'Allow','Action':'dynamodb:Query',"
                    + "'Resource':'arn:aws:dynamodb:r:1:table/${saml:sub}',"
                    + "'Condition':{'StringLike':{'aws:username':'${www.amazon.com:user_id}'}}}"))
        .containsExactlyInAnyOrder(
            "statement S asks for saml:sub, which no request here has",
            "statement S asks for www.amazon.com:user_id, which no request here has");
  }

  @Test
  void statementOnActionsThatAreNeverAskedForIsNoFault() {
    assertThat(faults(on("kms:Decrypt", "kms:ViaService"))).isEmpty();
    assertThat(faults(on("dynamodb:*", "kms:ViaService"))).hasSize(1);
    assertThat(faults(on("kms:Decrypt", "kms:ViaService").replace("'Action'", "'NotAction'")))
        .hasSize(1);
  }

  @Test
  void textThatIsNoVariableIsNoFault() {
    assertThat(faults(on("dynamodb:Query", "aws:username").replace("'v'", "'${*}'"))).isEmpty();
    var old =
        TestPolicies.document(
            "{'Statement':" + on("a:B", "aws:username").replace("'v'", "'${x:y}'") + "}",
            Kind.IDENTITY);
    assertThat(old.keysNotSupplied(_ -> true)).isEmpty();
  }
}
