package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.OpenApiExport;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.cognito.AppClient;
import dev.gatehouse.cognito.ClientType;
import dev.gatehouse.cognito.UserPoolConfig;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Visit;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.host.console.Arrow.Role;
import dev.gatehouse.lambda.LambdaFunction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the console shows of a running stack.
///
/// @param stack its name, or the names of several
/// @param port the base port
/// @param administrator whose key signs what the console sends to signed doors
/// @param exports every HTTP API with what its OpenAPI definition tells
/// @param logs the folder with a `NAME.log` for each function
/// @param store of the tables; empty for a stack without any
/// @param secrets to be hidden wherever they stand
public record Premises(
    String stack,
    int port,
    Region region,
    AccessKey administrator,
    List<Entrance> entrances,
    List<UserPoolConfig> pools,
    List<OpenApiExport> exports,
    List<LambdaFunction> functions,
    Path logs,
    List<TableConfig> tables,
    Optional<Tables> store,
    List<Secret> secrets) {
  /// How the journal calls the base port.
  static final String BASE_ADDRESS = "aws";

  /// @param base the address's URL, without a path
  public record Entrance(Door door, String base) {
    public Entrance {
      requireNonNull(door, "door");
      requireNonNull(base, "base");
    }

    /// Where to knock, with the path as AWS writes it.
    String url() {
      return base + (door.path().startsWith("/") ? door.path() : "/" + door.path());
    }
  }

  /// @param tokenUrl empty when the pool has no domain
  record Client(UserPoolConfig pool, AppClient client, Optional<String> tokenUrl) {
    Optional<Secret> secret() {
      return switch (client.type()) {
        case ClientType.Confidential(var secret) -> Optional.of(secret);
        case ClientType.Public() -> Optional.empty();
      };
    }
  }

  public Premises {
    requireNonNull(stack, "stack");
    requireNonNull(region, "region");
    requireNonNull(administrator, "administrator");
    entrances = List.copyOf(entrances);
    pools = List.copyOf(pools);
    exports = List.copyOf(exports);
    functions = List.copyOf(functions);
    requireNonNull(logs, "logs");
    tables = List.copyOf(tables);
    requireNonNull(store, "store");
    secrets = List.copyOf(secrets);
  }

  List<HttpApiConfig> apis() {
    return exports.stream().map(OpenApiExport::api).toList();
  }

  /// @param id the API id
  Optional<OpenApiExport> export(String id) {
    return exports.stream()
        .filter(export -> export.api().identity().apiId().equals(id))
        .findFirst();
  }

  List<Client> clients() {
    var clients = new ArrayList<Client>();
    for (UserPoolConfig pool : pools) {
      for (AppClient client : pool.clients()) {
        clients.add(new Client(pool, client, tokenUrl(pool)));
      }
    }
    return clients;
  }

  /// @param id the OAuth client id
  Optional<Client> client(String id) {
    return clients().stream().filter(each -> each.client().id().equals(id)).findFirst();
  }

  Optional<String> tokenUrl(UserPoolConfig pool) {
    return entrances.stream()
        .filter(entrance -> entrance.door().kind() == Door.Kind.OAUTH)
        .filter(entrance ->
            pool.domains().stream()
                .anyMatch(domain -> domain.logicalId().equals(entrance.door().resource())))
        .map(Entrance::url)
        .findFirst();
  }

  /// Where an API's routes are.
  List<Entrance> routes(HttpApiConfig api) {
    return entrances.stream()
        .filter(entrance -> entrance.door().kind() == Door.Kind.ROUTE)
        .filter(entrance ->
            api.routes().stream()
                .anyMatch(route -> route.logicalId().equals(entrance.door().resource())))
        .toList();
  }

  /// What stands at the address of a visit. Behind the base port it shows in what it did.
  Role gate(Visit visit) {
    String address = visit.gate();
    if (apis().stream().anyMatch(api -> api.logicalId().equals(address))) {
      return Role.GATEWAY;
    }
    if (pools.stream()
        .flatMap(pool -> pool.domains().stream())
        .anyMatch(domain -> domain.logicalId().equals(address))) {
      return Role.PROVIDER;
    }
    if (!address.equals(BASE_ADDRESS)) {
      return Role.FUNCTION_URL;
    }
    if (pools.stream().anyMatch(pool -> visit.path().startsWith("/" + pool.id() + "/"))) {
      return Role.PROVIDER;
    }
    return visit.steps().stream()
        .map(step ->
            switch (step.actor().split(" ", 2)[0]) {
              case "authorizer", "integration", "cors" -> Role.GATEWAY;
              case "token" -> Role.PROVIDER;
              case "function" -> Role.FUNCTION_URL;
              default -> Role.ENDPOINT;
            })
        .filter(role -> role != Role.ENDPOINT)
        .findFirst()
        .orElse(Role.ENDPOINT);
  }

  /// The door that a visit was to, where there is one.
  Optional<Entrance> door(Visit visit) {
    String address = visit.gate();
    return entrances.stream()
        .filter(entrance -> entrance.door().name().equals(visit.door()))
        .filter(entrance ->
            entrance.door().kind() != Door.Kind.ROUTE
                || apis().stream()
                    .filter(api -> api.logicalId().equals(address))
                    .anyMatch(api -> routes(api).contains(entrance)))
        .filter(entrance ->
            entrance.door().kind() != Door.Kind.FUNCTION_URL
                || entrance.door().resource().equals(address))
        .findFirst()
        .or(() ->
            entrances.stream()
                .filter(entrance -> entrance.door().kind() == Door.Kind.AWS_OPERATION)
                .filter(entrance -> gate(visit) == Role.ENDPOINT)
                .findFirst());
  }

  Optional<LambdaFunction> function(String name) {
    return functions.stream().filter(each -> each.config().name().equals(name)).findFirst();
  }

  Optional<TableConfig> table(String name) {
    return tables.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// Without what is secret.
  @Override
  public String toString() {
    return "Premises[" + stack + "]";
  }
}
