package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.Body;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.PastInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An invocation of a function, with its event and its response.
///
/// @param visit the request id of the visit that it was for; its own when it was for none
/// @param failure the error's type; empty when the function answered
record SeenInvocation(
    String function,
    String id,
    String visit,
    Excerpt event,
    Excerpt response,
    Optional<String> failure,
    Instant from,
    Instant until,
    Optional<AccessKey> credentials,
    Optional<Duration> init) {
  SeenInvocation {
    requireNonNull(function, "function");
    requireNonNull(id, "id");
    requireNonNull(visit, "visit");
    requireNonNull(event, "event");
    requireNonNull(response, "response");
    requireNonNull(failure, "failure");
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    requireNonNull(credentials, "credentials");
    requireNonNull(init, "init");
  }

  static SeenInvocation of(PastInvocation past) {
    return new SeenInvocation(
        past.function(),
        past.invocation().requestId(),
        past.invocation().visit(),
        Excerpt.of(past.invocation().payload()),
        Excerpt.of(payload(past.result())),
        failure(past.result()),
        past.from(),
        past.until(),
        past.credentials(),
        past.init());
  }

  private static Body payload(InvokeResult result) {
    return switch (result) {
      case InvokeResult.Returned(var payload) -> payload;
      case InvokeResult.Failed(_, var payload) -> payload;
      case InvokeResult.Throttled _, InvokeResult.RequestTooLarge _ -> Body.EMPTY;
    };
  }

  private static Optional<String> failure(InvokeResult result) {
    return switch (result) {
      case InvokeResult.Returned _ -> Optional.empty();
      case InvokeResult.Failed(var errorType, _) -> Optional.of(errorType);
      case InvokeResult.Throttled(var reason) -> Optional.of(reason);
      case InvokeResult.RequestTooLarge() -> Optional.of("RequestTooLarge");
    };
  }

  long size() {
    return event.kept().length() + response.kept().length() + 512L;
  }

  Duration took() {
    return Duration.between(from, until);
  }

  /// Whether the function's process made this call while it worked at this invocation.
  boolean made(SeenVisit call) {
    return credentials.map(AccessKey::id).equals(call.signer())
        && !call.visit().at().isBefore(from)
        && !call.visit().at().isAfter(until);
  }

  /// Names nothing that was said.
  @Override
  public String toString() {
    return "SeenInvocation[" + id + "]";
  }
}
