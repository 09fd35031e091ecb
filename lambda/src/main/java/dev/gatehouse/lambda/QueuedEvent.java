package dev.gatehouse.lambda;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An asynchronous invocation that has been acknowledged and is not over.
///
/// @param accepted when the caller was told
/// @param due when it is tried next
/// @param errors how often the function failed on it
/// @param refusals how often there was no room for it
record QueuedEvent(Invocation invocation, Instant accepted, Instant due, int errors, int refusals) {
  static QueuedEvent of(Invocation invocation, Instant now) {
    return new QueuedEvent(invocation, now, now, 0, 0);
  }

  String id() {
    return invocation.requestId();
  }

  QueuedEvent afterError(Instant next) {
    return new QueuedEvent(invocation, accepted, next, errors + 1, refusals);
  }

  QueuedEvent afterRefusal(Instant next) {
    return new QueuedEvent(invocation, accepted, next, errors, refusals + 1);
  }

  byte[] json() {
    var json = Json.STRICT.createObjectNode();
    json.put("requestId", invocation.requestId());
    json.put("functionArn", invocation.invokedFunctionArn());
    json.put("traceId", invocation.traceId());
    json.put("clientContext", invocation.clientContext());
    json.put("payload", Base64.getEncoder().encodeToString(invocation.payload().bytes()));
    json.put("accepted", accepted.toString());
    json.put("due", due.toString());
    json.put("errors", errors);
    json.put("refusals", refusals);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  static QueuedEvent of(byte[] content) {
    var json = Json.STRICT.readTree(content);
    @Nullable String context =
        json.path("clientContext").isString() ? json.path("clientContext").asString() : null;
    return new QueuedEvent(
        new Invocation(
            json.path("requestId").asString(),
            Body.of(Base64.getDecoder().decode(json.path("payload").asString())),
            json.path("functionArn").asString(),
            json.path("traceId").asString(),
            context),
        Instant.parse(json.path("accepted").asString()),
        Instant.parse(json.path("due").asString()),
        json.path("errors").asInt(),
        json.path("refusals").asInt());
  }
}
