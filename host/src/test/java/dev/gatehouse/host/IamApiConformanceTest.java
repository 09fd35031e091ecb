package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.net.URLDecoder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.sts.StsClient;

/// IAM's management API, judged by AWS's SDK.
final class IamApiConformanceTest {
  private static final String ADMINISTRATOR = "gatehouse-administrator";
  private static final String ACCOUNT = "arn:aws:iam::000000000000:";

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

  private static IamClient iam() {
    return iam(stack.administratorKey());
  }

  private static IamClient iam(AwsCredentials key) {
    return stack.client(IamClient.builder(), key);
  }

  @Test
  @Shows("management.operations.iam")
  void callerIsTheUserWhenNobodyIsNamed() {
    var me = iam().getUser().user();
    assertThat(me.userName()).isEqualTo(ADMINISTRATOR);
    assertThat(me.arn()).isEqualTo(ACCOUNT + "user/" + ADMINISTRATOR);
    assertThat(me.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(iam().listAccessKeys().accessKeyMetadata())
        .singleElement()
        .matches(key -> key.accessKeyId().equals(stack.env("AWS_ACCESS_KEY_ID")));
  }

  @Test
  @Shows("management.operations.iam")
  void usersAreListedInPages() {
    assertThat(iam().listUsersPaginator(list -> list.maxItems(1)).users())
        .extracting(user -> user.userName())
        .containsExactly(ADMINISTRATOR, "limited", "assumer");
    assertThat(iam().listUsers(list -> list.pathPrefix("/nowhere/")).users()).isEmpty();
    new Refusal(400, "ValidationError", "Invalid Marker.")
        .of(() -> iam().listUsers(list -> list.marker("made up")));
    new Refusal(
            400,
            "ValidationError",
            "1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint:"
                + " Member must have value less than or equal to 1000")
        .of(() -> iam().listUsers(list -> list.maxItems(1001)));
  }

  @Test
  @Shows("management.operations.iam")
  void roleCarriesItsTrustPolicy() {
    var role = iam().getRole(get -> get.roleName("operator")).role();
    assertThat(role.arn()).isEqualTo(ACCOUNT + "role/operator");
    assertThat(role.maxSessionDuration()).isEqualTo(7200);
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), UTF_8))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"sts:AssumeRole\","
                + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"sesame\"}}}]}");
    assertThat(iam().listRoles().roles())
        .extracting(one -> one.roleName())
        .containsExactly("reader", "stranger", "operator", "auditor");
  }

  @Test
  void inlinePoliciesAreThoseThatCount() {
    assertThat(iam().listRolePolicies(list -> list.roleName("reader")).policyNames())
        .containsExactly("read");
    var policy = iam().getRolePolicy(get -> get.roleName("reader").policyName("read"));
    assertThat(URLDecoder.decode(policy.policyDocument(), UTF_8))
        .contains("\"Resource\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Things\"");
    assertThat(iam().listUserPolicies(list -> list.userName("limited")).policyNames())
        .containsExactly("look");
    new Refusal(404, "NoSuchEntity", "The role policy with name write cannot be found.")
        .of(() -> iam().getRolePolicy(get -> get.roleName("reader").policyName("write")));
  }

  @Test
  void managedPoliciesAreThoseThatAreAttached() {
    var attached = iam().listAttachedUserPolicies(list -> list.userName(ADMINISTRATOR));
    assertThat(attached.attachedPolicies())
        .singleElement()
        .matches(policy -> policy.policyName().equals("AdministratorAccess"));
    String arn = attached.attachedPolicies().getFirst().policyArn();
    var policy = iam().getPolicy(get -> get.policyArn(arn)).policy();
    assertThat(policy.attachmentCount()).isEqualTo(1);
    assertThat(policy.defaultVersionId()).isEqualTo("v1");
    assertThat(
            URLDecoder.decode(
                iam()
                    .getPolicyVersion(get -> get.policyArn(arn).versionId("v1"))
                    .policyVersion()
                    .document(),
                UTF_8))
        .contains("\"Action\":\"*\"");
    assertThat(iam().listPolicies(list -> list.scope(PolicyScopeType.LOCAL)).policies()).isEmpty();
    assertThat(iam().listPolicies(list -> list.onlyAttached(true)).policies())
        .extracting(one -> one.arn())
        .containsExactly(arn);
  }

  @Test
  void unknownOnesAreNotFound() {
    new Refusal(404, "NoSuchEntity", "The user with name nobody cannot be found.")
        .of(() -> iam().getUser(get -> get.userName("nobody")));
    new Refusal(404, "NoSuchEntity", "The role with name nobody cannot be found.")
        .of(() -> iam().getRole(get -> get.roleName("nobody")));
    new Refusal(404, "NoSuchEntity", "The group with name nobody cannot be found.")
        .of(() -> iam().getGroup(get -> get.groupName("nobody")));
    new Refusal(404, "NoSuchEntity", "Policy arn:aws:iam::aws:policy/NoSuchPolicy was not found.")
        .of(() -> iam().getPolicy(get -> get.policyArn("arn:aws:iam::aws:policy/NoSuchPolicy")));
  }

  @Test
  @Shows("management.operations.denied")
  void eachNeedsItsPermission() {
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:GetRole", ACCOUNT + "role/operator"))
        .of(() -> iam(stack.key("Limited")).getRole(get -> get.roleName("operator")));
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:ListUsers", ACCOUNT + "user/"))
        .of(() -> iam(stack.key("Limited")).listUsers());
  }

  @Test
  void wrongSecretIsRefused() {
    var forged = AwsBasicCredentials.create(stack.env("AWS_ACCESS_KEY_ID"), "wrong");
    new Refusal(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.")
        .of(() -> iam(forged).getUser());
  }

  @Test
  void sessionTokenOpensNoOperationOfIam() {
    var session =
        stack.client(StsClient.builder(), stack.administratorKey()).getSessionToken().credentials();
    var key =
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    new Refusal(
            403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        .of(() -> iam(key).getUser());
    assertThat(stack.client(StsClient.builder(), key).getCallerIdentity().arn())
        .isEqualTo(ACCOUNT + "user/" + ADMINISTRATOR);
  }
}
