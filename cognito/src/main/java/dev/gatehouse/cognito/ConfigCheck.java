package dev.gatehouse.cognito;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The rules of Cognito's CreateUserPool, CreateUserPoolDomain, CreateResourceServer and
/// CreateUserPoolClient, as far as templates can break them.
final class ConfigCheck {
  private static final Pattern NAME = Pattern.compile("[\\w\\s+=,.@-]+");
  private static final Pattern CLIENT_ID = Pattern.compile("[\\w+]{1,128}");
  private static final Pattern CLIENT_SECRET = Pattern.compile("[\\w+]{24,64}");
  private static final Pattern IDENTIFIER = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}");
  private static final Pattern SCOPE_NAME =
      Pattern.compile("[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]{1,256}");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+");
  private static final List<String> RESERVED_IN_PREFIX = List.of("aws", "amazon", "cognito");

  private static final int MAX_POOL_OR_CLIENT_NAME = 128;
  private static final int MAX_SERVER_NAME = 256;
  private static final int MAX_SCOPES_OF_CLIENT = 50;
  private static final int MAX_SCOPES_OF_SERVER = 100;
  private static final Duration MIN_TOKEN = Duration.ofMinutes(5);
  private static final Duration MAX_TOKEN = Duration.ofDays(1);
  private static final Duration MIN_REFRESH = Duration.ofMinutes(60);
  private static final Duration MAX_REFRESH = Duration.ofDays(3650);

  private final UserPoolConfig pool;
  private final Set<String> customScopes;
  private final List<ConfigFault> faults = new ArrayList<>();

  ConfigCheck(UserPoolConfig pool) {
    this.pool = pool;
    this.customScopes =
        pool.resourceServers().stream()
            .flatMap(server -> server.scopes().stream().map(server::fullName))
            .collect(Collectors.toSet());
  }

  List<ConfigFault> faults() {
    checkName(pool.logicalId(), "UserPoolName", pool.name(), MAX_POOL_OR_CLIENT_NAME);
    pool.resourceServers().forEach(this::checkServer);
    checkUnique(
        pool.resourceServers(),
        ResourceServer::identifier,
        server ->
            new ConfigFault(server.logicalId(), "Identifier", alreadyTaken(server.identifier())));
    pool.clients().forEach(this::checkClient);
    checkUnique(
        pool.clients(),
        AppClient::id,
        client -> new ConfigFault(client.logicalId(), "ClientId", alreadyTaken(client.id())));
    pool.domains().forEach(this::checkDomain);
    return List.copyOf(faults);
  }

  private void checkServer(ResourceServer server) {
    String id = server.logicalId();
    if (!IDENTIFIER.matcher(server.identifier()).matches()) {
      fault(id, "Identifier", "must be 1 to 256 printable characters without space, \" and \\");
    }
    checkName(id, "Name", server.name(), MAX_SERVER_NAME);
    if (server.scopes().size() > MAX_SCOPES_OF_SERVER) {
      fault(id, "Scopes", server.scopes().size() + " scopes, at most " + MAX_SCOPES_OF_SERVER);
    }
    var names = new HashSet<String>();
    for (int i = 0; i < server.scopes().size(); i++) {
      ResourceServer.Scope scope = server.scopes().get(i);
      String path = "Scopes[" + i + "]";
      if (!SCOPE_NAME.matcher(scope.name()).matches()) {
        fault(
            id,
            path + ".ScopeName",
            "must be 1 to 256 printable characters without space, \", \\ and /");
      } else if (!names.add(scope.name())) {
        fault(id, path + ".ScopeName", alreadyTaken(scope.name()));
      }
      if (scope.description().isEmpty() || scope.description().length() > 256) {
        fault(id, path + ".ScopeDescription", "must be 1 to 256 characters");
      }
    }
  }

  private void checkClient(AppClient client) {
    String id = client.logicalId();
    checkName(id, "ClientName", client.name(), MAX_POOL_OR_CLIENT_NAME);
    if (!CLIENT_ID.matcher(client.id()).matches()) {
      fault(id, "ClientId", "must be 1 to 128 letters, digits, _ or +");
    }
    if (client.type() instanceof ClientType.Confidential(var secret)
        && !CLIENT_SECRET.matcher(secret.reveal()).matches()) {
      fault(id, "ClientSecret", "must be 24 to 64 letters, digits, _ or +");
    }
    checkFlows(client);
    checkScopes(client);
    checkValidity(client);
  }

  private void checkFlows(AppClient client) {
    Set<OAuthFlow> flows = client.oauth().flows();
    if (!flows.contains(OAuthFlow.CLIENT_CREDENTIALS)) {
      return;
    }
    if (flows.size() > 1) {
      fault(
          client.logicalId(),
          "AllowedOAuthFlows",
          "client_credentials cannot be combined with code or implicit");
    }
    if (client.type() instanceof ClientType.Public) {
      fault(
          client.logicalId(),
          "AllowedOAuthFlows",
          "client_credentials needs a client secret: set GenerateSecret to true");
    }
  }

  private void checkScopes(AppClient client) {
    List<String> scopes = client.oauth().scopes();
    if (scopes.size() > MAX_SCOPES_OF_CLIENT) {
      fault(
          client.logicalId(),
          "AllowedOAuthScopes",
          scopes.size() + " scopes, at most " + MAX_SCOPES_OF_CLIENT);
    }
    for (int i = 0; i < scopes.size(); i++) {
      String scope = scopes.get(i);
      if (!IDENTIFIER.matcher(scope).matches()) {
        fault(
            client.logicalId(),
            "AllowedOAuthScopes[" + i + "]",
            "must be 1 to 256 printable characters without space, \" and \\");
      } else if (!OAuthSettings.STANDARD_SCOPES.contains(scope) && !customScopes.contains(scope)) {
        fault(
            client.logicalId(),
            "AllowedOAuthScopes[" + i + "]",
            "Invalid scope requested: " + scope + "; no resource server of the pool defines it");
      }
    }
  }

  private void checkValidity(AppClient client) {
    TokenValidity validity = client.validity();
    checkToken(client, "AccessTokenValidity", validity.access());
    checkToken(client, "IdTokenValidity", validity.id());
    if (outside(validity.refresh(), MIN_REFRESH, MAX_REFRESH)) {
      fault(
          client.logicalId(),
          "RefreshTokenValidity",
          validity.refresh() + " is not between 60 minutes and 3650 days");
    }
  }

  private void checkToken(AppClient client, String property, Duration validity) {
    if (outside(validity, MIN_TOKEN, MAX_TOKEN)) {
      fault(client.logicalId(), property, validity + " is not between 5 minutes and 1 day");
    } else if (validity.compareTo(client.validity().refresh()) > 0) {
      fault(
          client.logicalId(),
          property,
          validity + " is longer than the refresh token's " + client.validity().refresh());
    }
  }

  private void checkDomain(Domain domain) {
    switch (domain) {
      case Domain.Prefix(var id, var prefix) -> {
        if (!PREFIX.matcher(prefix).matches()) {
          fault(
              id,
              "Domain",
              "must be 1 to 63 lower-case letters, digits and inner hyphens, found " + prefix);
        }
        RESERVED_IN_PREFIX.stream()
            .filter(prefix::contains)
            .forEach(word -> fault(id, "Domain", prefix + " contains the reserved word " + word));
      }
      case Domain.Custom(var id, var hostName) -> {
        if (!HOST_NAME.matcher(hostName).matches()) {
          fault(id, "Domain", "is no lower-case host name below a parent domain: " + hostName);
        }
      }
    }
  }

  private void checkName(String logicalId, String property, String name, int maxLength) {
    if (name.length() > maxLength || !NAME.matcher(name).matches()) {
      fault(
          logicalId,
          property,
          "must be 1 to " + maxLength + " letters, digits, spaces or any of _+=,.@-");
    }
  }

  private <T> void checkUnique(
      List<T> elements, Function<T, String> key, Function<T, ConfigFault> fault) {
    var seen = new HashSet<String>();
    elements.stream()
        .filter(element -> !seen.add(key.apply(element)))
        .map(fault)
        .forEach(faults::add);
  }

  private void fault(String logicalId, String property, String problem) {
    faults.add(new ConfigFault(logicalId, property, problem));
  }

  private static String alreadyTaken(String value) {
    return value + " is already taken";
  }

  private static boolean outside(Duration value, Duration min, Duration max) {
    return value.compareTo(min) < 0 || value.compareTo(max) > 0;
  }
}
