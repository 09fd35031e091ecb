package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.RequestKeys;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One function URL: a preflight is answered, then signature, policies and size are checked, then
/// the function runs. A refused request never reaches the function.
public final class FunctionUrl implements Gate {
  private static final String INVOKE_URL = "lambda:InvokeFunctionUrl";
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);
  private static final int MAX_BODY = 6 * 1024 * 1024;

  private final FunctionUrlConfig config;
  private final SigV4Verifier verifier;
  private final AccessCheck policies;
  private final Invoker invoker;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final FunctionUrlEvent events;
  private final Door door;

  /// @param ids random ones: for requests and their traces
  /// @throws IllegalArgumentException when the configuration has [FunctionUrlConfig#faults()]
  public FunctionUrl(
      FunctionUrlConfig config,
      CredentialStore credentials,
      AccessCheck policies,
      Invoker invoker,
      Clock clock,
      Supplier<UUID> ids) {
    if (!config.faults().isEmpty()) {
      throw new IllegalArgumentException(config.logicalId() + ": " + config.faults());
    }
    this.config = config;
    this.verifier =
        new SigV4Verifier(credentials, clock, config.region(), List.of("lambda"), CLOCK_WINDOW);
    this.policies = requireNonNull(policies, "policies");
    this.invoker = requireNonNull(invoker, "invoker");
    this.clock = requireNonNull(clock, "clock");
    this.ids = requireNonNull(ids, "ids");
    this.events = new FunctionUrlEvent(config);
    Lock lock =
        switch (config.authType()) {
          case NONE -> new Lock.Open();
          case AWS_IAM -> new Lock.Iam(INVOKE_URL, config.functionArn());
        };
    this.door = new Door(Door.Kind.FUNCTION_URL, "*", "/*", config.logicalId(), lock);
  }

  /// The answer for a host name that looks like a function URL's but is none: 403, not 404.
  public static Passage noSuchUrl(String host, UUID requestId) {
    return new Passage(
        FunctionUrlRefusal.noSuchUrl().with("x-amzn-RequestId", requestId.toString()),
        requestId.toString(),
        host,
        new Verdict.Denied(new Reason.NoSuchDoor(host)),
        List.of());
  }

  @Override
  public List<Door> doors() {
    return List.of(door);
  }

  @Override
  public Passage enter(HttpRequest request) {
    String requestId = ids.get().toString();
    var steps = new ArrayList<Step>();
    Outcome outcome = serve(request, requestId, steps);
    return new Passage(
        marked(outcome, request, requestId), requestId, door.name(), outcome.verdict(), steps);
  }

  /// @param traceId null when the function was not reached
  private record Outcome(
      HttpResponse response, Verdict verdict, boolean preflight, @Nullable String traceId) {
    static Outcome refused(HttpResponse response, Reason reason) {
      return new Outcome(response, new Verdict.Denied(reason), false, null);
    }
  }

  private sealed interface Admission {
    /// @param signer null at an open door
    record Admitted(Principal principal, @Nullable AccessKey signer) implements Admission {}

    record Refused(Outcome outcome) implements Admission {}
  }

  private Outcome serve(HttpRequest request, String requestId, List<Step> steps) {
    if (config.cors() != null && FunctionUrlCors.preflight(request)) {
      return new Outcome(HttpResponse.of(200), new Verdict.Allowed("anonymous"), true, null);
    }
    return switch (admit(request, steps)) {
      case Admission.Refused refused -> refused.outcome();
      case Admission.Admitted admitted -> pass(request, requestId, admitted, steps);
    };
  }

  private Admission admit(HttpRequest request, List<Step> steps) {
    return switch (config.authType()) {
      case NONE -> permit(request, new Principal.Anonymous(), null, steps);
      case AWS_IAM -> {
        long started = System.nanoTime();
        yield switch (verifier.verify(request)) {
          case SigV4Result.Rejected rejected -> {
            steps.add(Step.since(started, "signature", "rejected"));
            yield new Admission.Refused(
                Outcome.refused(FunctionUrlRefusal.signature(rejected.fault()), rejected.reason()));
          }
          case SigV4Result.Verified verified -> {
            steps.add(Step.since(started, "signature", "verified, key " + verified.key().id()));
            yield permit(request, verified.key().principal(), verified.key(), steps);
          }
        };
      }
    };
  }

  /// URLs made since October 2025 need both permissions, and every URL here is a new one.
  private Admission permit(
      HttpRequest request, Principal principal, @Nullable AccessKey signer, List<Step> steps) {
    long started = System.nanoTime();
    var keys = RequestKeys.of(request, signer);
    for (AccessRequest asked :
        List.of(
            asked(
                principal,
                INVOKE_URL,
                keys,
                "lambda:FunctionUrlAuthType",
                config.authType().name()),
            asked(principal, INVOKE, keys, "lambda:InvokedViaFunctionUrl", "true"))) {
      if (policies.check(asked) instanceof Decision.Refused refused) {
        steps.add(Step.since(started, "policies", "refused " + asked.action()));
        return new Admission.Refused(
            Outcome.refused(FunctionUrlRefusal.notPermitted(), bothNeeded(refused.reason())));
      }
    }
    steps.add(Step.since(started, "policies", "granted " + INVOKE_URL + ", " + INVOKE));
    return new Admission.Admitted(principal, signer);
  }

  private AccessRequest asked(
      Principal principal,
      String action,
      Map<String, List<String>> keys,
      String key,
      String value) {
    var context = new HashMap<>(keys);
    context.put(key, List.of(value));
    return new AccessRequest(principal, action, config.functionArn(), context);
  }

  private static Reason.NotPermitted bothNeeded(Reason.NotPermitted reason) {
    return new Reason.NotPermitted(
        reason.principal(),
        reason.action(),
        reason.resource(),
        reason.because() + "; a function URL needs both " + INVOKE_URL + " and " + INVOKE);
  }

  private Outcome pass(
      HttpRequest request, String requestId, Admission.Admitted admitted, List<Step> steps) {
    if (request.body().length() > MAX_BODY) {
      return Outcome.refused(
          FunctionUrlRefusal.tooLarge(), new Reason.BadRequest("the body is longer than 6 MB"));
    }
    Instant now = clock.instant();
    String root = "Root=1-" + HexFormat.of().toHexDigits(now.getEpochSecond(), 8) + "-" + hex(24);
    String traceId = root + ";Parent=" + hex(16) + ";Sampled=0";
    var event = events.of(request, requestId, root, now, admitted.signer());
    long started = System.nanoTime();
    var invocation = new Invocation(requestId, event, config.functionArn(), traceId);
    Outcome outcome =
        switch (config.invokeMode()) {
          case BUFFERED -> outcome(invoker.invoke(invocation), admitted.principal(), traceId);
          case RESPONSE_STREAM ->
              outcome(invoker.stream(invocation), admitted.principal(), traceId);
        };
    steps.add(
        Step.since(started, "function", "answered with status " + outcome.response().status()));
    return outcome;
  }

  private Outcome outcome(StreamedResult result, Principal principal, String traceId) {
    return switch (result) {
      case StreamedResult.Ended(var ended) -> outcome(ended, principal, traceId);
      case StreamedResult.Answering answering -> {
        try {
          yield new Outcome(StreamedResponse.of(answering), allowed(principal), false, traceId);
        } catch (FunctionUrlResponse.Unusable e) {
          yield broken(e.problem(), traceId);
        }
      }
    };
  }

  private Outcome outcome(InvokeResult result, Principal principal, String traceId) {
    return switch (result) {
      case InvokeResult.Returned returned -> {
        try {
          yield new Outcome(
              FunctionUrlResponse.of(returned.payload()), allowed(principal), false, traceId);
        } catch (FunctionUrlResponse.Unusable e) {
          yield broken(e.problem(), traceId);
        }
      }
      case InvokeResult.Failed failed ->
          broken("the function failed with " + failed.errorType() + "; see its log", traceId);
      case InvokeResult.Throttled throttled ->
          Outcome.refused(
              FunctionUrlRefusal.throttled(throttled.reason()),
              new Reason.TooMany(throttled.reason()));
      case InvokeResult.RequestTooLarge _ ->
          Outcome.refused(
              FunctionUrlRefusal.tooLarge(),
              new Reason.BadRequest("the event is longer than 6 MB"));
    };
  }

  private static Outcome broken(String what, String traceId) {
    return new Outcome(
        FunctionUrlResponse.failed(), new Verdict.Denied(new Reason.Broken(what)), false, traceId);
  }

  private static Verdict allowed(Principal principal) {
    return new Verdict.Allowed(
        switch (principal) {
          case Principal.Anonymous _ -> "anonymous";
          case Principal.Root _, Principal.User _, Principal.RoleSession _, Principal.Service _ ->
              principal.name();
        });
  }

  /// Every answer names its request; CORS headers are on refusals too, so that a page can read
  /// them.
  private HttpResponse marked(Outcome outcome, HttpRequest request, String requestId) {
    HttpResponse response = outcome.response();
    HttpHeaders headers = response.headers();
    FunctionUrlCors cors = config.cors();
    if (cors != null) {
      headers = cors.withoutConfigured(headers);
      HttpHeaders more =
          outcome.preflight() ? cors.preflightHeaders(request) : cors.responseHeaders(request);
      for (var line : more) {
        headers = headers.plus(line.name(), line.value());
      }
    }
    headers = headers.plus("x-amzn-RequestId", requestId);
    String traceId = outcome.traceId();
    if (traceId != null) {
      headers =
          headers.plus(
              "X-Amzn-Trace-Id",
              traceId
                  .replace("Root=", "root=")
                  .replace("Parent=", "parent=")
                  .replace("Sampled=", "sampled="));
    }
    return new HttpResponse(response.status(), headers, response.content());
  }

  private String hex(int digits) {
    return ids.get().toString().replace("-", "").substring(0, digits);
  }
}
