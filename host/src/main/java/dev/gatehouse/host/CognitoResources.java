package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;
import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.DeletionPolicy;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cognito.AppClient;
import dev.gatehouse.cognito.ClientType;
import dev.gatehouse.cognito.Declaration;
import dev.gatehouse.cognito.Domain;
import dev.gatehouse.cognito.Identifiers;
import dev.gatehouse.cognito.OAuthFlow;
import dev.gatehouse.cognito.OAuthSettings;
import dev.gatehouse.cognito.ResourceServer;
import dev.gatehouse.cognito.SigningKeys;
import dev.gatehouse.cognito.TokenValidity;
import dev.gatehouse.cognito.UserDirectory;
import dev.gatehouse.cognito.UserPoolConfig;
import dev.gatehouse.cognito.UserRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `AWS::Cognito::*`: user pools with their domains, resource servers, app clients, users and
/// groups.
final class CognitoResources {
  private static final String NO_USERS = "concerns ways of signing in that are not built";
  private static final String NO_MESSAGES =
      "concerns messages to users or how they sign in; neither is built";

  private final StackContext stack;
  private final Identifiers identifiers;
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final List<ResolvedResource> memberships = new ArrayList<>();

  /// A pool while its parts come in. Keys are made or read here: both take their time once.
  private record Pool(
      ResolvedResource resource,
      String id,
      String name,
      String issuer,
      Secret keys,
      List<ResourceServer> servers,
      List<AppClient> clients,
      List<Domain> domains,
      UserRules users,
      List<Declaration> declared) {
    UserPoolConfig config() {
      return new UserPoolConfig(
          resource.logicalId(), id, name, issuer, servers, clients, domains, users);
    }
  }

  CognitoResources(StackContext stack) {
    this.stack = stack;
    this.identifiers = new Identifiers(stack.random());
  }

  List<SupportedType> types() {
    return List.of(
        SupportedType.of(
            "AWS::Cognito::UserPool",
            poolProperties(),
            Set.of("Arn", "ProviderName", "ProviderURL", "UserPoolId"),
            this::createPool),
        SupportedType.of(
            "AWS::Cognito::UserPoolDomain",
            structure()
                .required("UserPoolId", string())
                .required("Domain", string())
                .optional("CustomDomainConfig", structure().optional("CertificateArn", string()))
                .ignored("ManagedLoginVersion", NO_USERS),
            Set.of(),
            this::createDomain),
        SupportedType.of(
            "AWS::Cognito::UserPoolResourceServer",
            structure()
                .required("UserPoolId", string())
                .required("Identifier", string())
                .required("Name", string())
                .optional(
                    "Scopes",
                    listOf(
                        structure()
                            .required("ScopeName", string())
                            .required("ScopeDescription", string()))),
            Set.of(),
            this::createResourceServer),
        SupportedType.of(
            "AWS::Cognito::UserPoolClient",
            clientProperties(),
            Set.of("ClientId", "ClientSecret", "Name"),
            this::createClient),
        SupportedType.of(
            "AWS::Cognito::UserPoolUser", UserProperties.user(), Set.of(), this::createUser),
        SupportedType.of(
            "AWS::Cognito::UserPoolGroup",
            structure()
                .required("UserPoolId", string())
                .optional("GroupName", string())
                .optional("Description", string())
                .optional("Precedence", integer())
                .optional("RoleArn", string()),
            Set.of(),
            this::createGroup),
        SupportedType.of(
            "AWS::Cognito::UserPoolUserToGroupAttachment",
            structure()
                .required("UserPoolId", string())
                .required("Username", string())
                .required("GroupName", string()),
            Set.of(),
            this::createMembership));
  }

  private static Structure poolProperties() {
    Structure properties =
        UserProperties.schema(structure().optional("UserPoolName", string()), NO_MESSAGES);
    for (String name :
        List.of(
            "AccountRecoverySetting",
            "AdminCreateUserConfig",
            "AutoVerifiedAttributes",
            "DeletionProtection",
            "DeviceConfiguration",
            "EmailAuthenticationMessage",
            "EmailAuthenticationSubject",
            "EmailConfiguration",
            "EmailVerificationMessage",
            "EmailVerificationSubject",
            "EnabledMfas",
            "MfaConfiguration",
            "SmsAuthenticationMessage",
            "SmsConfiguration",
            "SmsVerificationMessage",
            "UserAttributeUpdateSettings",
            "UserPoolAddOns",
            "UserPoolTags",
            "UserPoolTier",
            "VerificationMessageTemplate",
            "WebAuthnRelyingPartyID",
            "WebAuthnUserVerification")) {
      properties = properties.ignored(name, NO_MESSAGES);
    }
    return properties;
  }

