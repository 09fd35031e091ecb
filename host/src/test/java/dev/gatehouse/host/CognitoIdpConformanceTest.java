package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/// Cognito's management API, judged by AWS's SDK.
final class CognitoIdpConformanceTest {
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

  private static CognitoIdentityProviderClient cognito() {
    return cognito(stack.administratorKey());
  }

  private static CognitoIdentityProviderClient cognito(AwsCredentials key) {
    return stack.client(CognitoIdentityProviderClient.builder(), key);
  }

  private static String pool() {
    return cognito().listUserPools(list -> list.maxResults(60)).userPools().getFirst().id();
  }

  @Test
  @Shows("management.operations.pools")
  void poolIsListedAndDescribed() {
    var listed = cognito().listUserPools(list -> list.maxResults(1));
    assertThat(listed.nextToken()).isNull();
    assertThat(listed.userPools()).singleElement().matches(pool -> pool.name().equals("things"));
    var described = cognito().describeUserPool(get -> get.userPoolId(pool())).userPool();
    assertThat(described.id()).matches("us-east-1_[0-9A-Za-z]{9}");
    assertThat(described.arn())
        .isEqualTo("arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + described.id());
    assertThat(described.domain()).isEqualTo("things");
    assertThat(described.creationDate()).isEqualTo(listed.userPools().getFirst().creationDate());
  }

  @Test
  @Shows("cognito.client-configuration.list-clients")
  @Shows("management.operations.clients")
  void secretOfTheClientIsTheOneThatOpensTheTokenEndpoint() {
    var listed = cognito().listUserPoolClients(list -> list.userPoolId(pool())).userPoolClients();
    assertThat(listed).singleElement().matches(client -> client.clientName().equals("machine"));
    var client =
        cognito()
            .describeUserPoolClient(
                get -> get.userPoolId(pool()).clientId(listed.getFirst().clientId()))
            .userPoolClient();
    assertThat(client.clientId()).isEqualTo(stack.env("GATEHOUSE_CLIENT_ID"));
    assertThat(client.clientSecret()).isEqualTo(stack.env("GATEHOUSE_CLIENT_SECRET"));
    assertThat(client.allowedOAuthFlows()).containsExactly(OAuthFlowType.CLIENT_CREDENTIALS);
    assertThat(client.allowedOAuthScopes()).containsExactly("things/read", "things/write");
    assertThat(client.allowedOAuthFlowsUserPoolClient()).isTrue();
  }

  @Test
  @Shows("management.operations.resource-servers")
  void resourceServerHasItsScopes() {
    var listed = cognito().listResourceServers(list -> list.userPoolId(pool()).maxResults(50));
    var server =
        cognito()
            .describeResourceServer(get -> get.userPoolId(pool()).identifier("things"))
            .resourceServer();
    assertThat(listed.resourceServers()).containsExactly(server);
    assertThat(server.scopes())
        .extracting(scope -> scope.scopeName())
        .containsExactly("read", "write");
  }

  @Test
  @Shows("management.operations.domain")
  void domainIsDescribedAndAnUnknownOneIsEmpty() {
    assertThat(
            cognito()
                .describeUserPoolDomain(get -> get.domain("things"))
                .domainDescription()
                .userPoolId())
        .isEqualTo(pool());
    var unknown = cognito().describeUserPoolDomain(get -> get.domain("nothing"));
    assertThat(unknown.domainDescription().domain()).isNull();
  }

  @Test
  void mfaIsOff() {
    assertThat(
            cognito()
                .getUserPoolMfaConfig(get -> get.userPoolId(pool()))
                .mfaConfigurationAsString())
        .isEqualTo("OFF");
  }

  @Test
  void unknownOnesAreNotFound() {
    new Refusal(400, "ResourceNotFoundException", "User pool us-east-1_Nobody does not exist.")
        .of(() -> cognito().describeUserPool(get -> get.userPoolId("us-east-1_Nobody")));
    new Refusal(400, "ResourceNotFoundException", "User pool client nobody does not exist.")
        .of(() ->
            cognito().describeUserPoolClient(get -> get.userPoolId(pool()).clientId("nobody")));
    new Refusal(400, "ResourceNotFoundException", "Resource server nobody does not exist.")
        .of(() ->
            cognito().describeResourceServer(get -> get.userPoolId(pool()).identifier("nobody")));
  }

  @Test
  void malformedInputIsNamed() {
    new Refusal(
            400,
            "InvalidParameterException",
            "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint:"
                + " Member must have value less than or equal to 60")
        .of(() -> cognito().listUserPools(list -> list.maxResults(61)));
    new Refusal(
            400,
            "InvalidParameterException",
            "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint:"
                + " Member must not be null")
        .of(() -> cognito().listUserPools(list -> {}));
    new Refusal(
            400,
            "InvalidParameterException",
            "1 validation error detected: Value 'things' at 'userPoolId' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern:"
                + " [\\w-]+_[0-9a-zA-Z]+")
        .of(() -> cognito().describeUserPool(get -> get.userPoolId("things")));
    new Refusal(400, "InvalidParameterException", "Invalid pagination token")
        .of(() -> cognito().listUserPools(list -> list.maxResults(1).nextToken("made up")));
  }

  // Users and groups

  private static final String GOOD = "Str0ng-Passw0rd";

  private static UserType create(String username, String... attributes) {
    return cognito()
        .adminCreateUser(create ->
            create
                .userPoolId(pool())
                .username(username)
                .messageAction(MessageActionType.SUPPRESS)
                .userAttributes(attributes(attributes)))
        .user();
  }

  private static List<AttributeType> attributes(String... namesAndValues) {
    var attributes = new ArrayList<AttributeType>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.add(
          AttributeType.builder().name(namesAndValues[i]).value(namesAndValues[i + 1]).build());
    }
    return attributes;
  }

