package dev.gatehouse.iam;

import static dev.gatehouse.iam.TestPolicies.ALICE;
import static dev.gatehouse.iam.TestPolicies.ANYONE;
import static dev.gatehouse.iam.TestPolicies.BOUNDARY_ARN;
import static dev.gatehouse.iam.TestPolicies.FUNCTION;
import static dev.gatehouse.iam.TestPolicies.GATEWAY;
import static dev.gatehouse.iam.TestPolicies.OTHER;
import static dev.gatehouse.iam.TestPolicies.ROOT;
import static dev.gatehouse.iam.TestPolicies.SESSION;
import static dev.gatehouse.iam.TestPolicies.TABLE;
import static dev.gatehouse.iam.TestPolicies.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
  private static final String GET = "dynamodb:GetItem";
  private static final String URL = "lambda:InvokeFunctionUrl";
  private static final Principal.User STRANGER =
      new Principal.User(OTHER, "/", "mallory", "AIDAMALLORYMALLORY222");

  private static String allow(String action, String resource) {
    return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'}";
  }

  private static String deny(String action, String resource) {
    return allow(action, resource).replace("Allow", "Deny");
  }

  private static String grant(String principal, String action, String resource) {
    return "{'Sid':'S','Effect':'Allow','Principal':%s,'Action':'%s','Resource':'%s'}"
        .formatted(principal, action, resource);
  }

  private static Decision.Refused refused(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return (Decision.Refused) decision;
  }

  @Nested
  class Patterns {
    /// Each line: patterns of action and resource, a request that they cover, one that they do not.
    /// `@` is the account.
    @ParameterizedTest
    @CsvSource({
      "dynamodb:GetItem, *, dynamodb:GetItem, arn:aws:s3:::b, dynamodb:PutItem, arn:aws:s3:::b",
      "dynamodb:*, *, dynamodb:Scan, *, lambda:InvokeFunction, *",
      "dynamodb:Get*, *, dynamodb:GetRecords, *, dynamodb:BatchGetItem, *",
      "dynamodb:?etItem, *, dynamodb:GetItem, *, dynamodb:BGetItem, *",
      "DYNAMODB:getitem, *, dynamodb:GetItem, *, dynamodb:GetItems, *",
      "dynamodb:*Item, *, dynamodb:BatchWriteItem, *, dynamodb:BatchWriteItems, *",
      "dynamodb:*Write*, *, dynamodb:BatchWriteItem, *, dynamodb:BatchGetItem, *",
      "a:*, arn:aws:a:r:@:t/P, a:B, arn:aws:a:r:@:t/P, a:B, arn:aws:a:r:@:t/p",
      "a:*, arn:aws:a:r:@:t/P*, a:B, arn:aws:a:r:@:t/P/index/i, a:B, arn:aws:a:r:@:t/Q",
      "a:*, arn:aws:a:r:@:t/?, a:B, arn:aws:a:r:@:t/P, a:B, arn:aws:a:r:@:t/PP",
      "a:*, arn:aws:a:*:@:t/P, a:B, arn:aws:a:eu:@:t/P, a:B, arn:aws:a:eu:@:t/Q",
      "a:*, arn:aws:a:*:*:t/P, a:B, arn:aws:a:eu:@:t/P, a:B, arn:aws:b:eu:@:t/P",
      "a:*, arn:aws:a:*, a:B, arn:aws:a:eu:@:t/P, a:B, arn:aws:b:eu:@:t/P",
      "a:*, arn:aws:a:e*t:@:t, a:B, arn:aws:a:east:@:t, a:B, arn:aws:a:e:x:t:@:t",
      "a:*, arn:aws:a:e?:@:t, a:B, arn:aws:a:eu:@:t, a:B, arn:aws:a:e::@:t",
      "a:*, arn:aws:a:r:@:f:*:x, a:B, arn:aws:a:r:@:f:a:b:x, a:B, arn:aws:a:r:@:f:a:b:y",
      "a:*, arn:aws:a:r:@:f, a:B, arn:aws:a:r:@:f, a:B, arn:aws:a:r:@:f:alias",
      "a:*, arn:aws:a:r:@:f:*, a:B, arn:aws:a:r:@:f:alias, a:B, arn:aws:a:r:@:f",
      "a:*, arn:aws:a:r:@:**x, a:B, arn:aws:a:r:@:aax, a:B, arn:aws:a:r:@:aay",
      "a:*, arn:aws:a:r:@:a*b*c, a:B, arn:aws:a:r:@:abbc, a:B, arn:aws:a:r:@:acb",
    })
    @Shows("iam.elements.action")
    @Shows("iam.elements.resource")
    void coverExactlyWhatTheySay(
        String action, String resource, String asked, String on, String notAsked, String notOn) {
      var policies = new TestPolicies().identity(allow(action, here(resource)));
      assertThat(granted(policies.ask(ALICE, asked, here(on)))).isTrue();
      assertThat(granted(policies.ask(ALICE, notAsked, here(notOn)))).isFalse();
    }

    private static String here(String arn) {
      return arn.replace("@", "123456789012");
    }

    @Test
    @Shows("iam.elements.not-action")
    void notActionCoversEverythingElse() {
      var policies =
          new TestPolicies()
              .identity("{'Effect':'Allow','NotAction':['iam:*','" + GET + "'],'Resource':'*'}");
      assertThat(granted(policies.ask(ALICE, "dynamodb:PutItem", TABLE))).isTrue();
      assertThat(granted(policies.ask(ALICE, GET, TABLE))).isFalse();
    }

    @Test
    @Shows("iam.elements.not-action")
    void notResourceCoversEverythingElse() {
      var policies =
          new TestPolicies()
              .identity("{'Effect':'Allow','Action':'*','NotResource':'" + TABLE + "'}");
      assertThat(granted(policies.ask(ALICE, GET, TABLE + "2"))).isTrue();
      assertThat(granted(policies.ask(ALICE, GET, TABLE))).isFalse();
    }

    @Test
    void oneOfSeveralStatementsIsEnough() {
      var policies = new TestPolicies().identity(allow("x:*", "*") + "," + allow(GET, TABLE));
      assertThat(granted(policies.ask(ALICE, GET, TABLE))).isTrue();
      assertThat(granted(policies.ask(ALICE, GET, TABLE + "2"))).isFalse();
    }

    @Test
    void hostilePatternsAndTextsDoNotExplode() {
      var policies =
          new TestPolicies().identity(allow("a:B", "arn:aws:a:::" + "a*".repeat(30) + "b"));
      assertThat(granted(policies.ask(ALICE, "a:B", "arn:aws:a:::" + "a".repeat(2000)))).isFalse();
    }
  }

  @Nested
  class Variables {
    private final TestPolicies policies =
        new TestPolicies().identity(allow("a:B", "arn:aws:a:::home/${aws:username}/*"));

    @Test
    void standForTheRequestsValue() {
      assertThat(granted(policies.ask(ALICE, "a:B", "arn:aws:a:::home/alice/x"))).isTrue();
      assertThat(granted(policies.ask(ALICE, "a:B", "arn:aws:a:::home/bob/x"))).isFalse();
    }

    @Test
    void withoutValueMatchNothing() {
      assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::home//x"))).isFalse();
      assertThat(granted(policies.ask(SESSION, "a:B", "arn:aws:a:::home/${aws:username}/x")))
          .isFalse();
    }

    @Test
    void fallBackToTheirDefault() {
      var fallback =
          new TestPolicies()
              .identity(
                  allow("a:B", "arn:aws:a:::${aws:username, `no one`}".replace("`", "\\u0027")));
      assertThat(granted(fallback.ask(SESSION, "a:B", "arn:aws:a:::no one"))).isTrue();
      assertThat(granted(fallback.ask(ALICE, "a:B", "arn:aws:a:::no one"))).isFalse();
      assertThat(granted(fallback.ask(ALICE, "a:B", "arn:aws:a:::alice"))).isTrue();
    }

    @Test
    void valuesAreNoWildcards() {
      var byTag = new TestPolicies().identity(allow("a:B", "arn:aws:a:::${aws:SourceIdentity}"));
      var star = Map.of("aws:SourceIdentity", List.of("*"));
      assertThat(granted(byTag.ask(ALICE, "a:B", "arn:aws:a:::*", star))).isTrue();
      assertThat(granted(byTag.ask(ALICE, "a:B", "arn:aws:a:::x", star))).isFalse();
    }

    @Test
    void multivaluedKeysCannotBeVariables() {
      var byTag = new TestPolicies().identity(allow("a:B", "arn:aws:a:::${aws:TagKeys}"));
      assertThat(
              granted(
                  byTag.ask(ALICE, "a:B", "arn:aws:a:::x", Map.of("aws:TagKeys", List.of("x")))))
          .isTrue();
      assertThat(
              granted(
                  byTag.ask(
                      ALICE, "a:B", "arn:aws:a:::x", Map.of("aws:TagKeys", List.of("x", "y")))))
          .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "?", "$"})
    void escapedSpecialCharactersAreThemselves(String special) {
      var escaped = new TestPolicies().identity(allow("a:B", "arn:aws:a:::${" + special + "}"));
      assertThat(granted(escaped.ask(ALICE, "a:B", "arn:aws:a:::" + special))).isTrue();
      assertThat(granted(escaped.ask(ALICE, "a:B", "arn:aws:a:::x"))).isFalse();
    }

    @Test
    @Shows("iam.elements.version")
    void ofTheOldPolicyVersionAreLiteral() {
      var old =
          TestPolicies.document(
              "{'Statement':" + allow("a:B", "arn:aws:a:::${aws:username}") + "}",
              PolicyDocument.Kind.IDENTITY);
      var user =
          new User(ALICE, Attachments.inline(new NamedPolicy("old", old)), List.of(), Tags.NONE);
      var check =
          new Policies(
              new IamConfig(
                  TestPolicies.ACCOUNT,
                  List.of(user),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of()),
              TestPolicies.CLOCK);
      assertThat(granted(check.check(request("arn:aws:a:::${aws:username}")))).isTrue();
      assertThat(granted(check.check(request("arn:aws:a:::alice")))).isFalse();
    }

    private static AccessRequest request(String resource) {
      return new AccessRequest(ALICE, "a:B", resource, Map.of());
    }
  }

  @Nested
  class OneAccount {
    @Test
    void nothingIsAllowedWithoutPolicies() {
      assertThat(refused(new TestPolicies().ask(ALICE, GET, TABLE)).message())
          .isEqualTo(
              "User: arn:aws:iam::123456789012:user/team/alice is not authorized to perform:"
                  + " dynamodb:GetItem on resource: "
                  + TABLE
                  + " because no identity-based policy allows the dynamodb:GetItem action");
    }

    @Test
    void identityDenyBeatsResourceAllow() {
      var policies =
          new TestPolicies()
              .resource(FUNCTION, grant("'*'", URL, FUNCTION))
              .identity(allow("*", "*"));
      assertThat(granted(policies.ask(SESSION, URL, FUNCTION))).isTrue();
      policies.identity(deny("lambda:*", "*"));
      assertThat(refused(policies.ask(SESSION, URL, FUNCTION)).message())
          .isEqualTo(
              "User: arn:aws:sts::123456789012:assumed-role/players/fn is not authorized to"
                  + " perform: lambda:InvokeFunctionUrl on resource: "
                  + FUNCTION
                  + " with an explicit deny in an identity-based policy");
    }

    @Test
    void resourceDenyBeatsIdentityAllowAndRoot() {
      var policies = new TestPolicies().identity(allow("*", "*"));
      assertThat(granted(policies.ask(ALICE, GET, TABLE))).isTrue();
      assertThat(granted(policies.ask(ROOT, GET, TABLE))).isTrue();
      policies.resource(TABLE, grant("'*'", GET, TABLE).replace("Allow", "Deny"));
      assertThat(refused(policies.ask(ALICE, GET, TABLE)).message())
          .endsWith(" with an explicit deny in a resource-based policy");
      assertThat(granted(policies.ask(ROOT, GET, TABLE))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'*'",
          "{'AWS':'*'}",
          "{'AWS':'arn:aws:iam::123456789012:user/team/alice'}",
          "{'AWS':['999999999999','arn:aws:iam::123456789012:user/team/alice']}",
        })
    @Shows("function-url.authorisation.either-policy-suffices")
    void resourcePolicyThatNamesTheUserSuffices(String principal) {
      var policies = new TestPolicies().resource(FUNCTION, grant(principal, URL, FUNCTION));
      assertThat(granted(policies.ask(ALICE, URL, FUNCTION))).isTrue();
      assertThat(granted(policies.ask(ALICE, "lambda:InvokeFunction", FUNCTION))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'AWS':'arn:aws:iam::123456789012:user/alice'}",
          "{'AWS':'arn:aws:iam::123456789012:user/team/bob'}",
          "{'AWS':'arn:aws:iam::123456789012:role/team/alice'}",
          "{'AWS':'999999999999'}",
          "{'Service':'lambda.amazonaws.com'}",
          "{'Federated':'arn:aws:iam::123456789012:user/team/alice'}",
        })
    void resourcePolicyThatNamesSomebodyElseDoesNot(String principal) {
      var policies = new TestPolicies().resource(FUNCTION, grant(principal, URL, FUNCTION));
      assertThat(granted(policies.ask(ALICE, URL, FUNCTION))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'123456789012'", "'arn:aws:iam::123456789012:root'"})
    void accountAsPrincipalLeavesTheChoiceToIdentityPolicies(String account) {
      var policies =
          new TestPolicies().resource(FUNCTION, grant("{'AWS':" + account + "}", URL, FUNCTION));
      assertThat(granted(policies.ask(ALICE, URL, FUNCTION))).isFalse();
      assertThat(granted(policies.identity(allow(URL, "*")).ask(ALICE, URL, FUNCTION))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "arn:aws:iam::123456789012:role/app/players",
          "arn:aws:sts::123456789012:assumed-role/players/fn"
        })
    @Shows("iam.elements.principal")
    void resourcePolicyMayNameTheRoleOrTheSession(String arn) {
      var policies =
          new TestPolicies().resource(FUNCTION, grant("{'AWS':'" + arn + "'}", URL, FUNCTION));
      assertThat(granted(policies.ask(SESSION, URL, FUNCTION))).isTrue();
      assertThat(granted(policies.ask(ALICE, URL, FUNCTION))).isFalse();
    }

    @Test
    void sessionOfARoleWithAnotherIdHoldsNoPolicies() {
      var policies = new TestPolicies().identity(allow("*", "*"));
      var impostor =
          new Principal.RoleSession(
              SESSION.account(), SESSION.rolePath(), SESSION.roleName(), "AROAOTHER", "fn");
      assertThat(granted(policies.ask(SESSION, GET, TABLE))).isTrue();
      assertThat(granted(policies.ask(impostor, GET, TABLE))).isFalse();
    }

    @Test
    void policyOfAFunctionDoesNotCoverItsAliasesUnlessItSaysSo() {
      var unqualified = new TestPolicies().resource(FUNCTION, grant("'*'", URL, FUNCTION));
      assertThat(granted(unqualified.ask(ANYONE, URL, FUNCTION + ":live"))).isFalse();
      var qualified = new TestPolicies().resource(FUNCTION, grant("'*'", URL, FUNCTION + ":live"));
      assertThat(granted(qualified.ask(ANYONE, URL, FUNCTION + ":live"))).isTrue();
      assertThat(granted(qualified.ask(ANYONE, URL, FUNCTION))).isFalse();
    }

    @Test
    void policyOfOneResourceSaysNothingOfAnother() {
      var policies = new TestPolicies().resource(FUNCTION, grant("'*'", URL, "*"));
      assertThat(granted(policies.ask(ANYONE, URL, FUNCTION))).isTrue();
      assertThat(granted(policies.ask(ANYONE, URL, FUNCTION + "2"))).isFalse();
    }

    @Test
    void groupsLendTheirPolicies() {
      var group =
          new Group("admins", Attachments.managed("arn:aws:iam::aws:policy/AdministratorAccess"));
      assertThat(granted(withGroups(List.of(group), List.of("admins")))).isTrue();
      assertThat(granted(withGroups(List.of(group), List.of()))).isFalse();
    }

    private static Decision withGroups(List<Group> groups, List<String> memberships) {
      var user = new User(ALICE, Attachments.NONE, memberships, Tags.NONE);
      var config =
          new IamConfig(
              TestPolicies.ACCOUNT,
              List.of(user),
              groups,
              List.of(),
              List.of(),
              List.of(),
              List.of());
      return new Policies(config, TestPolicies.CLOCK)
          .check(new AccessRequest(ALICE, GET, TABLE, Map.of()));
    }
  }

  @Nested
  class Boundaries {
    private final TestPolicies bounded =
        new TestPolicies().identity(allow("*", "*")).boundary(allow("dynamodb:*", "*"));

    @Test
    void limitIdentityPolicies() {
      assertThat(granted(bounded.ask(ALICE, GET, TABLE))).isTrue();
      assertThat(refused(bounded.ask(ALICE, URL, FUNCTION)).message())
          .endsWith(" because no permissions boundary allows the lambda:InvokeFunctionUrl action");
    }

    @Test
    void grantNothingThemselves() {
      var only = new TestPolicies().boundary(allow("*", "*"));
      assertThat(refused(only.ask(ALICE, GET, TABLE)).message())
          .endsWith(" because no identity-based policy allows the dynamodb:GetItem action");
    }

    @Test
    void limitGrantsToARoleButNotToAUserOrASession() {
      String role = "{'AWS':'arn:aws:iam::123456789012:role/app/players'}";
      String session = "{'AWS':'arn:aws:sts::123456789012:assumed-role/players/fn'}";
      String user = "{'AWS':'arn:aws:iam::123456789012:user/team/alice'}";
      assertThat(granted(toUrl(role).ask(SESSION, URL, FUNCTION))).isFalse();
      assertThat(granted(toUrl(session).ask(SESSION, URL, FUNCTION))).isTrue();
      assertThat(granted(toUrl(user).ask(ALICE, URL, FUNCTION))).isTrue();
    }

    private static TestPolicies toUrl(String principal) {
      return new TestPolicies()
          .boundary(allow("dynamodb:*", "*"))
          .resource(FUNCTION, grant(principal, URL, FUNCTION));
    }

    @Test
    void denyExplicitly() {
      var denying =
          new TestPolicies()
              .identity(allow("*", "*"))
              .boundary(allow("*", "*") + "," + deny(GET, "*"));
      assertThat(granted(denying.ask(ALICE, "dynamodb:PutItem", TABLE))).isTrue();
      assertThat(refused(denying.ask(ALICE, GET, TABLE)).message())
          .endsWith(" with an explicit deny in a permissions boundary");
    }
  }

  @Nested
  class AcrossAccounts {
    private static final String THEIR_TABLE =
        "arn:aws:dynamodb:eu-west-1:999999999999:table/Players";
    private final String toUs = grant("{'AWS':'123456789012'}", GET, THEIR_TABLE);

    @Test
    void bothSidesMustAllow() {
      var identityOnly = new TestPolicies().identity(allow("*", "*"));
      assertThat(refused(identityOnly.ask(ALICE, GET, THEIR_TABLE)).message())
          .endsWith(" because no resource-based policy allows the dynamodb:GetItem action");
      var resourceOnly = new TestPolicies().resource(THEIR_TABLE, toUs);
      assertThat(refused(resourceOnly.ask(ALICE, GET, THEIR_TABLE)).message())
          .endsWith(" because no identity-based policy allows the dynamodb:GetItem action");
      assertThat(granted(resourceOnly.identity(allow("*", "*")).ask(ALICE, GET, THEIR_TABLE)))
          .isTrue();
    }

    @Test
    void rootNeedsTheResourcesPolicy() {
      assertThat(granted(new TestPolicies().ask(ROOT, GET, THEIR_TABLE))).isFalse();
      assertThat(
              granted(new TestPolicies().resource(THEIR_TABLE, toUs).ask(ROOT, GET, THEIR_TABLE)))
          .isTrue();
    }

    @Test
    void strangersGetInNowhere() {
      var open = new TestPolicies().resource(FUNCTION, grant("'*'", URL, FUNCTION));
      assertThat(granted(open.ask(ALICE, URL, FUNCTION))).isTrue();
      assertThat(granted(open.ask(STRANGER, URL, FUNCTION))).isFalse();
    }
  }

  @Nested
  class WithoutAccount {
    @Test
    void serviceNeedsToBeNamed() {
      var named =
          new TestPolicies()
              .identity(allow("*", "*"))
              .resource(
                  FUNCTION,
                  grant("{'Service':'apigateway.amazonaws.com'}", "lambda:InvokeFunction", "*"));
      assertThat(granted(named.ask(GATEWAY, "lambda:InvokeFunction", FUNCTION))).isTrue();
      var other = new Principal.Service("events.amazonaws.com");
      assertThat(refused(named.ask(other, "lambda:InvokeFunction", FUNCTION)).message())
          .startsWith("User: events.amazonaws.com is not authorized")
          .endsWith(" because no resource-based policy allows the lambda:InvokeFunction action");
    }

    @Test
    void anonymousNeedsEveryone() {
      var open = new TestPolicies().resource(FUNCTION, grant("'*'", URL, FUNCTION));
      assertThat(granted(open.ask(ANYONE, URL, FUNCTION))).isTrue();
      var account =
          new TestPolicies().resource(FUNCTION, grant("{'AWS':'123456789012'}", URL, FUNCTION));
      assertThat(refused(account.ask(ANYONE, URL, FUNCTION)).message())
          .startsWith("User: anonymous is not authorized");
    }
  }

  @Nested
  class NotPrincipal {
    private static TestPolicies sparing(String principals) {
      return new TestPolicies()
          .identity(allow("*", "*"))
          .resource(
              TABLE,
              "{'Effect':'Deny','NotPrincipal':{'AWS':["
                  + principals
                  + "]},'Action':'*','Resource':'*'}");
    }

    @Test
    void sparesAUserListedWithItsAccount() {
      String alice = "'arn:aws:iam::123456789012:user/team/alice'";
      assertThat(granted(sparing(alice + ",'123456789012'").ask(ALICE, GET, TABLE))).isTrue();
      assertThat(granted(sparing(alice).ask(ALICE, GET, TABLE))).isFalse();
      assertThat(granted(sparing("'123456789012'").ask(ALICE, GET, TABLE))).isFalse();
    }

    @Test
    void sparesARoleListedWithItsAccount() {
      String role = "'arn:aws:iam::123456789012:role/app/players'";
      assertThat(granted(sparing(role + ",'123456789012'").ask(SESSION, GET, TABLE))).isTrue();
      assertThat(granted(sparing(role).ask(SESSION, GET, TABLE))).isFalse();
    }

    @Test
    @Shows("iam.elements.not-principal")
    void neverSparesTheBounded() {
      var policies =
          sparing("'arn:aws:iam::123456789012:user/team/alice','123456789012'")
              .boundary(allow("*", "*"));
      assertThat(granted(policies.ask(ALICE, GET, TABLE))).isFalse();
    }
  }

  @Nested
  class Reasons {
    private static String because(Decision decision) {
      return refused(decision).reason().because();
    }

    @Test
    void nameTheNearestStatementsActions() {
      var policies =
          new TestPolicies()
              .identity(
                  "{'Effect':'Allow','Action':['dynamodb:GetItem','dynamodb:Query'],'Resource':'"
                      + TABLE
                      + "'},"
                      + allow("x:*", "*").replace("'*'", "'arn:aws:x:::y'"));
      assertThat(because(policies.ask(ALICE, "dynamodb:Scan", TABLE)))
          .isEqualTo(
              "no identity-based policy allows it, of [PlayersTable]; statement 1 of policy"
                  + " PlayersTable allows [dynamodb:GetItem, dynamodb:Query] on ["
                  + TABLE
                  + "], not dynamodb:Scan; what would allow it is"
                  + " {\"Effect\":\"Allow\",\"Action\":\"dynamodb:Scan\",\"Resource\":\""
                  + TABLE
                  + "\"}");
    }

    @Test
    void nameTheNearestStatementsResources() {
      var policies = new TestPolicies().identity(allow(GET, TABLE));
      assertThat(because(policies.ask(ALICE, GET, TABLE + "2")))
          .isEqualTo(
              "no identity-based policy allows it, of [PlayersTable]; statement 1 of policy"
                  + " PlayersTable allows dynamodb:GetItem on ["
                  + TABLE
                  + "], not on "
                  + TABLE
                  + "2; what would allow it is"
                  + " {\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\""
                  + TABLE
                  + "2\"}");
    }

    @Test
    void nameTheFailedCondition() {
      var policies =
          new TestPolicies()
              .resource(
                  FUNCTION,
                  "{'Sid':'Public','Effect':'Allow','Principal':'*','Action':'"
                      + URL
                      + "','Resource':'*','Condition':{'StringEquals':"
                      + "{'lambda:FunctionUrlAuthType':'NONE'}}}");
      var context = Map.of("lambda:FunctionUrlAuthType", List.of("AWS_IAM"));
      assertThat(because(policies.ask(ANYONE, URL, FUNCTION, context)))
          .isEqualTo(
              "no resource-based policy allows it, of [of "
                  + FUNCTION
                  + "]; statement Public of policy of "
                  + FUNCTION
                  + " allows it only when StringEquals lambda:FunctionUrlAuthType [NONE]; the"
                  + " request has [AWS_IAM]; what would allow it is"
                  + " {\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"lambda:InvokeFunctionUrl\","
                  + "\"Resource\":\""
                  + FUNCTION
                  + "\"}");
    }

    @Test
    void nameTheDenyingStatement() {
      var policies =
          new TestPolicies()
              .identity(deny(GET, "*").replace("{'Effect'", "{'Sid':'Never','Effect'"));
      assertThat(because(policies.ask(ALICE, GET, TABLE)))
          .isEqualTo(
              "statement Never of policy PlayersTable denies it, and a deny wins over every allow:"
                  + " narrow it, or take it away");
    }
  }

  @Nested
  class Configuration {
    @Test
    void unknownManagedPolicyIsAFault() {
      var config = config(Attachments.managed("arn:aws:iam::aws:policy/AmazonS3FullAccess"));
      assertThat(config.faults())
          .singleElement()
          .hasToString(
              "arn:aws:iam::123456789012:role/app/players: managed policy"
                  + " arn:aws:iam::aws:policy/AmazonS3FullAccess is not known here");
      assertThatThrownBy(() -> new Policies(config, TestPolicies.CLOCK))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownBoundaryIsAFault() {
      var config = config(new Attachments(List.of(), List.of(), BOUNDARY_ARN));
      assertThat(config.faults()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "AdministratorAccess",
          "AmazonDynamoDBFullAccess",
          "AmazonDynamoDBFullAccess_v2",
          "AmazonDynamoDBReadOnlyAccess",
          "AWSLambda_FullAccess",
          "AWSXRayDaemonWriteAccess",
          "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
          "service-role/AWSLambdaBasicExecutionRole",
          "service-role/AWSLambdaDynamoDBExecutionRole",
          "service-role/AWSLambdaVPCAccessExecutionRole"
        })
    void awsManagedPolicyIsKnown(String name) {
      assertThat(config(Attachments.managed("arn:aws:iam::aws:policy/" + name)).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "service-role/AWSLambdaBasicExecutionRole, logs:PutLogEvents, logs:DeleteLogGroup",
      "service-role/AWSLambdaDynamoDBExecutionRole, dynamodb:GetRecords, dynamodb:GetItem",
      "AmazonDynamoDBReadOnlyAccess, dynamodb:Scan, dynamodb:PutItem",
      "AmazonDynamoDBFullAccess_v2, dynamodb:PutItem, lambda:InvokeFunction",
      "AWSXRayDaemonWriteAccess, xray:PutTraceSegments, xray:GetTraceSummaries",
      "AWSLambda_FullAccess, lambda:InvokeFunctionUrl, dynamodb:GetItem",
    })
    void awsManagedPolicyGrantsItsActionsOnly(String name, String granted, String refused) {
      var policies =
          new Policies(
              config(Attachments.managed("arn:aws:iam::aws:policy/" + name)), TestPolicies.CLOCK);
      assertThat(granted(policies.check(new AccessRequest(SESSION, granted, TABLE, Map.of()))))
          .isTrue();
      assertThat(granted(policies.check(new AccessRequest(SESSION, refused, TABLE, Map.of()))))
          .isFalse();
    }

    private static IamConfig config(Attachments attachments) {
      return new IamConfig(
          TestPolicies.ACCOUNT,
          List.of(),
          List.of(),
          List.of(TestPolicies.role(attachments, Tags.NONE)),
          List.of(),
          List.of(),
          List.of());
    }
  }
}
