package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Invocation.Outcome;
import dev.gatehouse.aws.Json;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// What an access log can tell of one request that has been answered
/// (http-api-logging-variables.html).
///
/// @param authorizerError why a token was refused, in the words that the guest was told
/// @param call empty when the integration was not called
/// @param latency of the whole request
record AccessLogEntry(
    ContextVariables context,
    HttpResponse response,
    Optional<String> authorizerError,
    Optional<Call> call,
    Duration latency) {
  /// @param outcome before the parameter mapping of responses
  record Call(Outcome outcome, Duration latency, boolean function) {}

  Optional<String> get(String name) {
    return switch (name) {
      case "status" -> Optional.of(Integer.toString(response.status()));
      case "responseLength", "dataProcessed" ->
          Optional.of(Integer.toString(response.body().length()));
      case "responseLatency" -> Optional.of(millis(latency));
      case "authorizer.error" -> authorizerError;
      case "integrationLatency", "integration.latency" -> call.map(made -> millis(made.latency()));
      case "integrationErrorMessage", "integration.error" ->
          call.filter(made -> !made.outcome().integrationAnswered())
              .map(made -> made.outcome().what());
      case "integration.status" -> answered().map(Call::outcome).map(AccessLogEntry::status);
      case "integrationStatus", "integration.integrationStatus" ->
          // Lambda's own status: a function's answer means that the invocation was well.
          answered().map(made -> made.function() ? "200" : status(made.outcome()));
      case "error.message" -> gatewayMessage();
      case "error.messageString" -> gatewayMessage().map(text -> "\"" + text + "\"");
      default -> context.get(name);
    };
  }

  private Optional<Call> answered() {
    return call.filter(made -> made.outcome().integrationAnswered());
  }

  private static String status(Outcome outcome) {
    return Integer.toString(outcome.response().status());
  }

  /// Only the gateway's own answers have one.
  private Optional<String> gatewayMessage() {
    return answered().isPresent()
        ? Optional.empty()
        : Json.STRICT.readTree(response.body().bytes()).path("message").stringValueOpt();
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