  @Test
  @Shows("management.operations.users")
  void createdUserIsToldListedChangedAndDeleted() {
    var made = create("jane", "email", "jane@example.com", "given_name", "Jane");
    assertThat(made.username()).isEqualTo("jane");
    assertThat(made.enabled()).isTrue();
    assertThat(made.userStatus()).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
    assertThat(made.attributes()).extracting(AttributeType::name).startsWith("sub");
    assertThat(made.userCreateDate()).isEqualTo(made.userLastModifiedDate());

    cognito()
        .adminSetUserPassword(
            set -> set.userPoolId(pool()).username("jane").password(GOOD).permanent(true));
    cognito().adminDisableUser(disable -> disable.userPoolId(pool()).username("jane"));
    cognito()
        .adminUpdateUserAttributes(update ->
            update
                .userPoolId(pool())
                .username("jane")
                .userAttributes(attributes("email", "j@example.com")));
    cognito()
        .adminDeleteUserAttributes(
            delete -> delete.userPoolId(pool()).username("jane").userAttributeNames("given_name"));

    var told = cognito().adminGetUser(get -> get.userPoolId(pool()).username("jane"));
    assertThat(told.userStatus()).isEqualTo(UserStatusType.CONFIRMED);
    assertThat(told.enabled()).isFalse();
    assertThat(told.userAttributes())
        .containsExactlyInAnyOrderElementsOf(
            attributes(
                "sub",
                made.attributes().getFirst().value(),
                "email",
                "j@example.com",
                "email_verified",
                "false"));
    assertThat(
            cognito()
                .adminGetUser(
                    get -> get.userPoolId(pool()).username(made.attributes().getFirst().value()))
                .username())
        .isEqualTo("jane");

    cognito().adminDeleteUser(delete -> delete.userPoolId(pool()).username("jane"));
    new Refusal(400, "UserNotFoundException", "User does not exist.")
        .of(() -> cognito().adminGetUser(get -> get.userPoolId(pool()).username("jane")));
  }

  @Test
  @Shows("management.operations.list-users")
  void usersAreListedInPagesAndFiltered() {
    create("list-1", "family_name", "Lister");
    create("list-2", "family_name", "Listerine");
    create("list-3", "family_name", "Other");
    Function<String, List<String>> filtered =
        filter ->
            cognito().listUsers(list -> list.userPoolId(pool()).filter(filter)).users().stream()
                .map(UserType::username)
                .toList();
    assertThat(filtered.apply("family_name = \"Lister\"")).containsExactly("list-1");
    assertThat(filtered.apply("family_name ^= \"lister\"")).containsExactly("list-1", "list-2");
    assertThat(filtered.apply("username ^= \"list-\"")).hasSize(3);
    assertThat(filtered.apply("status = \"Disabled\" ")).doesNotContain("list-1");

    var first =
        cognito()
            .listUsers(list ->
                list.userPoolId(pool())
                    .filter("username ^= \"list-\"")
                    .limit(1)
                    .attributesToGet("family_name"));
    assertThat(first.users().getFirst().attributes())
        .isEqualTo(attributes("family_name", "Lister"));
    // A page begins after the one before, whatever has become of that one's users.
    cognito().adminDeleteUser(delete -> delete.userPoolId(pool()).username("list-1"));
    assertThat(
            cognito()
                .listUsersPaginator(list ->
                    list.userPoolId(pool())
                        .filter("username ^= \"list-\"")
                        .limit(1)
                        .paginationToken(first.paginationToken()))
                .users()
                .stream()
                .map(UserType::username))
        .containsExactly("list-2", "list-3");

    new Refusal(400, "InvalidParameterException", "Error while parsing filter")
        .of(() -> filtered.apply("custom:x = \"y\""));
    new Refusal(400, "InvalidParameterException", "One or more requested attributes do not exist.")
        .of(() -> cognito().listUsers(list -> list.userPoolId(pool()).attributesToGet("custom:x")));
    new Refusal(400, "InvalidParameterException", "Invalid pagination token")
        .of(() -> cognito().listUsers(list -> list.userPoolId(pool()).paginationToken("made up")));
  }