  private static Structure clientProperties() {
    Structure properties =
        structure()
            .required("UserPoolId", string())
            .optional("ClientName", string())
            .optional("GenerateSecret", bool())
            .optional("AllowedOAuthFlows", listOf(oneOf("code", "implicit", "client_credentials")))
            .optional("AllowedOAuthFlowsUserPoolClient", bool())
            .optional("AllowedOAuthScopes", listOf(string()))
            .optional(
                "ExplicitAuthFlows",
                listOf(
                    oneOf(
                        "ADMIN_NO_SRP_AUTH",
                        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
                        "ALLOW_CLIENT_TOKEN_AUTH",
                        "ALLOW_CUSTOM_AUTH",
                        "ALLOW_REFRESH_TOKEN_AUTH",
                        "ALLOW_USER_AUTH",
                        "ALLOW_USER_PASSWORD_AUTH",
                        "ALLOW_USER_SRP_AUTH",
                        "CUSTOM_AUTH_FLOW_ONLY",
                        "USER_PASSWORD_AUTH")))
            .optional("AccessTokenValidity", integer())
            .optional("IdTokenValidity", integer())
            .optional("RefreshTokenValidity", integer())
            .optional(
                "TokenValidityUnits",
                structure()
                    .optional("AccessToken", unit())
                    .optional("IdToken", unit())
                    .optional("RefreshToken", unit()));
    for (String name :
        List.of(
            "AnalyticsConfiguration",
            "AuthSessionValidity",
            "CallbackURLs",
            "DefaultRedirectURI",
            "EnablePropagateAdditionalUserContextData",
            "EnableTokenRevocation",
            "LogoutURLs",
            "PreventUserExistenceErrors",
            "ReadAttributes",
            "RefreshTokenRotation",
            "SupportedIdentityProviders",
            "WriteAttributes")) {
      properties = properties.ignored(name, NO_USERS);
    }
    return properties;
  }

  private static dev.gatehouse.cloudformation.PropertySchema unit() {
    return oneOf("seconds", "minutes", "hours", "days");
  }

  private CreatedResource createPool(ResolvedResource resource) {
    String id = stack.remember(resource, "id", () -> identifiers.userPoolId(stack.region()));
    String keys =
        stack.remember(resource, "signingKeys", () -> SigningKeys.generate().export().reveal());
    String issuer = stack.addresses().endpointUrl() + "/" + id;
    String name = stack.physicalName(resource, "UserPoolName", 128);
    pools.put(
        id,
        new Pool(
            resource,
            id,
            name,
            issuer,
            new Secret(keys),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            UserProperties.rules(resource),
            new ArrayList<>()));
    return new CreatedResource(
        id,
        Map.of(
            "Arn",
            stack.arn("cognito-idp", "userpool/" + id).toString(),
            "ProviderName",
            "cognito-idp." + stack.region() + ".amazonaws.com/" + id,
            "ProviderURL",
            issuer,
            "UserPoolId",
            id,
            "Name",
            name));
  }

  private CreatedResource createDomain(ResolvedResource resource) {
    String name = resource.properties().path("Domain").asString();
    pool(resource)
        .domains()
        .add(
            resource.properties().has("CustomDomainConfig")
                ? new Domain.Custom(resource.logicalId(), name)
                : new Domain.Prefix(resource.logicalId(), name));
    return new CreatedResource(name, Map.of());
  }

  private CreatedResource createResourceServer(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String identifier = properties.path("Identifier").asString();
    var scopes = new ArrayList<ResourceServer.Scope>();
    for (JsonNode scope : properties.path("Scopes")) {
      scopes.add(
          new ResourceServer.Scope(
              scope.path("ScopeName").asString(), scope.path("ScopeDescription").asString()));
    }
    pool(resource)
        .servers()
        .add(
            new ResourceServer(
                resource.logicalId(), identifier, properties.path("Name").asString(), scopes));
    return new CreatedResource(identifier, Map.of());
  }

  private CreatedResource createClient(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String id = stack.remember(resource, "clientId", identifiers::clientId);
    String name = stack.physicalName(resource, "ClientName", 128);
    boolean confidential = properties.path("GenerateSecret").asBoolean(false);
    String secret =
        confidential
            ? stack.remember(resource, "clientSecret", () -> identifiers.clientSecret().reveal())
            : "";
    pool(resource)
        .clients()
        .add(
            new AppClient(
                resource.logicalId(),
                id,
                name,
                confidential
                    ? new ClientType.Confidential(new Secret(secret))
                    : new ClientType.Public(),
                oauth(properties),
                validity(properties),
                properties.has("ExplicitAuthFlows")
                    ? Set.copyOf(texts(properties.path("ExplicitAuthFlows")))
                    : AppClient.SIGN_IN));
    return new CreatedResource(id, Map.of("ClientId", id, "ClientSecret", secret, "Name", name));
  }

  private static OAuthSettings oauth(JsonNode properties) {
    var flows = new LinkedHashSet<OAuthFlow>();
    for (JsonNode flow : properties.path("AllowedOAuthFlows")) {
      flows.add(OAuthFlow.named(flow.asString()).orElseThrow());
    }
    return new OAuthSettings(
        properties.path("AllowedOAuthFlowsUserPoolClient").asBoolean(false),
        flows,
        texts(properties.path("AllowedOAuthScopes")));
  }

