package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.Guard.Admission;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Serves one HTTP API: stage and route, authorizer, integration, response.
public final class HttpApi implements Gate {
  /// limits.html. AWS's status for longer ones is not published; 431 is RFC 6585's.
  static final int MAX_HEAD = 10_240;

  static final int MAX_BODY = 10 * 1024 * 1024;

  private final HttpApiConfig config;
  private final List<Route> ready;
  private final RouteTable routes;
  private final Throttles throttles;
  private final Optional<Cors> cors;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, StageLog> logs = new HashMap<>();

  private record StageLog(AccessLogFormat format, AccessLog log) {
    void write(AccessLogEntry entry) {
      log.write(format.line(entry::get));
    }
  }

  /// @throws IllegalArgumentException when the configuration has faults
  public HttpApi(HttpApiConfig config, ApiPorts ports, Clock clock, RandomGenerator random) {
    List<Fault> faults = config.faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("not a servable API: " + faults);
    }
    this.config = config;
    this.cors = Optional.ofNullable(config.cors()).map(Cors::new);
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    var builder = new RouteBuilder(config.identity(), config.stages(), ports, clock);
    this.ready = config.routes().stream().map(builder::route).toList();
    this.routes = new RouteTable(config.stages(), ready);
    this.throttles = new Throttles(config.stages(), ready, clock);
    for (StageConfig stage : config.stages()) {
      if (stage.accessLogFormat() != null) {
        var format = AccessLogFormat.parse(stage.accessLogFormat());
        logs.put(stage.name(), new StageLog(format, ports.accessLogs().apply(stage)));
      }
    }
  }

  /// None where the default endpoint is disabled: the way in is a custom domain name's.
  @Override
  public List<Door> doors() {
    return config.disableExecuteApiEndpoint()
        ? List.of()
        : config.stages().stream()
            .flatMap(stage ->
                doorsOf(stage.name(), stage.isDefault() ? "" : "/" + stage.name()).stream())
            .toList();
  }

  /// @param prefix before each path
  List<Door> doorsOf(String stageName, String prefix) {
    return config.stages().stream()
        .filter(stage -> stage.name().equals(stageName))
        .flatMap(stage -> ready.stream().filter(route -> stage.serves(route.key())))
        .map(route -> below(prefix, route.door()))
        .toList();
  }

  private static Door below(String prefix, Door door) {
    String path = door.path().startsWith("/") ? door.path() : "/" + door.path();
    return prefix.isEmpty()
        ? door
        : new Door(door.kind(), door.method(), prefix + path, door.resource(), door.lock());
  }

  @Override
  public Passage enter(HttpRequest request) {
    return enter(request, Entrance.own(config.identity()));
  }

  Passage enter(HttpRequest request, Entrance entrance) {
    Passage passage = judged(Arrival.now(clock, random), request, entrance);
    return cors.map(rules -> decorated(rules, request, passage)).orElse(passage);
  }

  private Passage judged(Arrival arrival, HttpRequest request, Entrance entrance) {
    if (config.disableExecuteApiEndpoint() && entrance.mapped().isEmpty()) {
      var reason =
          new Reason.BadRequest(
              "the API's default endpoint is disabled; call it by a custom domain name that is"
                  + " mapped to it, or set DisableExecuteApiEndpoint to false");
      return lost(arrival, request, GatewayResponses.notFound(), reason);
    }
    if (headLength(request) > MAX_HEAD) {
      var reason =
          new Reason.BadRequest("request line and headers are longer than " + MAX_HEAD + " bytes");
      return lost(arrival, request, GatewayResponses.headersTooLarge(), reason);
    }
    return switch (routes.select(request.method(), request.rawPath(), entrance)) {
      case Selection.Nothing(_) when cors.isPresent() && Cors.preflight(request) ->
          preflight(arrival, request);
      case Selection.Nothing(var reason) ->
          lost(arrival, request, GatewayResponses.notFound(), reason);
      case Selection.Selected selected -> guarded(arrival, request, selected);
    };
  }

  /// Only where no route takes the request: a route that does, locked or not, comes first, which is
  /// why http-api-cors.html has one add an open `OPTIONS /{proxy+}` beside a locked `$default`.
  private static Passage preflight(Arrival arrival, HttpRequest request) {
    var step = new Step("cors", "answered the preflight", Duration.ZERO);
    return passage(
        arrival,
        request.method() + " " + request.rawPath(),
        Cors.preflightAnswer(),
        new Verdict.Allowed("anonymous"),
        List.of(step));
  }

  private static Passage decorated(Cors cors, HttpRequest request, Passage passage) {
    return new Passage(
        cors.decorate(request, passage.response()),
        passage.requestId(),
        passage.door(),
        passage.verdict(),
        passage.steps());
  }

  private static Passage lost(
      Arrival arrival, HttpRequest request, HttpResponse response, Reason reason) {
    String asked = request.method() + " " + request.rawPath();
    return passage(arrival, asked, response, new Verdict.Denied(reason), List.of());
  }

  /// Before the lock: whoever knocks takes a token.
  private Passage guarded(Arrival arrival, HttpRequest request, Selection.Selected selected) {
    long started = System.nanoTime();
    String door = selected.route().door().name();
    var context =
        new ContextVariables(
            config.identity().at(selected.entrance().domainName()),
            arrival,
            request,
            selected,
            new AuthorizerContext.None());
    Optional<Reason> full = throttles.refusal(selected);
    if (full.isPresent()) {
      return logged(
          context,
          passage(
              arrival,
              door,
              GatewayResponses.tooManyRequests(),
              new Verdict.Denied(full.get()),
              List.of()),
          Optional.empty(),
          Optional.empty(),
          started);
    }
    return switch (selected.route().guard().admit(context)) {
      case Admission.Turned(var challenge, var reason, var steps) ->
          logged(
              context,
              passage(
                  arrival,
                  door,
                  GatewayResponses.challenge(challenge),
                  new Verdict.Denied(reason),
                  steps),
              challenge.error(),
              Optional.empty(),
              started);
      case Admission.Admitted admitted when request.body().length() > MAX_BODY ->
          logged(
              context.with(admitted.authorizer()),
              passage(
                  arrival,
                  door,
                  GatewayResponses.entityTooLarge(),
                  new Verdict.Denied(new Reason.BadRequest("the body is longer than 10 MB")),
                  admitted.steps()),
              Optional.empty(),
              Optional.empty(),
              started);
      case Admission.Admitted admitted ->
          served(
              context.with(withoutSignature(request, admitted)).with(admitted.authorizer()),
              admitted,
              started);
    };
  }

  /// A signature was for the lock, which has used it up (api-gateway-known-issues.html: the header
  /// is dropped where IAM authorization is used).
  private static HttpRequest withoutSignature(HttpRequest request, Admission.Admitted admitted) {
    if (!(admitted.authorizer() instanceof AuthorizerContext.Iam)) {
      return request;
    }
    var kept =
        request.headers().lines().stream().filter(line -> !line.named("authorization")).toList();
    return new HttpRequest(
        request.method(),
        request.target(),
        request.protocol(),
        new HttpHeaders(kept),
        request.body(),
        request.client(),
        request.port());
  }

  private Passage served(ContextVariables context, Admission.Admitted admitted, long arrived) {
    Route route = context.selection().route();
    Backend backend = route.backend();
    long started = System.nanoTime();
    Invocation.Outcome outcome = called(backend, context);
    var step = Step.since(started, "integration " + backend.config().logicalId(), outcome.what());
    var steps = new ArrayList<>(admitted.steps());
    steps.add(step);
    Verdict verdict =
        outcome
            .refusal()
            .<Verdict>map(Verdict.Denied::new)
            .orElseGet(() -> new Verdict.Allowed(admitted.principal()));
    HttpResponse response =
        outcome.integrationAnswered()
            ? backend.mappings().response(outcome.response(), context)
            : outcome.response();
    return logged(
        context,
        passage(context.arrival(), route.door().name(), response, verdict, steps),
        Optional.empty(),
        Optional.of(
            new AccessLogEntry.Call(outcome, step.took(), backend instanceof Backend.Function)),
        arrived);
  }

  /// Writes the stage's access log, where it has one.
  private Passage logged(
      ContextVariables context,
      Passage passage,
      Optional<String> authorizerError,
      Optional<AccessLogEntry.Call> call,
      long started) {
    StageLog log = logs.get(context.selection().stage().name());
    if (log != null) {
      var latency = Duration.ofNanos(System.nanoTime() - started);
      log.write(new AccessLogEntry(context, passage.response(), authorizerError, call, latency));
    }
    return passage;
  }

  private Invocation.Outcome called(Backend backend, ContextVariables context) {
    Mappings.Mapped mapped = backend.mappings().request(context);
    return switch (backend) {
      case Backend.Http http -> http.client().call(context, context.selection(), mapped);
      case Backend.Function function -> invoked(function, context, mapped);
    };
  }

  private Invocation.Outcome invoked(
      Backend.Function function, ContextVariables context, Mappings.Mapped mapped) {
    var call =
        new IntegrationRequest(
            context.arrival().requestId(),
            function.format().event(context.with(mapped.request())),
            context.arrival().traceIdOf(mapped.request()),
            sourceArn(context.request(), context.selection()));
    return Invocation.invoke(
        function.integration(context.selection().stage()),
        call,
        function.config().timeout(),
        function.format());
  }

  private static Passage passage(
      Arrival arrival, String door, HttpResponse response, Verdict verdict, List<Step> steps) {
    return new Passage(
        response.with("apigw-requestid", arrival.requestId()),
        arrival.requestId(),
        door,
        verdict,
        steps);
  }

  private String sourceArn(HttpRequest request, Selection.Selected selected) {
    RouteKey key = selected.route().key();
    String door =
        key.method().equals(RouteKey.DEFAULT) ? "/$default" : "/" + request.method() + key.path();
    return config.identity().arn(selected.stage().name() + door);
  }

  /// With the separators that HTTP/1.1 puts in between.
  private static int headLength(HttpRequest request) {
    int length = request.method().length() + request.target().length() + "  HTTP/1.1\r\n".length();
    for (HttpHeader line : request.headers()) {
      length += line.name().length() + line.value().length() + ": \r\n".length();
    }
    return length;
  }
}
