package dev.gatehouse.host;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `AWS_ENDPOINT_URL`: each call's signature is verified, then the caller's policies are asked,
/// then the operation is carried out. Nothing is told to a caller whose signature does not hold.
final class AwsEndpoint implements Gate {
  /// What the older JSON services allow (create-signed-request.html).
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final Map<String, AwsService> services;
  private final Map<String, SigV4Verifier> verifiers;
  private final SigV4Verifier anyService;
  private final AccessCheck access;

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
                    name -> new SigV4Verifier(credentials, clock, region, List.of(name), WINDOW)));
    this.anyService = new SigV4Verifier(credentials, clock, region, NOT_BUILT, WINDOW);
    this.access = access;
  }

  /// Services that clients ask for and that have no operation here yet.
  private static final List<String> NOT_BUILT =
      List.of("cognito-idp", "lambda", "apigateway", "iam", "cloudformation", "logs", "ssm", "s3");

  @Override
  public List<Door> doors() {
    return services.values().stream()
        .map(service ->
            new Door(
                Door.Kind.AWS_OPERATION,
                "POST",
                "/",
                service.signingName(),
                new Lock.Iam(service.signingName() + ":*", "*")))
        .toList();
  }

  @Override
  public Passage enter(HttpRequest request) {
    String requestId = UUID.randomUUID().toString();
    var protocol = AwsProtocol.of(request);
    String operation = AwsOperation.name(request);
    String service = AwsOperation.service(request);
    var steps = new ArrayList<Step>();
    long started = System.nanoTime();
    SigV4Result result = verifiers.getOrDefault(service, anyService).verify(request);
    steps.add(Step.since(started, "signature", "verified"));
    return switch (result) {
      case SigV4Result.Rejected(var fault, var reason) ->
          denied(protocol.error(fault, requestId), requestId, operation, reason, List.of());
      case SigV4Result.Verified(var key, var signedFor) ->
          authorized(request, new Call(protocol, requestId, operation, signedFor, key, steps));
    };
  }

  /// A call whose signature holds.
  private record Call(
      AwsProtocol protocol,
      String requestId,
      String operation,
      String service,
      AccessKey key,
      List<Step> steps) {}

  private Passage authorized(HttpRequest request, Call call) {
    AwsService service = services.get(call.service());
    if (service == null) {
      return unknown(call, call.operation() + " is not one that Gatehouse carries out");
    }
    return switch (service.permissions(request)) {
      case AwsService.Needed.Nothing(var problem) -> unknown(call, problem);
      case AwsService.Needed.Malformed(var code, var message) ->
          denied(
              call.protocol().error(400, code, message, call.requestId()),
              call.requestId(),
              call.operation(),
              new Reason.BadRequest(message),
              call.steps());
      case AwsService.Needed.These(var permissions) -> {
        long started = System.nanoTime();
        for (var permission : permissions) {
          var wanted =
              new AccessRequest(
                  call.key().principal(),
                  permission.action(),
                  permission.resource(),
                  Map.of("aws:SourceIp", List.of(request.client())));
          if (access.check(wanted) instanceof Decision.Refused(var reason, var message)) {
            yield denied(
                call.protocol().error(400, "AccessDeniedException", message, call.requestId()),
                call.requestId(),
                call.operation(),
                reason,
                call.steps());
          }
        }
        call.steps().add(Step.since(started, "policies", "allowed " + permissions));
        yield served(request, service, call);
      }
    };
  }

  private static Passage served(HttpRequest request, AwsService service, Call call) {
    long started = System.nanoTime();
    HttpResponse answer;
    try {
      answer = service.answer(request, call.key(), call.requestId());
    } catch (AwsService.Unavailable e) {
      return denied(
          call.protocol()
              .error(500, "InternalServerError", "Internal server error", call.requestId()),
          call.requestId(),
          call.operation(),
          new Reason.Broken(String.valueOf(e.getMessage())),
          call.steps());
    }
    call.steps().add(Step.since(started, service.signingName(), call.operation()));
    return new Passage(
        answer,
        answer.headers().first("x-amzn-RequestId").orElse(call.requestId()),
        call.operation(),
        new Verdict.Allowed(call.key().principal().name()),
        call.steps());
  }

  private static Passage unknown(Call call, String problem) {
    return denied(
        call.protocol().error(400, "UnknownOperationException", problem, call.requestId()),
        call.requestId(),
        call.operation(),
        new Reason.BadRequest(problem),
        call.steps());
  }

  private static Passage denied(
      HttpResponse answer, String requestId, String operation, Reason reason, List<Step> steps) {
    return new Passage(answer, requestId, operation, new Verdict.Denied(reason), steps);
  }
}
