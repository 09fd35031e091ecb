package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/// STS, judged by AWS's SDK.
final class SecurityTokenServiceConformanceTest {
  private static final String OPERATOR = "arn:aws:iam::000000000000:role/operator";
  private static final String AUDITOR = "arn:aws:iam::000000000000:role/auditor";
  private static final String ASSUMER = "arn:aws:iam::000000000000:user/assumer";
  private static final String READ_ONLY =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}}\
      """;

  @TempDir private static Path folder;
  private static ThingsStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static StsClient sts(AwsCredentials key) {
    return stack.client(StsClient.builder(), key);
  }

  private static DynamoDbClient dynamodb(AwsCredentials key) {
    return stack.client(DynamoDbClient.builder(), key);
  }

  private static AwsCredentials temporary(Credentials credentials) {
    return AwsSessionCredentials.create(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  private static AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> more) {
    return sts(stack.key("Assumer"))
        .assumeRole(request -> {
          request.roleArn(OPERATOR).roleSessionName("shift").externalId("sesame");
          more.accept(request);
        });
  }

  private static PolicyDescriptorType managed(String arn) {
    return PolicyDescriptorType.builder().arn(arn).build();
  }

  private static void assertRefused(
      ThrowingCallable call, int status, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refused.statusCode()).isEqualTo(status);
            });
  }

  private static String notAuthorized(String role) {
    return "User: "
        + ASSUMER
        + " is not authorized to perform: sts:AssumeRole on resource: "
        + role;
  }

  // AssumeRole

  @Test
  @Shows("iam.sts.assume-role")
  @Shows("iam.sts.caller-identity")
  void assumedRoleIsAKeyOfItsOwn() {
    Instant before = Instant.now();
    var assumed = assume(request -> {});
    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/operator/shift");
    assertThat(assumed.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{17}:shift");
    assertThat(assumed.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(assumed.credentials().expiration())
        .isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3600));

    var session = temporary(assumed.credentials());
    assertThat(sts(session).getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/operator/shift");
    assertThat(dynamodb(session).scan(scan -> scan.tableName("Things")).items())
        .containsExactly(ThingsStack.ITEM);
  }

  @Test
  @Shows("iam.sts.trust")
  void roleOfACallerThatNoPolicyAllowsIsRefused() {
    assertRefused(
        () ->
            sts(stack.key("Limited"))
                .assumeRole(request ->
                    request.roleArn(OPERATOR).roleSessionName("shift").externalId("sesame")),
        403,
        "AccessDenied",
        "User: arn:aws:iam::000000000000:user/limited is not authorized to perform: sts:AssumeRole"
            + " on resource: "
            + OPERATOR
            + " because no identity-based policy allows the sts:AssumeRole action");
  }

  @Test
  void trustPolicysExternalIdMustBeGiven() {
    assertRefused(
        () -> assume(request -> request.externalId("simsim")),
        403,
        "AccessDenied",
        notAuthorized(OPERATOR));
    assertRefused(
        () -> assume(request -> request.externalId(null)),
        403,
        "AccessDenied",
        notAuthorized(OPERATOR));
    assertThat(stack.refusals())
        .anyMatch(reason ->
            reason.contains(
                "allows it only when StringEquals sts:ExternalId [sesame]; the request has"
                    + " [simsim]"));
  }

  @Test
  void identityPolicyAloneOpensNoRole() {
    assertRefused(
        () ->
            sts(stack.administratorKey())
                .assumeRole(request -> request.roleArn(AUDITOR).roleSessionName("me")),
        403,
        "AccessDenied",
        "User: arn:aws:iam::000000000000:user/gatehouse-administrator is not authorized to perform:"
            + " sts:AssumeRole on resource: "
            + AUDITOR);
  }

  @Test
  void roleThatIsNotThereIsRefusedInTheSameWords() {
    assertRefused(
        () -> assume(request -> request.roleArn(OPERATOR + "s")),
        403,
        "AccessDenied",
        notAuthorized(OPERATOR + "s"));
  }

  @Test
  void explicitDenyOfTheTrustPolicyIsTold() {
    var operator = temporary(assume(request -> {}).credentials());
    assertRefused(
        () ->
            sts(operator)
                .assumeRole(request -> request.roleArn(AUDITOR).roleSessionName("never-again")),
        403,
        "AccessDenied",
        "User: arn:aws:sts::000000000000:assumed-role/operator/shift is not authorized to perform:"
            + " sts:AssumeRole on resource: "
            + AUDITOR
            + " with an explicit deny in the role trust policy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length"
            + " greater than or equal to 2",
        "a b | Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy"
            + " regular expression pattern: [\\w+=,.@-]*",
      })
  void badSessionNameIsInvalid(String name, String violation) {
    assertRefused(
        () -> assume(request -> request.roleSessionName(name)),
        400,
        "ValidationError",
        "1 validation error detected: " + violation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "899 | 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 900",
        "43201 | 1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy"
            + " constraint: Member must have value less than or equal to 43200",
        "7201 | The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      })
  void durationOutsideTheBoundsIsInvalid(int seconds, String message) {
    assertRefused(
        () -> assume(request -> request.durationSeconds(seconds)), 400, "ValidationError", message);
  }

  @Test
  void durationWithinTheBoundsIsGiven() {
    assertThat(assume(request -> request.durationSeconds(7200)).credentials().expiration())
        .isAfter(Instant.now().plus(Duration.ofMinutes(119)));
    assertThat(assume(request -> request.durationSeconds(900)).credentials().expiration())
        .isBefore(Instant.now().plus(Duration.ofMinutes(16)));
  }

  @Test
  void chainedRolesLastAnHourAtMost() {
    var operator = sts(temporary(assume(request -> {}).credentials()));
    assertThat(
            operator
                .assumeRole(request ->
                    request.roleArn(AUDITOR).roleSessionName("next").durationSeconds(3600))
                .assumedRoleUser()
                .arn())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/auditor/next");
    assertRefused(
        () ->
            operator.assumeRole(
                request -> request.roleArn(AUDITOR).roleSessionName("next").durationSeconds(3601)),
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
            + " chaining.");
  }

  @Test
  void whatIsNotBuiltIsRefusedByName() {
    assertRefused(
        () -> assume(request -> request.sourceIdentity("someone")),
        400,
        "ValidationError",
        "Gatehouse does not support SourceIdentity in AssumeRole");
  }

  // Session policies

  @Test
  @Shows("iam.evaluation.session-policies")
  void sessionPolicyNarrowsTheRole() {
    var assumed = assume(request -> request.policy(READ_ONLY));
    var session = dynamodb(temporary(assumed.credentials()));
    assertThat(session.getItem(get -> get.tableName("Things").key(ThingsStack.ITEM)).item())
        .isEqualTo(ThingsStack.ITEM);
    assertRefused(
        () -> session.scan(scan -> scan.tableName("Things")),
        400,
        "AccessDeniedException",
        "User: arn:aws:sts::000000000000:assumed-role/operator/shift is not authorized to perform:"
            + " dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Things"
            + " because no session policy allows the dynamodb:Scan action");
  }

  @Test
  void managedPoliciesNarrowTheRoleToo() {
    var assumed =
        assume(request ->
            request.policyArns(managed("arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess")));
    var session = dynamodb(temporary(assumed.credentials()));
    assertThat(session.scan(scan -> scan.tableName("Things")).items()).hasSize(1);
    assertRefused(
        () -> session.putItem(put -> put.tableName("Things").item(ThingsStack.ITEM)),
        400,
        "AccessDeniedException",
        "User: arn:aws:sts::000000000000:assumed-role/operator/shift is not authorized to perform:"
            + " dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Things"
            + " because no session policy allows the dynamodb:PutItem action");
  }

  @Test
  void sessionPolicyGivesNothingThatTheRoleHasNot() {
    var assumed =
        assume(request ->
            request.policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                    + "\"Action\":\"*\",\"Resource\":\"*\"}}"));
    var session = temporary(assumed.credentials());
    assertThat(dynamodb(session).listTables().tableNames()).containsExactly("Things");
    assertRefused(
        () ->
            stack
                .client(LambdaClient.builder(), session)
                .getPolicy(get -> get.functionName("reader")),
        403,
        "AccessDeniedException",
        "User: arn:aws:sts::000000000000:assumed-role/operator/shift is not authorized to perform:"
            + " lambda:GetPolicy on resource: arn:aws:lambda:us-east-1:000000000000:function:reader"
            + " because no identity-based policy allows the lambda:GetPolicy action");
  }

  @Test
  void sessionPolicyThatIsNoPolicyIsMalformed() {
    assertRefused(
        () -> assume(request -> request.policy("{")),
        400,
        "MalformedPolicyDocument",
        "$: is not JSON");
    assertRefused(
        () ->
            assume(request -> request.policyArns(managed("arn:aws:iam::aws:policy/NoSuchPolicy"))),
        400,
        "MalformedPolicyDocument",
        "arn:aws:iam::aws:policy/NoSuchPolicy: this managed policy is not known here");
  }

  @Test
  void sessionPolicyBeyondTheLimitIsTooLarge() {
    assertRefused(
        () -> assume(request -> request.policy(READ_ONLY + " ".repeat(2048))),
        400,
        "PackedPolicyTooLarge",
        "Packed policy consumes 105% of allotted space, please use smaller policy.");
  }

  // GetSessionToken

  @Test
  void sessionTokenIsItsUsersOwn() {
    var limited = sts(stack.key("Limited")).getSessionToken();
    assertThat(limited.credentials().expiration())
        .isAfter(Instant.now().plus(Duration.ofMinutes(719)));
    var session = temporary(limited.credentials());
    assertThat(sts(session).getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::000000000000:user/limited");
    assertThat(
            dynamodb(session)
                .getItem(get -> get.tableName("Things").key(ThingsStack.ITEM))
                .hasItem())
        .isTrue();
    assertRefused(
        () -> dynamodb(session).listTables(),
        400,
        "AccessDeniedException",
        "User: arn:aws:iam::000000000000:user/limited is not authorized to perform:"
            + " dynamodb:ListTables on resource: * because no identity-based policy allows the"
            + " dynamodb:ListTables action");
  }

  @Test
  void sessionOpensNoOtherSession() {
    var session = temporary(sts(stack.key("Limited")).getSessionToken().credentials());
    assertRefused(
        () -> sts(session).getSessionToken(),
        403,
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials");
  }

  @Test
  void keyWithoutItsTokenIsNobodys() {
    var key = assume(request -> {}).credentials();
    assertRefused(
        () ->
            sts(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                .getCallerIdentity(),
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.");
  }

  // GetAccessKeyInfo

  @Test
  void accessKeyInfoNeedsItsPermission() {
    String id = stack.output("LimitedKeyId");
    assertThat(sts(stack.administratorKey()).getAccessKeyInfo(get -> get.accessKeyId(id)).account())
        .isEqualTo("000000000000");
    assertRefused(
        () -> sts(stack.key("Limited")).getAccessKeyInfo(get -> get.accessKeyId(id)),
        403,
        "AccessDenied",
        "User: arn:aws:iam::000000000000:user/limited is not authorized to perform:"
            + " sts:GetAccessKeyInfo on resource: * because no identity-based policy allows the"
            + " sts:GetAccessKeyInfo action");
  }
}
