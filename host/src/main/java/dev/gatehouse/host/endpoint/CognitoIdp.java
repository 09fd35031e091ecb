package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Input.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Cognito's management API: user pools, their app clients, resource servers, domains, users and
/// groups.
final class CognitoIdp {
  private static final ServiceModel MODEL =
      ServiceModel.json(
          "cognito-idp", "AWSCognitoIdentityProviderService", "InvalidParameterException");

  static final Shape POOL_ID = new Shape(1, 55, "[\\w-]+_[0-9a-zA-Z]+");
  static final Shape POOL_NAME = new Shape(1, 128, "[\\w\\s+=,.@-]+");
  static final Shape CLIENT_NAME = new Shape(1, 128, "[\\w\\s+=,.@-]+");
  static final Shape SERVER_NAME = new Shape(1, 256, "[\\w\\s+=,.@-]+");
  static final Shape CLIENT_ID = new Shape(1, 128, "[\\w+]+");
  static final Shape DOMAIN =
      new Shape(1, 63, "[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?(?:\\.[a-z0-9\\-]+)*");
  static final Shape IDENTIFIER = new Shape(1, 256, "[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  static final String POOL = "AWS::Cognito::UserPool";
  static final String CLIENT = "AWS::Cognito::UserPoolClient";
  static final String SERVER = "AWS::Cognito::UserPoolResourceServer";
  static final String DOMAIN_TYPE = "AWS::Cognito::UserPoolDomain";

  private final Inventory inventory;

  private CognitoIdp(Inventory inventory) {
    this.inventory = inventory;
  }

  static ModelledService of(Inventory inventory, Changes changes, Map<String, PoolUsers> users) {
    var cognito = new CognitoIdp(inventory);
    var operations = new ArrayList<>(new CognitoChanges(inventory, changes).operations());
    operations.addAll(new CognitoUsers(inventory, users).operations());
    operations.addAll(
        List.of(
            reading("ListUserPools", _ -> "*", cognito::listPools),
            cognito.ofPool("DescribeUserPool", cognito::describePool),
            cognito.ofPool("ListUserPoolClients", cognito::listClients),
            cognito.ofPool("DescribeUserPoolClient", cognito::describeClient),
            cognito.ofPool("ListResourceServers", cognito::listServers),
            cognito.ofPool("DescribeResourceServer", cognito::describeServer),
            cognito.ofPool("GetUserPoolMfaConfig", cognito::mfaConfig),
            reading("DescribeUserPoolDomain", _ -> "*", cognito::describeDomain)));
    return new ModelledService(MODEL, operations);
  }

  private static Operation reading(
      String name, Function<Input, String> resource, Operation.Reader reader) {
    return Operation.reading(
        name,
        input -> List.of(new Permission("cognito-idp:" + name, resource.apply(input))),
        reader);
  }

  private Operation ofPool(String name, Operation.Reader reader) {
    return reading(
        name,
        input -> inventory.arn("cognito-idp", "userpool/" + input.text("UserPoolId", POOL_ID)),
        reader);
  }

  // User pools

  private ObjectNode listPools(Input input) {
    var pools = inventory.of(POOL).stream().map(CognitoIdp::summary).toList();
    return paged(input, "UserPools", "ListUserPools", input.number("MaxResults", 1, 60), pools);
  }

  private static ObjectNode summary(Deployed pool) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("Id", pool.id());
    shown.put("Name", pool.attribute("Name"));
    shown.putObject("LambdaConfig");
    return dated(pool, shown);
  }

  private ObjectNode describePool(Input input) {
    return Json.STRICT.createObjectNode().set("UserPool", shown(pool(input), inventory)).asObject();
  }

  static ObjectNode shown(Deployed pool, Inventory inventory) {
    var shown = summary(pool);
    shown.put("Arn", pool.attribute("Arn"));
    shown.put("MfaConfiguration", "OFF");
    shown.put("DeletionProtection", "INACTIVE");
    shown.put("UserPoolTier", "ESSENTIALS");
    // Whatever of these is supported, and so was not passed over.
    Shapes.copy(
        pool.properties(),
        shown,
        "LambdaConfig",
        "MfaConfiguration",
        "DeletionProtection",
        "UserPoolTier",
        "Policies",
        "AliasAttributes",
        "AutoVerifiedAttributes",
        "UsernameAttributes",
        "UsernameConfiguration",
        "AdminCreateUserConfig",
        "AccountRecoverySetting",
        "UserPoolAddOns",
        "UserPoolTags");
    for (var domain : inventory.partsOf(DOMAIN_TYPE, "UserPoolId", pool.id())) {
      shown.put(
          domain.properties().has("CustomDomainConfig") ? "CustomDomain" : "Domain", domain.id());
    }
    return shown;
  }

  private ObjectNode mfaConfig(Input input) {
    return Json.STRICT
        .createObjectNode()
        .put("MfaConfiguration", pool(input).property("MfaConfiguration").asString("OFF"));
  }

