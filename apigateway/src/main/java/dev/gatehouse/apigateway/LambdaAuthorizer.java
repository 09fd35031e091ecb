package dev.gatehouse.apigateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.apigateway.Guard.Admission;
import dev.gatehouse.apigateway.Guard.Challenge;
import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.RequestKeys;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Lets in whom a function lets in (http-api-lambda-authorizer.html). An answer serves all requests
/// whose identity sources have the same values, until its time is over; a policy is asked anew for
/// each of them.
final class LambdaAuthorizer {
  /// limits.html, "Authorizer timeout".
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Of answers and identities together, in characters.
  private static final long MAX_CACHED = 16L * 1024 * 1024;

  /// @param identities the values of each source, repeated ones apart: guests who differ in any
  ///   never share an answer
  private record Guest(String stage, List<List<String>> identities) {
    int length() {
      return 64
          + identities.stream().flatMap(List::stream).mapToInt(value -> 8 + value.length()).sum();
    }
  }

  private record Kept(AuthorizerAnswer answer, int length) {}

  private final LambdaAuthorizerConfig config;
  private final String sourceArn;
  private final Integration function;
  private final PayloadFormat format;
  private final PolicyReader policies;
  private final List<IdentitySource> sources;
  private final Optional<Cache<Guest, Kept>> answers;

  /// @param config without faults
  LambdaAuthorizer(
      ApiIdentity api,
      LambdaAuthorizerConfig config,
      Integration function,
      PolicyReader policies,
      Clock clock) {
    this.config = config;
    this.sourceArn = api.arn("authorizers/" + config.id());
    this.function = function;
    this.format = PayloadFormat.named(config.payloadFormatVersion()).orElseThrow();
    this.policies = policies;
    this.sources =
        config.identitySources().stream()
            .map(source -> IdentitySource.parse(source).orElseThrow())
            .toList();
    this.answers =
        config.ttl().isZero() ? Optional.empty() : Optional.of(cache(config.ttl(), clock));
  }

  private static Cache<Guest, Kept> cache(Duration ttl, Clock clock) {
    return Caffeine.newBuilder()
        .expireAfterWrite(ttl)
        .maximumWeight(MAX_CACHED)
        .<Guest, Kept>weigher((guest, kept) -> guest.length() + kept.length())
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run)
        .build();
  }

  Admission admit(ContextVariables context) {
    long started = System.nanoTime();
    var values = new ArrayList<List<String>>();
    var identities = new ArrayList<String>();
    for (IdentitySource source : sources) {
      List<String> found = source.values(context);
      Optional<String> identity = IdentitySource.joined(found);
      if (identity.isEmpty()) {
        return turned(
            new Challenge.NoIdentity(),
            new Reason.NoCredential(
                source.expression(), "what authorizer " + config.name() + " asks for"),
            List.of(step(started, "not asked: " + source.expression() + " is missing")));
      }
      values.add(found);
      identities.add(identity.get());
    }
    return judged(new Guest(context.selection().stage().name(), values), identities, context);
  }

  private Admission judged(Guest guest, List<String> identities, ContextVariables context) {
    long started = System.nanoTime();
    Optional<Kept> kept = answers.map(cache -> cache.getIfPresent(guest));
    if (kept.isPresent()) {
      return admission(kept.get().answer(), context, started, "kept answer: ");
    }
    var call =
        new IntegrationRequest(
            context.arrival().requestId(),
            format.authorizerEvent(context, identities),
            context.arrival().traceIdOf(context.request()),
            sourceArn);
    return switch (Invocation.call(function, call, TIMEOUT)) {
      case IntegrationResult.Answered(var payload) -> {
        AuthorizerAnswer answer = AuthorizerAnswer.read(payload, config, policies);
        if (!(answer instanceof AuthorizerAnswer.Malformed)) {
          answers.ifPresent(cache -> cache.put(guest, new Kept(answer, payload.length())));
        }
        yield admission(answer, context, started, "");
      }
      case IntegrationResult.FunctionError(var type) ->
          failed("ended with the function error " + type + "; see its log", started);
      case IntegrationResult.NotInvocable(var problem) ->
          failed("cannot be invoked: " + problem, started);
      case IntegrationResult.Throttled(var limit) -> failed("is throttled: " + limit, started);
      case IntegrationResult.TimedOut() ->
          failed("did not answer within " + TIMEOUT.toSeconds() + " seconds", started);
      case IntegrationResult.TooLarge() ->
          failed("was not asked: the event is longer than the 6 MB a function takes", started);
    };
  }

  private Admission admission(
      AuthorizerAnswer answer, ContextVariables context, long started, String how) {
    return switch (answer) {
      case AuthorizerAnswer.Simple(var authorized, var guest) ->
          authorized
              ? admitted(guest, step(started, how + "isAuthorized"))
              : refused("isAuthorized: false", step(started, how + "not authorized"));
      case AuthorizerAnswer.Policy(var policy, var guest) ->
          asked(policy, context)
              .map(because -> refused(because, step(started, how + "a policy that refuses")))
              .orElseGet(() -> admitted(guest, step(started, how + "a policy that allows")));
      case AuthorizerAnswer.Malformed(var problem) ->
          failed("gave an answer that " + problem, started);
    };
  }

  /// Why the policy does not let the guest through this route; empty when it does.
  private static Optional<String> asked(AccessCheck policy, ContextVariables context) {
    Map<String, List<String>> keys = RequestKeys.of(context.request(), null);
    for (String resource : context.invokedResources()) {
      var request =
          new AccessRequest(new Principal.Anonymous(), IamAuthorizer.INVOKE, resource, keys);
      if (policy.check(request) instanceof Decision.Refused(var reason, _)) {
        return Optional.of(
            "a policy that does not allow "
                + IamAuthorizer.INVOKE
                + " on "
                + resource
                + ": "
                + reason.because());
      }
    }
    return Optional.empty();
  }

  private Admission admitted(AuthorizerContext.Lambda guest, Step step) {
    String principal =
        guest.principalId().map(SignedToken::shown).orElse("a guest of " + config.name());
    return new Admission.Admitted(principal, guest, List.of(step));
  }

  private Admission refused(String answer, Step step) {
    return turned(
        new Challenge.Forbidden(),
        new Reason.AuthorizerRefused(config.name(), answer),
        List.of(step));
  }

  private Admission failed(String problem, long started) {
    String sentence = "authorizer " + config.name() + " " + problem;
    return turned(
        new Challenge.AuthorizerFailed(sentence),
        new Reason.Broken(sentence),
        List.of(step(started, "failed")));
  }

  private static Admission turned(Challenge challenge, Reason reason, List<Step> steps) {
    return new Admission.Turned(challenge, reason, steps);
  }

  private Step step(long started, String what) {
    return Step.since(started, "authorizer " + config.name(), what);
  }
}
