package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.FunctionAnswer.Mapping;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls an integration, waits no longer than its time-out, and turns what comes back into HTTP.
final class Invocation {
  private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);

  /// @param what for the owner, in a few words
  /// @param refusal when the guest was turned away although the lock let them in
  /// @param integrationAnswered false when the response is the gateway's own
  record Outcome(
      HttpResponse response, String what, Optional<Reason> refusal, boolean integrationAnswered) {
    Outcome(HttpResponse response, String what) {
      this(response, what, Optional.empty());
    }

    Outcome(HttpResponse response, String what, Optional<Reason> refusal) {
      this(response, what, refusal, false);
    }

    static Outcome answered(HttpResponse response) {
      return new Outcome(response, "answered " + response.status(), Optional.empty(), true);
    }
  }

  private Invocation() {}

  static Outcome invoke(
      Integration integration, IntegrationRequest request, Duration timeout, PayloadFormat format) {
    return switch (call(integration, request, timeout)) {
      case IntegrationResult.Answered(var payload) -> answered(format.response(payload));
      case IntegrationResult.FunctionError(var type) ->
          new Outcome(GatewayResponses.internalServerError(), "function error " + type);
      case IntegrationResult.NotInvocable(var problem) ->
          new Outcome(GatewayResponses.internalServerError(), "cannot be invoked: " + problem);
      case IntegrationResult.Throttled(var limit) ->
          new Outcome(
              GatewayResponses.serviceUnavailable(),
              "throttled",
              Optional.of(new Reason.TooMany(limit)));
      case IntegrationResult.TimedOut() ->
          new Outcome(GatewayResponses.serviceUnavailable(), "did not answer within its time-out");
      case IntegrationResult.TooLarge() ->
          new Outcome(
              GatewayResponses.entityTooLarge(),
              "event too large",
              Optional.of(
                  new Reason.BadRequest("the event is longer than the 6 MB a function takes")));
    };
  }

  /// Waits no longer than the time-out. Never throws.
  static IntegrationResult call(
      Integration integration, IntegrationRequest request, Duration timeout) {
    try {
      return new TimeLimit(timeout, false)
          .call("integration-" + request.requestId(), () -> integration.invoke(request));
    } catch (TimeoutException _) {
      return new IntegrationResult.TimedOut();
    } catch (ExecutionException e) {
      LOG.error("integration failed, request {}", request.requestId(), e.getCause());
      return new IntegrationResult.NotInvocable("it failed unexpectedly: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new IntegrationResult.TimedOut();
    }
  }

  private static Outcome answered(Mapping mapping) {
    return switch (mapping) {
      case Mapping.Mapped(var response) -> Outcome.answered(response);
      case Mapping.Malformed(var problem) ->
          new Outcome(GatewayResponses.internalServerError(), "malformed answer: " + problem);
    };
  }
}
