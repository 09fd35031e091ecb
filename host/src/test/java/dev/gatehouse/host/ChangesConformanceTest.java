package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceServerScopeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.sts.StsClient;

/// What AWS's SDK makes, changes and deletes is behind the doors when its call returns.
final class ChangesConformanceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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

  private static ApiGatewayV2Client gateway() {
    return stack.client(ApiGatewayV2Client.builder(), stack.administratorKey());
  }

  private static String pool() {
    return cognito().listUserPools(list -> list.maxResults(60)).userPools().stream()
        .filter(pool -> pool.name().equals("things"))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static String api() {
    String port = stack.env("GATEHOUSE_API_URL").replaceFirst("^.*:", ":");
    return gateway().getApis(list -> {}).items().stream()
        .filter(api -> api.apiEndpoint().endsWith(port))
        .findFirst()
        .orElseThrow()
        .apiId();
  }

  private static UserPoolClientType machine(String name, String... scopes) {
    return cognito()
        .createUserPoolClient(create ->
            create
                .userPoolId(pool())
                .clientName(name)
                .generateSecret(true)
                .allowedOAuthFlows(OAuthFlowType.CLIENT_CREDENTIALS)
                .allowedOAuthFlowsUserPoolClient(true)
                .allowedOAuthScopes(scopes))
        .userPoolClient();
  }

  private static HttpResponse<String> token(UserPoolClientType client, String scope)
      throws Exception {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(client.clientId(), client.clientSecret(), scope);
    return HTTP.send(
        ThingsStack.to(stack.env("GATEHOUSE_TOKEN_URL"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = ThingsStack.to(stack.env("GATEHOUSE_API_URL") + path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  // Cognito

  @Test
  void createdClientGetsTokensUntilItIsDeleted() throws Exception {
    var client = machine("second", "things/read");

    assertThat(client.clientSecret()).isNotBlank();
    assertThat(token(client, "things/read").statusCode()).isEqualTo(200);
    assertThat(token(client, "things/write").body()).isEqualTo("{\"error\":\"invalid_scope\"}");

    cognito().deleteUserPoolClient(delete -> delete.userPoolId(pool()).clientId(client.clientId()));

    assertThat(token(client, "things/read").body()).isEqualTo("{\"error\":\"invalid_client\"}");
    new Refusal(
            400,
            "ResourceNotFoundException",
            "User pool client " + client.clientId() + " does not exist.")
        .of(() ->
            cognito()
                .describeUserPoolClient(get -> get.userPoolId(pool()).clientId(client.clientId())));
  }

  @Test
  void updatedClientKeepsIdAndSecretAndHasTheNewScopesOnly() throws Exception {
    var client = machine("third", "things/read");

    var updated =
        cognito()
            .updateUserPoolClient(update ->
                update
                    .userPoolId(pool())
                    .clientId(client.clientId())
                    .allowedOAuthFlows(OAuthFlowType.CLIENT_CREDENTIALS)
                    .allowedOAuthFlowsUserPoolClient(true)
                    .allowedOAuthScopes("things/write"))
            .userPoolClient();

    assertThat(updated.clientId()).isEqualTo(client.clientId());
    assertThat(updated.clientSecret()).isEqualTo(client.clientSecret());
    assertThat(updated.clientName()).isEqualTo("third");
    assertThat(token(client, "things/write").statusCode()).isEqualTo(200);
    assertThat(token(client, "things/read").body()).isEqualTo("{\"error\":\"invalid_scope\"}");
  }

  @Test
  void scopeThatNoResourceServerHasIsRefusedAndNothingIsMade() {
    int before = clients();

    assertThat(catchThrowable(() -> machine("fourth", "nobody/read")))
        .hasMessageContaining("nobody/read")
        .hasMessageContaining("Status Code: 400");
    assertThat(clients()).isEqualTo(before);
  }

  private static int clients() {
    return cognito()
        .listUserPoolClients(list -> list.userPoolId(pool()).maxResults(60))
        .userPoolClients()
        .size();
  }

  @Test
  void poolIsMadeFilledAndDeletedWithWhatBelongsToIt() {
    var made = cognito().createUserPool(create -> create.poolName("other")).userPool();
    assertThat(made.id()).matches("us-east-1_[0-9A-Za-z]{9}");
    cognito()
        .createResourceServer(create ->
            create
                .userPoolId(made.id())
                .identifier("other")
                .name("Other")
                .scopes(
                    ResourceServerScopeType.builder()
                        .scopeName("all")
                        .scopeDescription("everything")
                        .build()));
    cognito().createUserPoolDomain(create -> create.userPoolId(made.id()).domain("other-domain"));

    new Refusal(
            400,
            "InvalidParameterException",
            "User pool cannot be deleted. It has a domain configured that should be deleted first.")
        .of(() -> cognito().deleteUserPool(delete -> delete.userPoolId(made.id())));
    cognito().deleteUserPoolDomain(delete -> delete.userPoolId(made.id()).domain("other-domain"));
    cognito().deleteUserPool(delete -> delete.userPoolId(made.id()));

    new Refusal(400, "ResourceNotFoundException", "User pool " + made.id() + " does not exist.")
        .of(() -> cognito().describeUserPool(get -> get.userPoolId(made.id())));
  }

  @Test
  @Shows("management.operations.domain-update")
  void customDomainGetsAnotherCertificateAndAPrefixNone() {
    var pool = cognito().createUserPool(create -> create.poolName("dressed")).userPool().id();
    String certificate = "arn:aws:acm:us-east-1:000000000000:certificate/";
    cognito()
        .createUserPoolDomain(create ->
            create
                .userPoolId(pool)
                .domain("auth.example.com")
                .customDomainConfig(custom -> custom.certificateArn(certificate + 1)));
    cognito()
        .updateUserPoolDomain(update ->
            update
                .userPoolId(pool)
                .domain("auth.example.com")
                .customDomainConfig(custom -> custom.certificateArn(certificate + 2)));
    assertThat(
            cognito()
                .describeUserPoolDomain(get -> get.domain("auth.example.com"))
                .domainDescription()
                .customDomainConfig()
                .certificateArn())
        .isEqualTo(certificate + 2);

    new Refusal(400, "InvalidParameterException", "things is a prefix, which has no certificate.")
        .of(() ->
            cognito()
                .updateUserPoolDomain(update ->
                    update
                        .userPoolId(pool())
                        .domain("things")
                        .customDomainConfig(custom -> custom.certificateArn(certificate + 2))));
    new Refusal(
            400,
            "InvalidParameterException",
            "Gatehouse has no managed login: ManagedLoginVersion would change nothing.")
        .of(() ->
            cognito()
                .updateUserPoolDomain(
                    update -> update.userPoolId(pool()).domain("things").managedLoginVersion(2)));
  }

  @Test
  void changesNeedPermission() {
    String resource = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + pool();
    new Refusal(
            400,
            "AccessDeniedException",
            Refusal.notAuthorized("limited", "cognito-idp:CreateUserPoolClient", resource))
        .of(() ->
            cognito(stack.key("Limited"))
                .createUserPoolClient(create -> create.userPoolId(pool()).clientName("mine")));
  }

  // API Gateway

  @Test
  @Shows("management.operations.api-changes")
  void createdRouteTakesItsPathChangesItsLockAndGivesItBack() throws Exception {
    String integration =
        gateway().getIntegrations(list -> list.apiId(api())).items().getFirst().integrationId();
    String authorizer =
        gateway().getAuthorizers(list -> list.apiId(api())).items().getFirst().authorizerId();
    assertThat(get("/made").statusCode()).isEqualTo(200);

    var route =
        gateway()
            .createRoute(create ->
                create
                    .apiId(api())
                    .routeKey("GET /made")
                    .target("integrations/" + integration)
                    .authorizationType(AuthorizationType.JWT)
                    .authorizerId(authorizer)
                    .authorizationScopes("things/read"));
    assertThat(route.routeId()).matches("[a-z0-9]{7}");
    assertThat(get("/made").statusCode()).isEqualTo(401);
    assertThat(get("/made", "Authorization", "Bearer " + stack.token("things/write")).statusCode())
        .isEqualTo(403);
    // The lock lets it in; whether the function may be invoked from here is its own policy's word.
    assertThat(get("/made", "Authorization", "Bearer " + stack.token("things/read")).statusCode())
        .isNotIn(401, 403, 404);

    var updated =
        gateway()
            .updateRoute(update ->
                update.apiId(api()).routeId(route.routeId()).authorizationScopes("things/write"));
    assertThat(updated.routeKey()).isEqualTo("GET /made");
    assertThat(updated.authorizerId()).isEqualTo(authorizer);
    assertThat(get("/made", "Authorization", "Bearer " + stack.token("things/read")).statusCode())
        .isEqualTo(403);

    gateway().deleteRoute(delete -> delete.apiId(api()).routeId(route.routeId()));
    assertThat(get("/made").statusCode()).isEqualTo(200);
  }

  @Test
  @Shows("cognito.users.sign-in")
  void userSignsInChangesThePasswordAndOpensADoorUntilDisabled() throws Exception {
    String pool = pool();
    String client =
        cognito()
            .createUserPoolClient(create ->
                create
                    .userPoolId(pool)
                    .clientName("people")
                    .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH))
            .userPoolClient()
            .clientId();
    String integration =
        gateway().getIntegrations(list -> list.apiId(api())).items().getFirst().integrationId();
    String issuer =
        gateway()
            .getAuthorizers(list -> list.apiId(api()))
            .items()
            .getFirst()
            .jwtConfiguration()
            .issuer();
    String authorizer =
        gateway()
            .createAuthorizer(create ->
                create
                    .apiId(api())
                    .name("people")
                    .authorizerType(AuthorizerType.JWT)
                    .identitySource("$request.header.Authorization")
                    .jwtConfiguration(jwt -> jwt.issuer(issuer).audience(client)))
            .authorizerId();
    gateway()
        .createRoute(create ->
            create
                .apiId(api())
                .routeKey("GET /people")
                .target("integrations/" + integration)
                .authorizationType(AuthorizationType.JWT)
                .authorizerId(authorizer));
    cognito()
        .adminCreateUser(create ->
            create.userPoolId(pool).username("walker").temporaryPassword("Temp0rary-Passw0rd"));
    cognito().createGroup(create -> create.userPoolId(pool).groupName("walkers"));
    cognito()
        .adminAddUserToGroup(add -> add.userPoolId(pool).groupName("walkers").username("walker"));

    var challenge = enter(pool, client, "Temp0rary-Passw0rd");
    assertThat(challenge.challengeName()).isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
    assertThat(challenge.challengeParameters())
        .containsEntry("USER_ID_FOR_SRP", "walker")
        .containsEntry("requiredAttributes", "[]");
    var tokens =
        cognito()
            .adminRespondToAuthChallenge(respond ->
                respond
                    .userPoolId(pool)
                    .clientId(client)
                    .challengeName(ChallengeNameType.NEW_PASSWORD_REQUIRED)
                    .session(challenge.session())
                    .challengeResponses(
                        Map.of("USERNAME", "walker", "NEW_PASSWORD", "Perm-anent-Passw0rd")))
            .authenticationResult();
    assertThat(tokens.tokenType()).isEqualTo("Bearer");
    assertThat(tokens.expiresIn()).isEqualTo(3600);
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(tokens.idToken().split("\\.")[1]),
                StandardCharsets.UTF_8))
        .contains("\"cognito:groups\":[\"walkers\"]");

    assertThat(get("/people").statusCode()).isEqualTo(401);
    for (String token : List.of(tokens.accessToken(), tokens.idToken())) {
      assertThat(get("/people", "Authorization", "Bearer " + token).statusCode())
          .isNotIn(401, 403, 404);
    }
    new Refusal(400, "NotAuthorizedException", "Incorrect username or password.")
        .of(() -> enter(pool, client, "Temp0rary-Passw0rd"));
    cognito().adminDisableUser(disable -> disable.userPoolId(pool).username("walker"));
    new Refusal(400, "NotAuthorizedException", "User is disabled.")
        .of(() -> enter(pool, client, "Perm-anent-Passw0rd"));
  }

  private static AdminInitiateAuthResponse enter(String pool, String client, String password) {
    return cognito()
        .adminInitiateAuth(initiate ->
            initiate
                .userPoolId(pool)
                .clientId(client)
                .authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
                .authParameters(Map.of("USERNAME", "walker", "PASSWORD", password)));
  }

  @Test
  void integrationInUseIsNotDeleted() {
    String integration =
        gateway().getIntegrations(list -> list.apiId(api())).items().getFirst().integrationId();

    assertThat(
            catchThrowable(() ->
                gateway()
                    .deleteIntegration(delete -> delete.apiId(api()).integrationId(integration))))
        .isNotNull();
    assertThat(gateway().getIntegrations(list -> list.apiId(api())).items())
        .anyMatch(one -> one.integrationId().equals(integration));
  }

  @Test
  @Shows("httpapi.export.importing")
  void importedApiIsThereAndGoesAsAWhole() throws Exception {
    var document = Json.STRICT.createObjectNode().put("openapi", "3.0.1");
    document.putObject("info").put("title", "imported").put("version", "1");
    document
        .putObject("paths")
        .putObject("/far")
        .putObject("get")
        .putObject("x-amazon-apigateway-integration")
        .put("type", "http_proxy")
        .put("httpMethod", "GET")
        .put("payloadFormatVersion", "1.0")
        .put("uri", "http://127.0.0.1:9/");

    var api = gateway().importApi(create -> create.body(document.toString()));
    assertThat(api.name()).isEqualTo("imported");
    assertThat(gateway().getApi(get -> get.apiId(api.apiId())).name()).isEqualTo("imported");

    gateway().deleteApi(delete -> delete.apiId(api.apiId()));
    assertThat(gateway().getApis(list -> {}).items())
        .noneMatch(one -> one.apiId().equals(api.apiId()));
  }

  // Lambda

  private static final String READER = "arn:aws:lambda:us-east-1:000000000000:function:reader";

  private static LambdaClient lambda() {
    return stack.client(LambdaClient.builder(), stack.administratorKey());
  }

  @Test
  @Shows("management.operations.permission-changes")
  void permissionOpensTheDoorUntilItIsRemoved() throws Exception {
    assertThat(get("/unpermitted").statusCode()).isEqualTo(500);

    var added =
        lambda()
            .addPermission(add ->
                add.functionName("reader")
                    .statementId("from-anywhere")
                    .action("lambda:InvokeFunction")
                    .principal("apigateway.amazonaws.com")
                    .sourceArn(
                        "arn:aws:execute-api:us-east-1:000000000000:%s/*/*/unpermitted"
                            .formatted(api())));

    assertThat(added.statement())
        .isEqualTo(
            ("{\"Sid\":\"from-anywhere\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                    + "\"apigateway.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\","
                    + "\"Resource\":\"%s\",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":"
                    + "\"arn:aws:execute-api:us-east-1:000000000000:%s/*/*/unpermitted\"}}}")
                .formatted(READER, api()));
    assertThat(lambda().getPolicy(policy -> policy.functionName("reader")).policy())
        .contains(added.statement());
    assertThat(get("/unpermitted").statusCode()).isEqualTo(200);

    lambda().removePermission(remove -> remove.functionName("reader").statementId("from-anywhere"));

    assertThat(get("/unpermitted").statusCode()).isEqualTo(500);
    assertThat(get("/items", "Authorization", "Bearer " + stack.token("things/read")).statusCode())
        .isEqualTo(200);
    new Refusal(
            404,
            "ResourceNotFoundException",
            "Statement from-anywhere is not found in resource policy.")
        .of(() ->
            lambda()
                .removePermission(
                    remove -> remove.functionName("reader").statementId("from-anywhere")));
  }

  @Test
  @Shows("management.operations.permission-changes")
  void removedPermissionOfTheTemplateShutsItsDoor(@TempDir Path other) throws Exception {
    try (var own = ThingsStack.start(other)) {
      var lambda = own.client(LambdaClient.builder(), own.administratorKey());
      String policy = lambda.getPolicy(get -> get.functionName("reader")).policy();
      String sid = Json.STRICT.readTree(policy).path("Statement").path(0).path("Sid").asString("");
      assertThat(own.items(own.token("things/read")).statusCode()).isEqualTo(200);

      lambda.removePermission(remove -> remove.functionName("reader").statementId(sid));

      assertThat(own.items(own.token("things/read")).statusCode()).isEqualTo(500);
      new Refusal(404, "ResourceNotFoundException", "The resource you requested does not exist.")
          .of(() -> lambda.getPolicy(get -> get.functionName("reader")));
    }
  }

  @Test
  void statementIdIsTakenOnceAndUnknownLimitsAreRefused() {
    lambda()
        .addPermission(add ->
            add.functionName("stranger")
                .statementId("once")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com"));

    new Refusal(
            409,
            "ResourceConflictException",
            "The statement id (once) provided already exists. Please provide a new statement id,"
                + " or remove the existing statement.")
        .of(() ->
            lambda()
                .addPermission(add ->
                    add.functionName("stranger")
                        .statementId("once")
                        .action("lambda:InvokeFunction")
                        .principal("*")));
    assertThat(
            catchThrowable(() ->
                lambda()
                    .addPermission(add ->
                        add.functionName("stranger")
                            .statementId("org")
                            .action("lambda:InvokeFunction")
                            .principal("*")
                            .principalOrgID("o-a1b2c3d4e5"))))
        .hasMessageContaining("PrincipalOrgID")
        .hasMessageContaining("Status Code: 400");
    new Refusal(
            412,
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the"
                + " GetFunction/GetAlias API to retrieve the latest Revision Id")
        .of(() ->
            lambda()
                .removePermission(remove ->
                    remove.functionName("stranger").statementId("once").revisionId("other")));
    String revision = lambda().getPolicy(policy -> policy.functionName("stranger")).revisionId();
    lambda()
        .removePermission(
            remove -> remove.functionName("stranger").statementId("once").revisionId(revision));
  }

  @Test
  @Shows("function-url.address.control-api")
  @Shows("function-url.address.create-twice")
  @Shows("function-url.address.create-and-get")
  @Shows("function-url.address.bad-enum")
  void urlOpensAtOnceChangesItsLockAndGoes() throws Exception {
    var made =
        lambda()
            .createFunctionUrlConfig(
                create -> create.functionName("stranger").authType(FunctionUrlAuthType.NONE));
    assertThat(made.invokeMode()).isNull();
    assertThat(at(made.functionUrl())).isEqualTo(403);
    lambda()
        .addPermission(add ->
            add.functionName("stranger")
                .statementId("public")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
    lambda()
        .addPermission(add ->
            add.functionName("stranger")
                .statementId("public-invoke")
                .action("lambda:InvokeFunction")
                .principal("*")
                .invokedViaFunctionUrl(true));
    assertThat(at(made.functionUrl())).isEqualTo(200);
    new Refusal(
            409,
            "ResourceConflictException",
            "Failed to create function url config for [functionArn = "
                + READER.replace("reader", "stranger")
                + "]. Error message:  FunctionUrlConfig exists for this Lambda function")
        .of(() ->
            lambda()
                .createFunctionUrlConfig(
                    create -> create.functionName("stranger").authType(FunctionUrlAuthType.NONE)));
    new Refusal(
            400,
            "ValidationException",
            "1 validation error detected: Value 'UNKNOWN' at 'invokeMode' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]")
        .of(() ->
            lambda()
                .updateFunctionUrlConfig(
                    update -> update.functionName("stranger").invokeMode("UNKNOWN")));

    var locked =
        lambda()
            .updateFunctionUrlConfig(update ->
                update
                    .functionName("stranger")
                    .authType(FunctionUrlAuthType.AWS_IAM)
                    .cors(Cors.builder().allowOrigins("https://a.example").build()));
    assertThat(locked.functionUrl()).isEqualTo(made.functionUrl());
    assertThat(locked.invokeMode()).isEqualTo(InvokeMode.BUFFERED);
    assertThat(at(made.functionUrl())).isEqualTo(403);

    lambda().deleteFunctionUrlConfig(delete -> delete.functionName("stranger"));
    new Refusal(404, "ResourceNotFoundException", "The resource you requested does not exist.")
        .of(() -> lambda().deleteFunctionUrlConfig(delete -> delete.functionName("stranger")));
    new Refusal(404, "ResourceNotFoundException", "Function does not exist")
        .of(() ->
            lambda()
                .createFunctionUrlConfig(
                    create -> create.functionName("nobody").authType(FunctionUrlAuthType.NONE)));
    for (String id : new String[] {"public", "public-invoke"}) {
      lambda().removePermission(remove -> remove.functionName("stranger").statementId(id));
    }
  }

  private static int at(String url) throws Exception {
    return HTTP.send(ThingsStack.to(url).build(), BodyHandlers.ofString()).statusCode();
  }

  @Test
  @Shows("management.operations.version-alias-changes")
  void versionIsPublishedOnceAndAnAliasPointsToIt() {
    var first = lambda().publishVersion(publish -> publish.functionName("stranger"));
    assertThat(first.version()).isEqualTo("1");
    assertThat(first.functionArn()).endsWith(":stranger:1");
    assertThat(lambda().publishVersion(publish -> publish.functionName("stranger")).version())
        .isEqualTo("1");

    var alias =
        lambda()
            .createAlias(create ->
                create.functionName("stranger").name("live").functionVersion("1").description("d"));
    assertThat(alias.aliasArn()).endsWith(":stranger:live");
    assertThat(alias.description()).isEqualTo("d");
    new Refusal(
            409,
            "ResourceConflictException",
            "Alias already exists: " + READER.replace("reader", "stranger") + ":live")
        .of(() ->
            lambda()
                .createAlias(
                    create -> create.functionName("stranger").name("live").functionVersion("1")));
    new Refusal(
            404,
            "ResourceNotFoundException",
            "Function not found: " + READER.replace("reader", "stranger") + ":7")
        .of(() ->
            lambda()
                .updateAlias(
                    update -> update.functionName("stranger").name("live").functionVersion("7")));

    var updated =
        lambda()
            .updateAlias(
                update -> update.functionName("stranger").name("live").functionVersion("$LATEST"));
    assertThat(updated.functionVersion()).isEqualTo("$LATEST");
    assertThat(updated.description()).isEqualTo("d");
    assertThat(updated.revisionId()).isNotEqualTo(alias.revisionId());

    lambda().deleteAlias(delete -> delete.functionName("stranger").name("live"));
    assertThat(lambda().listAliases(list -> list.functionName("stranger")).aliases()).isEmpty();
  }

  @Test
  void changesOfFunctionsNeedPermission() {
    new Refusal(
            403,
            "AccessDeniedException",
            Refusal.notAuthorized("limited", "lambda:AddPermission", READER))
        .of(() ->
            stack
                .client(LambdaClient.builder(), stack.key("Limited"))
                .addPermission(add ->
                    add.functionName("reader")
                        .statementId("mine")
                        .action("lambda:InvokeFunction")
                        .principal("*")));
  }

  @Test
  @Shows("management.operations.function-changes")
  @Shows("function-url.address.cascade")
  void functionIsCreatedRunsItsNewCodeAndIsDeletedWithWhatBelongsToIt() throws Exception {
    byte[] zip = FunctionZip.saying("one");
    var made = FunctionZip.create(lambda(), "fresh", "one");
    assertThat(made.functionArn()).endsWith(":function:fresh");
    assertThat(made.codeSha256())
        .isEqualTo(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(zip)));
    assertThat(FunctionZip.invoke(lambda(), "fresh")).isEqualTo("\"one\"");
    assertThat(lambda().publishVersion(publish -> publish.functionName("fresh")).version())
        .isEqualTo("1");

    var updated =
        lambda()
            .updateFunctionCode(update ->
                update
                    .functionName("fresh")
                    .publish(true)
                    .zipFile(SdkBytes.fromByteArray(FunctionZip.saying("two"))));
    assertThat(updated.version()).isEqualTo("2");
    assertThat(FunctionZip.invoke(lambda(), "fresh")).isEqualTo("\"two\"");
    assertThat(FunctionZip.invoke(lambda(), "fresh:1")).isEqualTo("\"one\"");

    var configured =
        lambda()
            .updateFunctionConfiguration(update ->
                update
                    .functionName("fresh")
                    .timeout(7)
                    .description("changed")
                    .environment(variables -> variables.variables(Map.of("SAY", "three"))));
    assertThat(configured.timeout()).isEqualTo(7);
    assertThat(configured.description()).isEqualTo("changed");
    assertThat(configured.handler()).isEqualTo("bootstrap");
    assertThat(FunctionZip.invoke(lambda(), "fresh")).isEqualTo("\"three\"");
    assertThat(
            lambda()
                .getFunctionConfiguration(get -> get.functionName("fresh").qualifier("1"))
                .timeout())
        .isEqualTo(3);

    lambda().createAlias(create -> create.functionName("fresh").name("live").functionVersion("1"));
    new Refusal(
            409,
            "ResourceConflictException",
            "Unable to delete version because the following aliases reference it: [live]")
        .of(() -> lambda().deleteFunction(delete -> delete.functionName("fresh").qualifier("1")));
    lambda().deleteFunction(delete -> delete.functionName("fresh").qualifier("2"));
    assertThat(lambda().listVersionsByFunction(list -> list.functionName("fresh")).versions())
        .extracting(version -> version.version())
        .containsExactly("$LATEST", "1");
    lambda()
        .createFunctionUrlConfig(
            create -> create.functionName("fresh").authType(FunctionUrlAuthType.NONE));

    lambda().deleteFunction(delete -> delete.functionName("fresh"));

    new Refusal(
            404,
            "ResourceNotFoundException",
            "Function not found: " + READER.replace("reader", "fresh"))
        .of(() -> lambda().getFunction(get -> get.functionName("fresh")));
    new Refusal(404, "ResourceNotFoundException", "The resource you requested does not exist.")
        .of(() -> lambda().deleteFunctionUrlConfig(delete -> delete.functionName("fresh")));
  }

  @Test
  void codeThatIsNoPlainZipIsRefusedAndNothingIsMade() {
    new Refusal(409, "ResourceConflictException", "Function already exist: reader")
        .of(() -> FunctionZip.create(lambda(), "reader", "one"));
    refusedCode(
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
        "no zip".getBytes(UTF_8));
    refusedCode(
        "The zip file holds an entry outside of itself: ../bootstrap",
        FunctionZip.of("../bootstrap", "#!/bin/sh"));
    new Refusal(
            400,
            "InvalidParameterValueException",
            "S3Bucket: there is no S3 and no image registry here; send the code as a ZipFile")
        .of(() ->
            lambda()
                .updateFunctionCode(
                    update -> update.functionName("reader").s3Bucket("b").s3Key("k")));
    new Refusal(
            400,
            "InvalidParameterValueException",
            "The role defined for the function cannot be assumed by Lambda.")
        .of(() ->
            lambda()
                .updateFunctionConfiguration(update ->
                    update.functionName("reader").role("arn:aws:iam::000000000000:role/nobody")));
    assertThat(
            catchThrowable(() ->
                lambda()
                    .updateFunctionConfiguration(
                        update -> update.functionName("reader").timeout(901))))
        .hasMessageContaining("Timeout: must be 1 to 900 whole seconds");
    assertThat(lambda().getFunction(get -> get.functionName("reader")).configuration().timeout())
        .isEqualTo(20);
  }

  private static void refusedCode(String message, byte[] zip) {
    new Refusal(400, "InvalidParameterValueException", message)
        .of(() ->
            lambda()
                .updateFunctionCode(
                    update -> update.functionName("reader").zipFile(SdkBytes.fromByteArray(zip))));
  }

  @Test
  void roleIsGivenByThoseOnlyWhoMayPassIt() {
    var session =
        stack
            .client(StsClient.builder(), stack.key("Assumer"))
            .assumeRole(assume ->
                assume
                    .roleArn("arn:aws:iam::000000000000:role/operator")
                    .roleSessionName("changes")
                    .externalId("sesame"))
            .credentials();
    var operator =
        stack.client(
            LambdaClient.builder(),
            AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));

    operator.updateFunctionConfiguration(
        update -> update.functionName("reader").description("by the operator"));
    new Refusal(
            403,
            "AccessDeniedException",
            "User: arn:aws:sts::000000000000:assumed-role/operator/changes is not authorized to"
                + " perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/stranger"
                + " because no identity-based policy allows the iam:PassRole action")
        .of(() ->
            operator.updateFunctionConfiguration(update ->
                update.functionName("reader").role("arn:aws:iam::000000000000:role/stranger")));
  }

  @Test
  @Shows("management.operations.function-changes")
  void concurrencyAndRetriesAreSetAndTakenAway() {
    FunctionZip.create(lambda(), "busy", "one");
    lambda()
        .putFunctionConcurrency(put -> put.functionName("busy").reservedConcurrentExecutions(0));
    assertThat(catchThrowable(() -> FunctionZip.invoke(lambda(), "busy")))
        .isInstanceOf(TooManyRequestsException.class);
    lambda().deleteFunctionConcurrency(delete -> delete.functionName("busy"));
    assertThat(FunctionZip.invoke(lambda(), "busy")).isEqualTo("\"one\"");

    lambda()
        .putFunctionEventInvokeConfig(
            put -> put.functionName("busy").maximumRetryAttempts(0).maximumEventAgeInSeconds(60));
    var updated =
        lambda()
            .updateFunctionEventInvokeConfig(
                update -> update.functionName("busy").maximumRetryAttempts(1));
    assertThat(updated.functionArn()).endsWith(":busy:$LATEST");
    assertThat(updated.maximumEventAgeInSeconds()).isEqualTo(60);
    assertThat(
            lambda()
                .getFunctionEventInvokeConfig(get -> get.functionName("busy"))
                .maximumRetryAttempts())
        .isEqualTo(1);
    lambda().deleteFunctionEventInvokeConfig(delete -> delete.functionName("busy"));
    new Refusal(
            404,
            "ResourceNotFoundException",
            "The function "
                + READER.replace("reader", "busy")
                + ":$LATEST doesn't have an EventInvokeConfig")
        .of(() -> lambda().getFunctionEventInvokeConfig(get -> get.functionName("busy")));
    lambda().deleteFunction(delete -> delete.functionName("busy"));
  }

  private static final String LOOK =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\"}]}";

  @Test
  @Shows("management.operations.iam-persist")
  @Shows("management.operations.iam-templates")
  @Shows("management.operations.users-persist")
  void whatWasMadeIsThereAfterARestart(@TempDir Path other) throws Exception {
    String id;
    String gone;
    AccessKey key;
    try (var first = ThingsStack.start(other)) {
      var cognito = first.client(CognitoIdentityProviderClient.builder(), first.administratorKey());
      String pool = cognito.listUserPools(list -> list.maxResults(1)).userPools().getFirst().id();
      String emptied = cognito.createUserPool(create -> create.poolName("gone")).userPool().id();
      gone = emptied;
      cognito.adminCreateUser(create -> create.userPoolId(emptied).username("gone-user"));
      assertThat(other.resolve("state/users").resolve(gone)).isNotEmptyDirectory();
      cognito.deleteUserPool(delete -> delete.userPoolId(emptied));
      cognito.createGroup(create -> create.userPoolId(pool).groupName("kept-group"));
      cognito.adminCreateUser(create ->
          create.userPoolId(pool).username("kept-user").temporaryPassword("Kept-Passw0rd"));
      cognito.adminAddUserToGroup(
          add -> add.userPoolId(pool).username("kept-user").groupName("kept-group"));
      id =
          cognito
              .createUserPoolClient(create -> create.userPoolId(pool).clientName("kept"))
              .userPoolClient()
              .clientId();
      var iam = first.client(IamClient.builder(), first.administratorKey());
      iam.createUser(create -> create.userName("kept"));
      key = iam.createAccessKey(create -> create.userName("kept")).accessKey();
      iam.putUserPolicy(put -> put.userName("kept").policyName("look").policyDocument(LOOK));
      iam.deleteAccessKey(
          delete -> delete.userName("limited").accessKeyId(first.key("Limited").accessKeyId()));
      var lambda = first.client(LambdaClient.builder(), first.administratorKey());
      FunctionZip.create(lambda, "kept", "one");
      lambda.updateFunctionCode(update ->
          update
              .functionName("stranger")
              .zipFile(SdkBytes.fromByteArray(FunctionZip.saying("two"))));
    }
    try (var host = Host.start(ThingsStack.config(other), line -> {})) {
      assertThat(host.running().environment()).isNotEmpty();
      assertThat(Files.readString(other.resolve("state/state.json"))).contains(id);
      assertThat(other.resolve("state/users").resolve(gone)).doesNotExist();
      var cognito = ThingsStack.client(host, CognitoIdentityProviderClient.builder());
      String pool = cognito.listUserPools(list -> list.maxResults(1)).userPools().getFirst().id();
      assertThat(
              cognito
                  .listUsersInGroup(list -> list.userPoolId(pool).groupName("kept-group"))
                  .users())
          .singleElement()
          .matches(user -> user.username().equals("kept-user"));
      var iam =
          IamClient.builder()
              .endpointOverride(
                  URI.create(requireNonNull(host.running().environment().get("AWS_ENDPOINT_URL"))))
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
              .httpClient(Apache5HttpClient.create())
              .build();
      assertThat(iam.getUser().user().userName()).isEqualTo("kept");
      var owners = ThingsStack.client(host, IamClient.builder());
      assertThat(owners.listAccessKeys(list -> list.userName("limited")).accessKeyMetadata())
          .isEmpty();
      var lambda = ThingsStack.client(host, LambdaClient.builder());
      assertThat(FunctionZip.invoke(lambda, "kept")).isEqualTo("\"one\"");
      assertThat(FunctionZip.invoke(lambda, "stranger")).isEqualTo("\"two\"");
    }
  }
}