  @Test
  @Shows("management.operations.groups")
  void groupsHaveTheirMembersUntilTheyAreDeleted() {
    create("member");
    var group =
        cognito()
            .createGroup(create ->
                create.userPoolId(pool()).groupName("staff").description("all").precedence(2))
            .group();
    assertThat(group.userPoolId()).isEqualTo(pool());
    assertThat(
            cognito()
                .updateGroup(update -> update.userPoolId(pool()).groupName("staff").precedence(1))
                .group()
                .precedence())
        .isEqualTo(1);
    cognito()
        .adminAddUserToGroup(add -> add.userPoolId(pool()).groupName("staff").username("member"));
    assertThat(
            cognito().listUsersInGroup(list -> list.userPoolId(pool()).groupName("staff")).users())
        .singleElement()
        .matches(user -> user.username().equals("member"));
    assertThat(
            cognito()
                .adminListGroupsForUser(list -> list.userPoolId(pool()).username("member"))
                .groups())
        .containsExactly(
            cognito().getGroup(get -> get.userPoolId(pool()).groupName("staff")).group());
    cognito()
        .adminRemoveUserFromGroup(
            remove -> remove.userPoolId(pool()).groupName("staff").username("member"));
    assertThat(
            cognito().listUsersInGroup(list -> list.userPoolId(pool()).groupName("staff")).users())
        .isEmpty();
    new Refusal(400, "GroupExistsException", "A group with the name staff already exists.")
        .of(() -> cognito().createGroup(create -> create.userPoolId(pool()).groupName("staff")));
    cognito().deleteGroup(delete -> delete.userPoolId(pool()).groupName("staff"));
    assertThat(cognito().listGroups(list -> list.userPoolId(pool())).groups())
        .noneMatch(one -> one.groupName().equals("staff"));
    new Refusal(400, "ResourceNotFoundException", "Group not found.")
        .of(() ->
            cognito()
                .adminAddUserToGroup(
                    add -> add.userPoolId(pool()).groupName("staff").username("member")));
  }

  @Test
  @Shows("management.chosen.messages")
  void userWhoWouldGetAMessageIsRefusedAndNotMade() {
    new Refusal(
            400,
            "CodeDeliveryFailureException",
            "Gatehouse sends no messages. Create the user with MessageAction SUPPRESS, and give"
                + " them a password with TemporaryPassword or AdminSetUserPassword.")
        .of(() ->
            cognito()
                .adminCreateUser(create ->
                    create
                        .userPoolId(pool())
                        .username("mailed")
                        .userAttributes(attributes("email", "mailed@example.com"))));
    new Refusal(400, "UserNotFoundException", "User does not exist.")
        .of(() -> cognito().adminGetUser(get -> get.userPoolId(pool()).username("mailed")));
  }

  @Test
  @Shows("management.operations.password-policy")
  void passwordsOutsideThePolicyAreRefusedAndNotShown() {
    create("weak");
    new Refusal(
            400,
            "InvalidPasswordException",
            "Password did not conform with policy: Password must have uppercase characters")
        .of(() ->
            cognito()
                .adminSetUserPassword(
                    set -> set.userPoolId(pool()).username("weak").password("lower-case-0nly")));
    new Refusal(
            400,
            "InvalidParameterException",
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member"
                + " must satisfy regular expression pattern: [\\S]+.*[\\S]+")
        .of(() ->
            cognito()
                .adminSetUserPassword(
                    set -> set.userPoolId(pool()).username("weak").password(" spaced ")));
  }

  @Test
  void usersNeedPermissionAndAPool() {
    String resource = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + pool();
    new Refusal(
            400,
            "AccessDeniedException",
            Refusal.notAuthorized("limited", "cognito-idp:AdminCreateUser", resource))
        .of(() ->
            cognito(stack.key("Limited"))
                .adminCreateUser(create -> create.userPoolId(pool()).username("mine")));
    new Refusal(400, "ResourceNotFoundException", "User pool us-east-1_Nobody does not exist.")
        .of(() -> cognito().listUsers(list -> list.userPoolId("us-east-1_Nobody")));
  }

  @Test
  void secretIsNotToldWithoutPermission() {
    String resource = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + pool();
    new Refusal(
            400,
            "AccessDeniedException",
            Refusal.notAuthorized("limited", "cognito-idp:DescribeUserPoolClient", resource))
        .of(() ->
            cognito(stack.key("Limited"))
                .describeUserPoolClient(
                    get -> get.userPoolId(pool()).clientId(stack.env("GATEHOUSE_CLIENT_ID"))));
  }

  @Test
  void wrongSecretIsRefused() {
    var forged = AwsBasicCredentials.create(stack.env("AWS_ACCESS_KEY_ID"), "wrong");
    new Refusal(
            400,
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.")
        .of(() -> cognito(forged).listUserPools(list -> list.maxResults(1)));
  }
}
