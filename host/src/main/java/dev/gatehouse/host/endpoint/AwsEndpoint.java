package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.RequestKeys;
import dev.gatehouse.aws.SigV4Fault;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Policies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `AWS_ENDPOINT_URL`: each call's signature is verified, then the caller's policies are asked,
/// then the operation is carried out. Nothing is told to a caller whose signature does not hold.
public final class AwsEndpoint implements Gate {
  /// What the older JSON services allow (create-signed-request.html).
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /// IAM has one endpoint for all regions (iam-service.html).
  private static final Region IAM_REGION = new Region("us-east-1");

  private final Map<String, AwsService> services;
  private final Map<String, SigV4Verifier> verifiers;
  private final SigV4Verifier anyService;
  private final AccessCheck access;
  private final Region region;

  /// @param tables empty for stacks without any
  /// @param users by the ids of their pools
  public static AwsEndpoint of(
      Optional<Tables> tables,
      Inventory inventory,
      Changes changes,
      Map<String, PoolUsers> users,
      Credentials credentials,
      Policies policies,
      Invocables functions,
      Clock clock) {
    var services =
        new ArrayList<AwsService>(
            ManagedServices.of(inventory, changes, users, credentials, policies, functions, clock));
    tables.ifPresent(open -> services.add(new DynamoDb(open)));
    return new AwsEndpoint(services, credentials, policies, inventory.region(), clock);
  }

  AwsEndpoint(
      List<AwsService> services,
      CredentialStore credentials,
      AccessCheck access,
      Region region,
      Clock clock) {
    this.services =
        services.stream().collect(Collectors.toMap(AwsService::signingName, Function.identity()));
    this.verifiers =
        this.services.keySet().stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    name ->
                        new SigV4Verifier(
                            credentials,
                            clock,
                            name.equals("iam") ? IAM_REGION : region,
                            List.of(name),
                            WINDOW)));
    this.anyService = new SigV4Verifier(credentials, clock, region, NOT_BUILT, WINDOW);
    this.access = access;
    this.region = region;
  }

  private Region region(String service) {
    return service.equals("iam") ? IAM_REGION : region;
  }

  /// Services that clients ask for and that have no operation here.
  private static final List<String> NOT_BUILT = List.of("ecr", "s3", "ssm");

  /// One for all operations: which there are, [ManagedServices] tells.
  @Override
  public List<Door> doors() {
    return List.of(
        new Door(
            Door.Kind.AWS_OPERATION,
            "ANY",
            "/",
            "AWS_ENDPOINT_URL",
            new Lock.Iam("the action of each AWS call", "*")));
  }

  @Override
  public Passage enter(HttpRequest request) {
    String requestId = UUID.randomUUID().toString();
    String operation = OperationName.of(request);
    var protocol = AwsProtocol.of(request);
    var steps = new ArrayList<Step>();
    try {
      AwsCall call = verified(request, protocol, requestId, steps);
      HttpResponse answer = answered(call, protocol, operation, steps);
      return new Passage(
          answer,
          answer.headers().first("x-amzn-RequestId").orElse(requestId),
          operation,
          new Verdict.Allowed(call.caller().principal().name()),
          steps);
    } catch (AwsError error) {
      return new Passage(
          protocol.error(error, requestId),
          requestId,
          operation,
          new Verdict.Denied(error.reason()),
          steps);
    }
  }

  private AwsCall verified(
      HttpRequest request, AwsProtocol protocol, String requestId, List<Step> steps) {
    long started = System.nanoTime();
    var verifier = verifiers.getOrDefault(OperationName.service(request), anyService);
    return switch (verifier.verify(request)) {
      case SigV4Result.Rejected(var fault, var reason) -> throw protocol.signature(fault, reason);
      case SigV4Result.Verified(var key, var service) -> {
        steps.add(Step.since(started, "signature", "verified"));
        yield new AwsCall(request, service, key, requestId);
      }
    };
  }

  private HttpResponse answered(
      AwsCall call, AwsProtocol protocol, String operation, List<Step> steps) {
    AwsService service = services.get(call.service());
    if (service == null) {
      throw protocol.notSupported(operation + " is of a service that Gatehouse does not have");
    }
    // API_GetSessionToken: without a device to authenticate with, such a session reaches no IAM.
    if (call.service().equals("iam")
        && call.caller().session() != null
        && !(call.caller().principal() instanceof Principal.RoleSession)) {
      throw protocol.signature(
          new SigV4Fault.UnknownKey(),
          new Reason.BadSessionToken(
              call.caller().id(), "is of GetSessionToken, which opens no operation of IAM"));
    }
    var prepared = service.prepare(call);
    long started = System.nanoTime();
    for (var permission : prepared.permissions()) {
      if (access.check(wanted(call, permission)) instanceof Decision.Refused refusal) {
        throw protocol.accessDenied(refusal);
      }
    }
    steps.add(Step.since(started, "policies", "allowed " + prepared.permissions()));
    started = System.nanoTime();
    HttpResponse answer = prepared.carryOut().get();
    steps.add(Step.since(started, service.signingName(), operation));
    return answer;
  }

  private AccessRequest wanted(AwsCall call, AwsService.Permission permission) {
    var context = RequestKeys.of(call.request(), call.caller());
    context.put("aws:RequestedRegion", List.of(region(call.service()).code()));
    context.putAll(permission.context());
    return new AccessRequest(
        call.caller().principal(), permission.action(), permission.resource(), context);
  }
}
