package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;

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
