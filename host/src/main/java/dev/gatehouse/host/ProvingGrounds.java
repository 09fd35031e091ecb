package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.DomainConfig;
import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.IntegrationConfig;
import dev.gatehouse.apigateway.RouteAuthorization;
import dev.gatehouse.apigateway.RouteConfig;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.prove.Grounds;
import dev.gatehouse.host.prove.Suspect;
import dev.gatehouse.host.prove.Target;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.IamConfig;
import dev.gatehouse.lambda.FunctionUrlConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Tells the prover of a running stack: its doors with what their locks look at, its pools' keys,
/// and who can sign.
final class ProvingGrounds {
  private static final String USER = "GatehouseProof";

  private final StackResources resources;
  private final StackContext stack;
  private final Credentials credentials;
  private final IamConfig iam;
  private final Map<String, RouteConfig> routes = new HashMap<>();
  private final Map<String, String> hosts = new HashMap<>();

  ProvingGrounds(
      StackResources resources, StackContext stack, Credentials credentials, IamConfig iam) {
    this.resources = resources;
    this.stack = stack;
    this.credentials = credentials;
    this.iam = iam;
    for (HttpApiConfig api : resources.apis.configs()) {
      api.routes().forEach(route -> routes.put(route.logicalId(), route));
      hosts.put(api.logicalId(), api.identity().domainName());
    }
    for (DomainConfig domain : resources.apis.domains()) {
      hosts.put(domain.logicalId(), domain.name());
    }
    for (FunctionUrlConfig url : resources.lambda.urls()) {
      hosts.put(url.logicalId(), url.host());
    }
  }

  /// What makes the suspects part of the stack, with a key for each.
  static List<Change> suspects() {
    var changes = new ArrayList<Change>();
    for (Suspect suspect : Suspect.values()) {
      changes.add(new Change.Put(USER + suspect, "AWS::IAM::User", suspect.properties()));
      changes.add(
          new Change.Put(
              USER + suspect + "Key",
              "AWS::IAM::AccessKey",
              Json.STRICT.createObjectNode().put("UserName", suspect.userName())));
    }
    return changes;
  }

  Grounds grounds(
      String name,
      AccessKey administrator,
      SequencedMap<String, Gate> gates,
      Grounds.Visitors visits,
      Clock clock) {
    var targets = new ArrayList<Target>();
    for (String address : stack.addresses().names()) {
      Gate gate = requireNonNull(gates.get(address), address);
      for (Door door : gate.doors()) {
        switch (door.kind()) {
          case ROUTE -> targets.add(route(door, address));
          case FUNCTION_URL -> targets.add(url(door, address));
          case OAUTH, AWS_OPERATION -> {}
        }
      }
    }
    return new Grounds(
        name,
        stack.addresses().endpointUrl(),
        stack.region(),
        targets,
        pools(),
        new Grounds.Signers(administrator, sessions(administrator), others()),
        visits,
        clock);
  }

  private Target route(Door door, String address) {
    RouteConfig route = requireNonNull(routes.get(door.resource()), "checked before");
    String path = route.routeKey().substring(route.routeKey().indexOf(' ') + 1);
    String suffix = door.method().equals("$default") ? "*" : path;
    String prefix = door.path().substring(0, door.path().length() - suffix.length());
    return new Target(
        door,
        route.routeKey(),
        address,
        stack.addresses().url(address),
        requireNonNull(hosts.get(address), address),
        prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix,
        identitySources(route.authorization()),
        route.integration() instanceof IntegrationConfig.HttpProxy,
        false);
  }

  private static List<String> identitySources(RouteAuthorization authorization) {
    return switch (authorization) {
      case RouteAuthorization.Jwt jwt -> jwt.authorizer().identitySources();
      case RouteAuthorization.Custom custom -> custom.authorizer().identitySources();
      case RouteAuthorization.None _, RouteAuthorization.Iam _, RouteAuthorization.Unsupported _ ->
          List.of();
    };
  }

  private Target url(Door door, String address) {
    String function =
        resources.lambda.urls().stream()
            .filter(url -> url.logicalId().equals(address))
            .map(FunctionUrlConfig::functionArn)
            .findFirst()
            .orElseThrow();
    return new Target(
        door,
        door.name(),
        address,
        stack.addresses().url(address),
        requireNonNull(hosts.get(address), address),
        "",
        List.of(),
        false,
        resources.lambda.grantsEveryone(function));
  }

  private List<Grounds.Pool> pools() {
    return resources.cognito.configs().stream()
        .map(pool -> new Grounds.Pool(pool.issuer(), resources.cognito.exportedKeys(pool)))
        .toList();
  }

  private List<AccessKey> sessions(AccessKey administrator) {
    var sessions = new ArrayList<AccessKey>();
    for (int i = 0; i < 2; i++) {
      if (credentials.session(administrator, Credentials.SHORTEST_SESSION)
          instanceof Credentials.Opening.Session(var key)) {
        sessions.add(key);
      }
    }
    return sessions;
  }

  private List<Grounds.Signer> others() {
    var others = new ArrayList<Grounds.Signer>();
    for (AccessKey key : iam.accessKeys()) {
      for (Suspect suspect : Suspect.values()) {
        if (key.principal() instanceof Principal.User user
            && user.userName().equals(suspect.userName())) {
          others.add(new Grounds.Signer(suspect, key));
        }
      }
    }
    return others;
  }
}