  private static TokenValidity validity(JsonNode properties) {
    return new TokenValidity(
        duration(properties, "AccessToken", "hours", TokenValidity.DEFAULT.access()),
        duration(properties, "IdToken", "hours", TokenValidity.DEFAULT.id()),
        duration(properties, "RefreshToken", "days", TokenValidity.DEFAULT.refresh()));
  }

  /// Zero counts as not given (API_CreateUserPoolClient says so of refresh tokens).
  private static Duration duration(
      JsonNode properties, String token, String usualUnit, Duration usual) {
    int amount = properties.path(token + "Validity").asInt(0);
    String unit = properties.path("TokenValidityUnits").path(token).asString(usualUnit);
    return amount == 0 ? usual : TokenValidity.duration(amount, unit).orElseThrow();
  }

  // Users

  private CreatedResource createUser(ResolvedResource resource) {
    String username = stack.physicalName(resource, "Username", 128);
    checkName(resource, "Username", username);
    var attributes = new LinkedHashMap<String, String>();
    for (JsonNode attribute : resource.properties().path("UserAttributes")) {
      attributes.put(attribute.path("Name").asString(), attribute.path("Value").asString(""));
    }
    Pool pool = pool(resource);
    var user = new Declaration.OfUser(username, attributes, isRetained(resource));
    declare(resource, "Username", user);
    UserDirectory.fault(pool.users(), user)
        .ifPresent(fault -> {
          throw Faults.at(resource, "UserAttributes", fault.strip());
        });
    return new CreatedResource(username, Map.of());
  }

  private CreatedResource createGroup(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String name = stack.physicalName(resource, "GroupName", 128);
    checkName(resource, "GroupName", name);
    declare(
        resource,
        "GroupName",
        new Declaration.OfGroup(
            name,
            properties.path("Description").asString(null),
            properties.path("RoleArn").asString(null),
            properties.has("Precedence") ? properties.path("Precedence").asInt() : null,
            isRetained(resource)));
    return new CreatedResource(name, Map.of());
  }

  private CreatedResource createMembership(ResolvedResource resource) {
    String username = resource.properties().path("Username").asString();
    String group = resource.properties().path("GroupName").asString();
    declare(
        resource, "Username", new Declaration.OfMembership(username, group, isRetained(resource)));
    memberships.add(resource);
    return new CreatedResource(
        stack.remember(
            resource,
            "id",
            () -> "UserToGroupAttachment-" + identifiers.clientId().substring(0, 12)),
        Map.of());
  }

  private void declare(ResolvedResource resource, String property, Declaration declared) {
    var all = pool(resource).declared();
    if (all.stream().anyMatch(other -> other.id().equals(declared.id()))) {
      throw Faults.at(resource, property, declared.id() + " is declared twice");
    }
    all.add(declared);
  }

  private static void checkName(ResolvedResource resource, String property, String name) {
    if (!name.matches("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,128}")) {
      throw Faults.at(resource, property, "must be 1 to 128 letters, digits or signs");
    }
  }

  private static boolean isRetained(ResolvedResource resource) {
    return resource.deletionPolicy() != DeletionPolicy.DELETE;
  }

  /// What is wrong between resources, once all have been created.
  List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    for (ResolvedResource membership : memberships) {
      JsonNode properties = membership.properties();
      String username = properties.path("Username").asString();
      String group = properties.path("GroupName").asString();
      var declared = pool(membership).declared();
      if (declared.stream().noneMatch(one -> one.id().equals("user " + username))) {
        faults.add(
            Faults.of(
                membership.logicalId(),
                "Username",
                "no user that the template declares in this pool is called " + username));
      }
      if (declared.stream().noneMatch(one -> one.id().equals("group " + group))) {
        faults.add(
            Faults.of(
                membership.logicalId(),
                "GroupName",
                "no group that the template declares in this pool is called " + group));
      }
    }
    return faults;
  }

  /// What the templates say of a pool's users, complete once all resources have been created.
  List<Declaration> declared(String poolId) {
    return List.copyOf(requireNonNull(pools.get(poolId), "one of ours").declared());
  }

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(element -> texts.add(element.asString()));
    return texts;
  }

  private Pool pool(ResolvedResource resource) {
    String id = resource.properties().path("UserPoolId").asString();
    Pool pool = pools.get(id);
    if (pool == null) {
      throw Faults.at(resource, "UserPoolId", "no user pool of this template has the id " + id);
    }
    return pool;
  }

  /// Every pool, complete once all resources have been created.
  List<UserPoolConfig> configs() {
    return pools.values().stream().map(Pool::config).toList();
  }

  Secret exportedKeys(UserPoolConfig pool) {
    return requireNonNull(pools.get(pool.id()), "one of ours").keys();
  }

  SigningKeys keys(UserPoolConfig pool) {
    return SigningKeys.restore(exportedKeys(pool));
  }
}