  private Deployed pool(Input input) {
    String id = input.text("UserPoolId", POOL_ID);
    return inventory
        .find(POOL, id)
        .orElseThrow(() -> notFound("User pool " + id + " does not exist."));
  }

  // App clients

  private ObjectNode listClients(Input input) {
    var pool = pool(input);
    var clients =
        inventory.partsOf(CLIENT, "UserPoolId", pool.id()).stream()
            .map(client ->
                Json.STRICT
                    .createObjectNode()
                    .put("ClientId", client.id())
                    .put("UserPoolId", pool.id())
                    .put("ClientName", client.attribute("Name")))
            .toList();
    return paged(
        input,
        "UserPoolClients",
        "ListUserPoolClients " + pool.id(),
        input.number("MaxResults", 1, 60, 60),
        clients);
  }

  private ObjectNode describeClient(Input input) {
    var pool = pool(input);
    String id = input.text("ClientId", CLIENT_ID);
    var client =
        inventory.partsOf(CLIENT, "UserPoolId", pool.id()).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> notFound("User pool client " + id + " does not exist."));
    return Json.STRICT.createObjectNode().set("UserPoolClient", shown(client)).asObject();
  }

  static ObjectNode shown(Deployed client) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("UserPoolId", client.text("UserPoolId"));
    shown.put("ClientName", client.attribute("Name"));
    shown.put("ClientId", client.id());
    String secret = client.attribute("ClientSecret");
    if (!secret.isEmpty()) {
      shown.put("ClientSecret", secret);
    }
    dated(client, shown);
    shown.put("RefreshTokenValidity", 30);
    shown.putObject("TokenValidityUnits");
    shown.put("AllowedOAuthFlowsUserPoolClient", false);
    shown.put("EnableTokenRevocation", true);
    shown.put("AuthSessionValidity", 3);
    Shapes.copy(
        client.properties(),
        shown,
        "RefreshTokenValidity",
        "AccessTokenValidity",
        "IdTokenValidity",
        "TokenValidityUnits",
        "AllowedOAuthFlows",
        "AllowedOAuthScopes",
        "AllowedOAuthFlowsUserPoolClient",
        "CallbackURLs",
        "LogoutURLs",
        "DefaultRedirectURI",
        "ExplicitAuthFlows",
        "SupportedIdentityProviders",
        "PreventUserExistenceErrors",
        "EnableTokenRevocation",
        "AuthSessionValidity",
        "ReadAttributes",
        "WriteAttributes");
    return shown;
  }

  // Resource servers and domains

  private ObjectNode listServers(Input input) {
    var pool = pool(input);
    var servers =
        inventory.partsOf(SERVER, "UserPoolId", pool.id()).stream()
            .map(CognitoIdp::server)
            .toList();
    return paged(
        input,
        "ResourceServers",
        "ListResourceServers " + pool.id(),
        input.number("MaxResults", 1, 50, 50),
        servers);
  }

  private ObjectNode describeServer(Input input) {
    var pool = pool(input);
    String identifier = input.text("Identifier", IDENTIFIER);
    var server =
        inventory.partsOf(SERVER, "UserPoolId", pool.id()).stream()
            .filter(one -> one.id().equals(identifier))
            .findFirst()
            .orElseThrow(() -> notFound("Resource server " + identifier + " does not exist."));
    return Json.STRICT.createObjectNode().set("ResourceServer", server(server)).asObject();
  }

  static ObjectNode server(Deployed server) {
    var shown = Json.STRICT.createObjectNode();
    shown.putArray("Scopes");
    Shapes.copy(server.properties(), shown, "UserPoolId", "Identifier", "Name", "Scopes");
    return shown;
  }

  /// An unknown domain is no error: its description is empty.
  private ObjectNode describeDomain(Input input) {
    String name = input.text("Domain", DOMAIN);
    var answer = Json.STRICT.createObjectNode();
    var shown = answer.putObject("DomainDescription");
    inventory
        .find(DOMAIN_TYPE, name)
        .ifPresent(domain -> {
          shown.put("UserPoolId", domain.text("UserPoolId"));
          shown.put("AWSAccountId", inventory.account().digits());
          shown.put("Domain", name);
          shown.put("Status", "ACTIVE");
          Shapes.copy(domain.properties(), shown, "CustomDomainConfig", "ManagedLoginVersion");
        });
    return answer;
  }

  // Shapes

  private static ObjectNode dated(Deployed resource, ObjectNode shown) {
    Shapes.putEpochSeconds(shown, "LastModifiedDate", resource.created());
    Shapes.putEpochSeconds(shown, "CreationDate", resource.created());
    return shown;
  }

  private static ObjectNode paged(
      Input input, String member, String list, int size, List<ObjectNode> all) {
    var page =
        Page.of(
            all,
            list,
            size,
            input.find("NextToken"),
            () -> input.refuse("Invalid pagination token"));
    return Shapes.page(page, member, "NextToken");
  }

  static AwsError notFound(String message) {
    return AwsError.of(400, "ResourceNotFoundException", message);
  }
}
