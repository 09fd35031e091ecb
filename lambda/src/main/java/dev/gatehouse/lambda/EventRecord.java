package dev.gatehouse.lambda;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a destination is told of an asynchronous invocation (invocation-async-retain-records.html,
/// "Invocation record").
final class EventRecord {
  enum Condition {
    SUCCESS("Success"),
    RETRIES_EXHAUSTED("RetriesExhausted"),
    EVENT_AGE_EXCEEDED("EventAgeExceeded"),
    ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency");

    private final String wireName;

    Condition(String wireName) {
      this.wireName = wireName;
    }
  }

  private EventRecord() {}

  /// @param version that ran; null when none did
  /// @param last how it ended; null when nothing ran
  static Body of(
      QueuedEvent event,
      Condition condition,
      Instant now,
      @Nullable String version,
      @Nullable InvokeResult last) {
    var record = Json.STRICT.createObjectNode();
    record.put("version", "1.0");
    record.put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
    String arn = event.invocation().invokedFunctionArn();
    boolean ran = condition == Condition.SUCCESS;
    record
        .putObject("requestContext")
        .put("requestId", event.id())
        .put("functionArn", arn.split(":", -1).length > 7 ? arn : arn + ":" + FunctionConfig.LATEST)
        .put("condition", condition.wireName)
        .put("approximateInvokeCount", event.errors() + (ran ? 1 : 0));
    record.set("requestPayload", json(event.invocation().payload()));
    if (version != null && last != null) {
      var context = record.putObject("responseContext");
      context.put("statusCode", 200).put("executedVersion", version);
      switch (last) {
        case InvokeResult.Returned(var payload) -> record.set("responsePayload", json(payload));
        case InvokeResult.Failed(_, var payload) -> {
          context.put("functionError", "Unhandled");
          record.set("responsePayload", json(payload));
        }
        case InvokeResult.Throttled _, InvokeResult.RequestTooLarge _ -> {}
      }
    }
    return Body.of(record.toString());
  }

  private static JsonNode json(Body payload) {
    try {
      return Json.STRICT.readTree(payload.bytes());
    } catch (JacksonException e) {
      return Json.STRICT.getNodeFactory().stringNode(payload.text());
    }
  }
}
