package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.iam.Credentials.Assumption;
import dev.gatehouse.iam.Credentials.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final AccessKey KEY =
      new AccessKey("AKIAALICE", new Secret("s3cret"), TestPolicies.ALICE, null);
  private static final Principal LAMBDA = new Principal.Service("lambda.amazonaws.com");
  private static final String ROLE = TestPolicies.SESSION.roleArn();

  private Instant now = TestPolicies.NOW;
  private final Credentials credentials = credentials(TestPolicies.TRUST_LAMBDA);

  private Credentials credentials(String trust) {
    var role =
        new Role(
            TestPolicies.ACCOUNT,
            "/app/",
            "players",
            TestPolicies.SESSION.roleId(),
            TestPolicies.document(trust, PolicyDocument.Kind.TRUST),
            Attachments.NONE,
            HOUR,
            Tags.NONE);
    var config =
        new IamConfig(
            TestPolicies.ACCOUNT,
            List.of(new User(TestPolicies.ALICE, Attachments.NONE, List.of(), Tags.NONE)),
            List.of(),
            List.of(role),
            List.of(),
            List.of(KEY),
            List.of());
    return new Credentials(
        config, new Policies(config, () -> now), () -> now, new Ids(new Random(1)), 2);
  }

  private static Assumption lambda(String role, String session, Duration duration) {
    return new Assumption(
        LAMBDA, role, session, duration, SessionPolicies.NONE, SessionTags.NONE, Map.of());
  }

  private static AccessKey opened(Opening opening) {
    assertThat(opening).isInstanceOf(Opening.Session.class);
    return ((Opening.Session) opening).key();
  }

  private static Decision.Refused notPermitted(Opening opening) {
    assertThat(opening).isInstanceOf(Opening.NotPermitted.class);
    return ((Opening.NotPermitted) opening).refusal();
  }

  private static String impossible(Opening opening) {
    assertThat(opening).isInstanceOf(Opening.Impossible.class);
    return ((Opening.Impossible) opening).because();
  }

  private AccessKey open() {
    return opened(credentials.assume(lambda(ROLE, "fn", HOUR)));
  }

  @Test
  void longTermKeyIsFound() {
    assertThat(credentials.find("AKIAALICE")).contains(KEY);
    assertThat(credentials.find("AKIABOB")).isEmpty();
  }

  @Test
  void assumedRoleHasKeyTokenAndExpiry() {
    var key = open();
    assertThat(key.id()).matches("ASIA[A-Z2-7]{16}");
    assertThat(key.secret().reveal()).matches("[A-Za-z0-9+/]{40}");
    assertThat(key.principal())
        .isEqualTo(TestPolicies.SESSION)
        .extracting(Principal::name)
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/players/fn");
    var session = requireNonNull(key.session());
    assertThat(session.expires()).isEqualTo(now.plus(HOUR));
    assertThat(session.token().reveal()).hasSize(384);
    assertThat(credentials.find(key.id())).contains(key);
  }

  @Test
  void serviceThatTheTrustPolicyDoesNotNameIsRefused() {
    var refusal =
        notPermitted(
            credentials.assume(
                new Assumption(
                    new Principal.Service("ec2.amazonaws.com"),
                    ROLE,
                    "fn",
                    HOUR,
                    SessionPolicies.NONE,
                    SessionTags.NONE,
                    Map.of())));
    assertThat(refusal.reason().because())
        .isEqualTo(
            "no role trust policy allows it, of [trust of players]; statement 1 of policy trust of"
                + " players allows it to [lambda.amazonaws.com], not to ec2.amazonaws.com; what"
                + " would allow it is {\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}");
  }

  @Test
  void trustPolicysConditionsCount() {
    var conditional =
        credentials(
            TestPolicies.TRUST_LAMBDA.replace(
                "\"sts:AssumeRole\"",
                "\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"1\"}}"));
    assertThat(
            conditional.assume(
                new Assumption(
                    LAMBDA,
                    ROLE,
                    "fn",
                    HOUR,
                    SessionPolicies.NONE,
                    SessionTags.NONE,
                    Map.of("aws:SourceAccount", List.of("1")))))
        .isInstanceOf(Opening.Session.class);
    assertThat(conditional.assume(lambda(ROLE, "fn", HOUR)))
        .isInstanceOf(Opening.NotPermitted.class);
  }

  @Test
  void trustOfAnotherActionIsRefused() {
    var tagOnly = credentials(TestPolicies.TRUST_LAMBDA.replace("AssumeRole", "TagSession"));
    assertThat(notPermitted(tagOnly.assume(lambda(ROLE, "fn", HOUR))).reason().because())
        .contains("allows [sts:TagSession], not sts:AssumeRole;");
  }

  @Test
  void unknownRoleIsRefused() {
    var refusal = notPermitted(credentials.assume(lambda(ROLE + "x", "fn", HOUR)));
    assertThat(refusal.message())
        .isEqualTo(
            "User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: "
                + ROLE
                + "x");
    assertThat(refusal.reason().because()).isEqualTo("there is no role " + ROLE + "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "a b", "a/b", "", "ü1"})
  void badSessionNameIsRefused(String name) {
    assertThat(impossible(credentials.assume(lambda(ROLE, name, HOUR))))
        .startsWith("not a session name");
  }

  @Test
  void durationOutsideTheRolesBoundsIsRefused() {
    assertThat(impossible(credentials.assume(lambda(ROLE, "fn", Duration.ofSeconds(899)))))
        .isEqualTo("a session lasts PT15M at least");
    assertThat(credentials.assume(lambda(ROLE, "fn", HOUR.plusSeconds(1))))
        .isEqualTo(new Opening.TooLong(HOUR));
  }

  @Test
  void expiredKeyIsFoundSoThatTheRefusalCanSaySo() {
    var key = open();
    now = now.plus(HOUR).plusSeconds(1);
    assertThat(credentials.find(key.id())).contains(key);
  }

  @Test
  void sessionsAreBounded() {
    open();
    open();
    assertThat(impossible(credentials.assume(lambda(ROLE, "fn", HOUR))))
        .isEqualTo("2 sessions are open, the limit");
  }

  @Test
  void expiredSessionsMakeRoom() {
    var first = open();
    open();
    now = now.plus(HOUR);
    var third = open();
    assertThat(credentials.find(third.id())).isPresent();
    assertThat(credentials.find(first.id())).isEmpty();
  }

  @Test
  void keyOfAStrangerIsAFault() {
    var stranger =
        new AccessKey(
            "AKIAX",
            new Secret("x"),
            new Principal.User(TestPolicies.ACCOUNT, "/", "bob", "AIDABOB"),
            null);
    var config =
        new IamConfig(
            TestPolicies.ACCOUNT,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(stranger),
            List.of());
    assertThat(config.faults())
        .singleElement()
        .extracting(PolicyFault::where)
        .isEqualTo("access key AKIAX");
  }

  @Test
  void idsHaveAwsFormats() {
    var ids = new Ids(new Random(7));
    assertThat(ids.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(ids.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(ids.roleId()).matches("AROA[A-Z2-7]{17}");
    var secrets = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      secrets.add(ids.secretAccessKey().reveal());
    }
    assertThat(secrets).hasSize(100);
  }
}
