package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Tag;
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

  // Changes

  private static String allow(String... actions) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"%s\"],\"Resource\":\"*\"}]}"
        .formatted(String.join("\",\"", actions));
  }

  private static String trust(String principal) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":%s,\"Action\":\"sts:AssumeRole\"}]}"
        .formatted(principal);
  }

  private static AccessKey guest(String name) {
    iam().createUser(create -> create.userName(name));
    return iam().createAccessKey(create -> create.userName(name)).accessKey();
  }

  private static IamClient iam(AccessKey key) {
    return iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  private static void dismiss(String name) {
    var policies = iam().listUserPolicies(list -> list.userName(name)).policyNames();
    policies.forEach(
        policy -> iam().deleteUserPolicy(delete -> delete.userName(name).policyName(policy)));
    iam()
        .listAccessKeys(list -> list.userName(name))
        .accessKeyMetadata()
        .forEach(key ->
            iam().deleteAccessKey(delete -> delete.userName(name).accessKeyId(key.accessKeyId())));
    iam().deleteUser(delete -> delete.userName(name));
  }

  @Test
  @Shows("management.operations.iam-changes")
  void doorIsOpenAsLongAsPolicyAndKeyAreThere() throws Exception {
    AccessKey key = guest("guest");
    String user = key.accessKeyId() + ":" + key.secretAccessKey();
    String[] door = {stack.env("GATEHOUSE_FUNCTION_URL")};
    assertThat(stack.curl("lambda", user, door)).startsWith("HTTP/1.1 403");

    iam()
        .putUserPolicy(put ->
            put.userName("guest")
                .policyName("knock")
                .policyDocument(allow("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")));
    assertThat(stack.curl("lambda", user, door)).startsWith("HTTP/1.1 200");

    iam().deleteUserPolicy(delete -> delete.userName("guest").policyName("knock"));
    assertThat(stack.curl("lambda", user, door)).startsWith("HTTP/1.1 403").contains("Forbidden");

    iam().deleteAccessKey(delete -> delete.userName("guest").accessKeyId(key.accessKeyId()));
    new Refusal(
            403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        .of(() -> iam(key).getUser());
    dismiss("guest");
    new Refusal(404, "NoSuchEntity", "The user with name guest cannot be found.")
        .of(() -> iam().getUser(get -> get.userName("guest")));
  }

  @Test
  @Shows("management.operations.iam-changes")
  void createdUserIsToldWithPathTagsAndAnIdOfItsOwn() {
    var made =
        iam()
            .createUser(create ->
                create
                    .userName("tagged")
                    .path("/team/")
                    .tags(Tag.builder().key("Team").value("blue").build()))
            .user();
    assertThat(made.arn()).isEqualTo(ACCOUNT + "user/team/tagged");
    assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
    iam()
        .tagUser(tag ->
            tag.userName("tagged")
                .tags(
                    Tag.builder().key("team").value("red").build(),
                    Tag.builder().key("Level").value("1").build()));
    iam().untagUser(untag -> untag.userName("tagged").tagKeys("Level"));
    assertThat(iam().listUserTags(list -> list.userName("tagged")).tags())
        .containsExactly(Tag.builder().key("team").value("red").build());
    new Refusal(409, "EntityAlreadyExists", "User with name Tagged already exists.")
        .of(() -> iam().createUser(create -> create.userName("Tagged")));
    dismiss("tagged");
  }

  @Test
  @Shows("management.operations.iam-keys")
  void secretIsToldOnceAndAUserHasTwoKeysAtMost() throws Exception {
    AccessKey key = guest("keys");
    assertThat(key.secretAccessKey()).hasSize(40);
    iam().createAccessKey(create -> create.userName("keys"));
    new Refusal(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
        .of(() -> iam().createAccessKey(create -> create.userName("keys")));
    new Refusal(409, "DeleteConflict", "Cannot delete entity, must delete access keys first.")
        .of(() -> iam().deleteUser(delete -> delete.userName("keys")));
    new Refusal(404, "NoSuchEntity", "The Access Key with id AKIA0000000000000000 cannot be found.")
        .of(() ->
            iam()
                .deleteAccessKey(
                    delete -> delete.userName("keys").accessKeyId("AKIA0000000000000000")));
    var edits = Json.STRICT.readTree(Files.readString(stack.state().resolve("state.json")));
    assertThat(edits.path("edits").toString())
        .contains("AWS::IAM::AccessKey")
        .doesNotContain(key.secretAccessKey());
    assertThat(stack.journal()).doesNotContain(key.secretAccessKey());
    dismiss("keys");
  }

  @Test
  @Shows("management.operations.iam-changes")
  void memberHasWhatItsGroupMayDoUntilItLeaves() {
    AccessKey key = guest("member");
    var denied =
        new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("member", "iam:GetUser", ACCOUNT + "user/member"));
    iam().createGroup(create -> create.groupName("lookers"));
    iam()
        .putGroupPolicy(put ->
            put.groupName("lookers").policyName("look").policyDocument(allow("iam:GetUser")));
    denied.of(() -> iam(key).getUser());

    iam().addUserToGroup(add -> add.groupName("lookers").userName("member"));
    assertThat(iam(key).getUser().user().userName()).isEqualTo("member");
    assertThat(iam().getGroup(get -> get.groupName("lookers")).users()).hasSize(1);
    iam().deleteGroupPolicy(delete -> delete.groupName("lookers").policyName("look"));
    new Refusal(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.")
        .of(() -> iam().deleteGroup(delete -> delete.groupName("lookers")));

    iam().removeUserFromGroup(remove -> remove.groupName("lookers").userName("member"));
    denied.of(() -> iam(key).getUser());
    new Refusal(404, "NoSuchEntity", "User member is not in group lookers.")
        .of(() ->
            iam().removeUserFromGroup(remove -> remove.groupName("lookers").userName("member")));
    iam().deleteGroup(delete -> delete.groupName("lookers"));
    dismiss("member");
  }

  @Test
  @Shows("management.operations.iam-changes")
  void managedPolicyCountsWhileItIsAttached() {
    AccessKey key = guest("attached");
    String arn =
        iam()
            .createPolicy(
                create -> create.policyName("looking").policyDocument(allow("iam:GetUser")))
            .policy()
            .arn();
    assertThat(arn).isEqualTo(ACCOUNT + "policy/looking");
    new Refusal(
            409,
            "EntityAlreadyExists",
            "A policy called looking already exists. Duplicate names are not allowed.")
        .of(() ->
            iam()
                .createPolicy(
                    create -> create.policyName("looking").policyDocument(allow("iam:GetUser"))));

    iam().attachUserPolicy(attach -> attach.userName("attached").policyArn(arn));
    assertThat(iam(key).getUser().user().userName()).isEqualTo("attached");
    new Refusal(409, "DeleteConflict", "Cannot delete a policy attached to entities.")
        .of(() -> iam().deletePolicy(delete -> delete.policyArn(arn)));
    new Refusal(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.")
        .of(() -> iam().deleteUser(delete -> delete.userName("attached")));

    iam().detachUserPolicy(detach -> detach.userName("attached").policyArn(arn));
    assertThatThrownBy(() -> iam(key).getUser()).hasMessageContaining("not authorized");
    new Refusal(404, "NoSuchEntity", "Policy " + arn + " was not found.")
        .of(() -> iam().detachUserPolicy(detach -> detach.userName("attached").policyArn(arn)));
    iam().deletePolicy(delete -> delete.policyArn(arn));
    new Refusal(404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.")
        .of(() -> iam().attachUserPolicy(attach -> attach.userName("attached").policyArn(arn)));
    dismiss("attached");
  }

  @Test
  @Shows("management.operations.iam-changes")
  void roleIsAssumedByThoseWhomItTrustsNow() {
    var sts = stack.client(StsClient.builder(), stack.administratorKey());
    iam()
        .createRole(create ->
            create
                .roleName("visitor")
                .maxSessionDuration(7200)
                .assumeRolePolicyDocument(trust("{\"AWS\":\"000000000000\"}")));
    String arn = ACCOUNT + "role/visitor";
    assertThat(
            sts.assumeRole(assume -> assume.roleArn(arn).roleSessionName("one"))
                .assumedRoleUser()
                .arn())
        .endsWith("assumed-role/visitor/one");

    iam()
        .updateAssumeRolePolicy(update ->
            update
                .roleName("visitor")
                .policyDocument(trust("{\"Service\":\"lambda.amazonaws.com\"}")));
    assertThatThrownBy(() -> sts.assumeRole(assume -> assume.roleArn(arn).roleSessionName("two")))
        .hasMessageContaining("not authorized to perform: sts:AssumeRole");

    iam().updateRole(update -> update.roleName("visitor").maxSessionDuration(3600));
    assertThat(iam().getRole(get -> get.roleName("visitor")).role().maxSessionDuration())
        .isEqualTo(3600);
    iam()
        .putRolePolicy(
            put -> put.roleName("visitor").policyName("look").policyDocument(allow("iam:GetUser")));
    new Refusal(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
        .of(() -> iam().deleteRole(delete -> delete.roleName("visitor")));
    iam().deleteRolePolicy(delete -> delete.roleName("visitor").policyName("look"));
    iam().deleteRole(delete -> delete.roleName("visitor"));
    new Refusal(404, "NoSuchEntity", "The role with name visitor cannot be found.")
        .of(() -> iam().getRole(get -> get.roleName("visitor")));
  }

  @Test
  @Shows("management.operations.iam-documents")
  void faultyDocumentIsRefusedAndNothingIsMade() {
    new Refusal(400, "MalformedPolicyDocument", "Syntax errors in policy.")
        .of(() ->
            iam()
                .createRole(
                    create -> create.roleName("faulty").assumeRolePolicyDocument("{nothing}")));
    assertThatThrownBy(() ->
            iam()
                .createRole(create ->
                    create.roleName("faulty").assumeRolePolicyDocument(allow("sts:AssumeRole"))))
        .isInstanceOf(MalformedPolicyDocumentException.class);
    new Refusal(404, "NoSuchEntity", "The role with name faulty cannot be found.")
        .of(() -> iam().getRole(get -> get.roleName("faulty")));
    assertThatThrownBy(() ->
            iam()
                .putUserPolicy(put ->
                    put.userName("assumer")
                        .policyName("faulty")
                        .policyDocument(allow("iam:GetUser").replace("Allow", "Perhaps"))))
        .isInstanceOf(MalformedPolicyDocumentException.class);
    new Refusal(409, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user assumer")
        .of(() ->
            iam()
                .putUserPolicy(put ->
                    put.userName("assumer")
                        .policyName("long")
                        .policyDocument(allow("iam:" + "x".repeat(2048)))));
    assertThat(iam().listUserPolicies(list -> list.userName("assumer")).policyNames())
        .containsExactly("assume");
  }

  @Test
  @Shows("management.operations.denied")
  void changesNeedPermissionOnTheHolder() {
    var limited = iam(stack.key("Limited"));
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:CreateUser", ACCOUNT + "user/a/me"))
        .of(() -> limited.createUser(create -> create.userName("me").path("/a/")));
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:CreateAccessKey", ACCOUNT + "user/limited"))
        .of(() -> limited.createAccessKey());
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:PutUserPolicy", ACCOUNT + "user/limited"))
        .of(() ->
            limited.putUserPolicy(
                put -> put.userName("limited").policyName("more").policyDocument(allow("*"))));
  }

  @Test
  void groupsNameMayBeTwiceAsLongAsAUsers() {
    String name = "g".repeat(128);
    iam().createGroup(create -> create.groupName(name));

    assertThat(iam().getGroup(get -> get.groupName(name)).group().groupName()).isEqualTo(name);
    iam().deleteGroup(delete -> delete.groupName(name));
    for (String kind : new String[] {"group", "user"}) {
      String tooLong = kind.equals("group") ? name + "g" : "u".repeat(65);
      new Refusal(
              400,
              "ValidationError",
              ("1 validation error detected: Value '%s' at '%sName' failed to satisfy constraint:"
                      + " Member must have length less than or equal to %d")
                  .formatted(tooLong, kind, tooLong.length() - 1))
          .of(() -> {
            if (kind.equals("group")) {
              iam().createGroup(create -> create.groupName(tooLong));
            } else {
              iam().createUser(create -> create.userName(tooLong));
            }
          });
    }
  }

  @Test
  @Shows("management.operations.iam-templates")
  void templatesUsersAndRolesAreChangedTooAndKeepWhatTheTemplateGaveThem() {
    var limited = iam(stack.key("Limited"));
    var denied =
        new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "iam:GetUser", ACCOUNT + "user/limited"));
    denied.of(limited::getUser);
    iam()
        .putUserPolicy(
            put -> put.userName("limited").policyName("more").policyDocument(allow("iam:GetUser")));
    assertThat(limited.getUser().user().userName()).isEqualTo("limited");
    assertThat(iam().listUserPolicies(list -> list.userName("limited")).policyNames())
        .containsExactly("look", "more");
    AccessKey second = iam().createAccessKey(create -> create.userName("limited")).accessKey();
    assertThat(iam(second).getUser().user().userName()).isEqualTo("limited");
    iam().deleteAccessKey(delete -> delete.userName("limited").accessKeyId(second.accessKeyId()));
    iam().deleteUserPolicy(delete -> delete.userName("limited").policyName("more"));
    denied.of(limited::getUser);

    new Refusal(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
        .of(() -> iam().deleteRole(delete -> delete.roleName("reader")));
    new Refusal(
            404,
            "NoSuchEntity",
            "Policy %spolicy/nowhere does not exist or is not attachable.".formatted(ACCOUNT))
        .of(() ->
            iam()
                .attachRolePolicy(
                    attach -> attach.roleName("reader").policyArn(ACCOUNT + "policy/nowhere")));
    iam().createGroup(create -> create.groupName("limits"));
    iam().addUserToGroup(add -> add.groupName("limits").userName("limited"));
    assertThat(iam().listGroupsForUser(list -> list.userName("limited")).groups()).hasSize(1);
    iam().removeUserFromGroup(remove -> remove.groupName("limits").userName("limited"));
    iam().deleteGroup(delete -> delete.groupName("limits"));
  }

  @Test
  @Shows("management.chosen.iam-owner")
  void ownersUserCannotBeChanged() {
    var refusal =
        new Refusal(
            400,
            "UnmodifiableEntity",
            ADMINISTRATOR + " belongs to Gatehouse itself and cannot be changed.");
    refusal.of(() -> iam().createAccessKey());
    refusal.of(() -> iam().deleteUser(delete -> delete.userName(ADMINISTRATOR)));
    new Refusal(
            409,
            "EntityAlreadyExists",
            "User with name %s already exists.".formatted(ADMINISTRATOR))
        .of(() -> iam().createUser(create -> create.userName(ADMINISTRATOR)));
  }

  @Test
  void ofChangesAtTheSameTimeNoneIsLost() throws Exception {
    iam().createUser(create -> create.userName("busy"));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 5; i++) {
        String name = "policy-" + i;
        all.add(
            pool.submit(() ->
                iam()
                    .putUserPolicy(put ->
                        put.userName("busy")
                            .policyName(name)
                            .policyDocument(allow("iam:GetUser")))));
      }
      for (var one : all) {
        one.get();
      }
    }
    assertThat(iam().listUserPolicies(list -> list.userName("busy")).policyNames()).hasSize(5);
    dismiss("busy");
  }
}
