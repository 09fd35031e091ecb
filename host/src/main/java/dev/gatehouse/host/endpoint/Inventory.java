package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.OpenApiExport;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that runs here after one deployment, for the operations that tell of it.
///
/// @param owners what belongs to no stack: the owner's user and key
/// @param apis every HTTP API, as it is exported
public record Inventory(
    AccountId account,
    Region region,
    List<DeployedStack> stacks,
    List<Deployed> owners,
    List<OpenApiExport> apis) {
  /// The owner's user, by name, and the logical id of what belongs to it: one that no template can
  /// have.
  public static final String ADMINISTRATOR = "gatehouse-administrator";

  static Inventory empty(AccountId account, Region region) {
    return new Inventory(account, region, List.of(), List.of(), List.of());
  }

  public Inventory {
    requireNonNull(account, "account");
    requireNonNull(region, "region");
    stacks = List.copyOf(stacks);
    owners = List.copyOf(owners);
    apis = List.copyOf(apis);
  }

  /// In the order of their templates.
  List<Deployed> of(String type) {
    return resources().filter(resource -> resource.type().equals(type)).toList();
  }

  Optional<Deployed> find(String type, String id) {
    return resources()
        .filter(resource -> resource.type().equals(type) && resource.id().equals(id))
        .findFirst();
  }

  Optional<Deployed> named(String logicalId) {
    return resources().filter(resource -> resource.logicalId().equals(logicalId)).findFirst();
  }

  /// What belongs to one resource: the clients of a pool, the routes of an API.
  List<Deployed> partsOf(String type, String property, String owner) {
    return of(type).stream().filter(resource -> resource.text(property).equals(owner)).toList();
  }

  private Stream<Deployed> resources() {
    return Stream.concat(
        owners.stream(), stacks.stream().flatMap(stack -> stack.resources().stream()));
  }

  Optional<OpenApiExport> api(String id) {
    return apis.stream().filter(api -> api.api().identity().apiId().equals(id)).findFirst();
  }

  String arn(String service, String resource) {
    return Arn.of(service, region, account, resource).toString();
  }

  /// Of a service without regions.
  String globalArn(String service, String resource) {
    return Arn.global(service, account, resource).toString();
  }
}
