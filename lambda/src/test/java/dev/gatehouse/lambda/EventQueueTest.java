package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Asynchronous invocations of real processes, with a clock that the test moves.
class EventQueueTest {
  /// Fails on 1, answers anything else.
  private static final String SCRIPT =
      """
      while :; do
        event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next") || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        if [ "$event" = 1 ]; then
          curl -sS -o /dev/null -d '{"errorType":"No","errorMessage":"no"}' "$api/invocation/$id/error"
        else
          curl -sS -o /dev/null -d "$event" "$api/invocation/$id/response"
        fi
      done
      """;

  private record Planned(Duration delay, Runnable action) {}

  private static final class MemoryStore implements EventStore {
    private final Map<String, byte[]> kept = new TreeMap<>();

    @Override
    public void put(String name, byte[] content) {
      kept.put(name, content.clone());
    }

    @Override
    public void remove(String name) {
      kept.remove(name);
    }

    @Override
    public List<byte[]> all() {
      return new ArrayList<>(kept.values());
    }
  }

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final Queue<Planned> planned = new ArrayDeque<>();
  private final MemoryStore store = new MemoryStore();
  private final List<LambdaFunction> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(LambdaFunction::close);
  }

  @Test
  @Shows("lambda.asynchronous.kept")
  void eventIsKeptUntilItIsOver() {
    var queue = queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty()));

    assertThat(queue.accept(event("2"))).isTrue();
    assertThat(store.kept).hasSize(1);

    assertThat(run()).isEqualTo(Duration.ZERO);
    assertThat(store.kept).isEmpty();
    assertThat(planned).isEmpty();
  }

  @Test
  @Shows("lambda.asynchronous.retries")
  void errorIsTriedAgainAfterOneMinuteAndAfterTwo() {
    var queue = queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty()));
    queue.accept(event("1"));

    assertThat(List.of(run(), run(), run()))
        .containsExactly(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(2));
    assertThat(planned).isEmpty();
    assertThat(store.kept).isEmpty();
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .contains("is given up after 3 attempts: RETRIES_EXHAUSTED");
  }

  @Test
  @Shows("lambda.asynchronous.retry-attempts")
  void noRetriesMeansOneAttempt() {
    var none = new EventInvokeConfig(0, Duration.ofHours(6), null, null);
    queue(none, function(OptionalInt.empty())).accept(event("1"));

    run();

    assertThat(planned).isEmpty();
    assertThat(store.kept).isEmpty();
  }

  @Test
  @Shows("lambda.asynchronous.age")
  void eventThatIsTooOldIsGivenUp() {
    var minute = new EventInvokeConfig(2, Duration.ofMinutes(1), null, null);
    queue(minute, function(OptionalInt.empty())).accept(event("1"));
    run();

    now = now.plusSeconds(1);
    run();

    assertThat(planned).isEmpty();
    assertThat(store.kept).isEmpty();
  }

  @Test
  @Shows("lambda.asynchronous.resumed")
  void eventOfAProcessThatDiedIsTakenUpAgain() {
    queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty())).accept(event("1"));
    run();
    planned.clear();
    now = now.plusSeconds(20);

    var next = queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty()));
    next.resume();

    assertThat(run()).isEqualTo(Duration.ofSeconds(40));
    assertThat(run()).isEqualTo(Duration.ofMinutes(2));
    assertThat(store.kept).isEmpty();
  }

  @Test
  void closedQueueTriesNothingAndForgetsNothing() {
    var queue = queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty()));
    queue.accept(event("2"));
    queue.close();

    planned.remove().action().run();

    assertThat(store.kept).hasSize(1);
    assertThat(queue.accept(event("2"))).isFalse();
  }

  @Test
  void queueIsBounded() {
    var queue = queue(EventInvokeConfig.DEFAULT, function(OptionalInt.empty()));
    String long1 = "\"" + "x".repeat(1_000_000) + "\"";

    int taken = 0;
    while (queue.accept(event(long1))) {
      taken++;
    }

    assertThat(taken).isEqualTo((int) (EventQueue.MOST_BYTES / long1.length()));
  }

  @Test
  @Shows("lambda.asynchronous.throttled")
  void throttledEventIsTriedAgainLaterAndLater() {
    var config =
        TestFunctions.limited(
            TestFunctions.script(folder, SCRIPT), Duration.ofSeconds(60), OptionalInt.of(1));
    var settings = TestFunctions.settings(folder);
    var share = FunctionShare.of(config, settings);
    var function =
        LambdaFunction.open(
            config, share, settings, TestFunctions.CREDENTIALS, clock, new Random());
    opened.add(function);
    share.concurrency().acquireUninterruptibly();
    queue(EventInvokeConfig.DEFAULT, function).accept(event("2"));

    assertThat(List.of(run(), run(), run(), run()))
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(store.kept).hasSize(1);
  }

  @Test
  @Shows("lambda.asynchronous.failure-record")
  void failureIsToldToItsDestination() {
    var told = "arn:aws:lambda:eu-west-1:123456789012:function:told";
    var config = new EventInvokeConfig(0, Duration.ofHours(6), null, told);
    var queue = queue(config, function(OptionalInt.empty()));
    var failing = event("1");
    queue.accept(failing);
    run();

    var record = record();
    assertThat(record.path("functionArn").asString()).isEqualTo(told);
    assertThat(payload(record))
        .isEqualTo(
            Json.STRICT.readTree(
                """
                {"version": "1.0", "timestamp": "2026-05-01T12:00:00Z",
                 "requestContext": {"requestId": "%s", "functionArn": "%s:$LATEST",
                   "condition": "RetriesExhausted", "approximateInvokeCount": 1},
                 "requestPayload": 1,
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST",
                   "functionError": "Unhandled"},
                 "responsePayload": {"errorType": "No", "errorMessage": "no"}}
                """
                    .formatted(failing.requestId(), failing.invokedFunctionArn())));
  }

  @Test
  @Shows("lambda.asynchronous.success-record")
  void successIsToldToItsDestination() {
    var told = "arn:aws:lambda:eu-west-1:123456789012:function:told";
    var config = new EventInvokeConfig(0, Duration.ofHours(6), told, null);
    queue(config, function(OptionalInt.empty())).accept(event("2"));
    run();

    var payload = payload(record());
    assertThat(payload.path("requestContext").path("condition").asString()).isEqualTo("Success");
    assertThat(payload.path("responsePayload").asInt()).isEqualTo(2);
    assertThat(payload.path("responseContext").has("functionError")).isFalse();
  }

  @Test
  @Shows("lambda.asynchronous.zero-concurrency")
  void eventOfAFunctionThatIsShutIsGivenUpAtOnce() {
    var told = "arn:aws:lambda:eu-west-1:123456789012:function:told";
    var config = new EventInvokeConfig(2, Duration.ofHours(6), null, told);
    queue(config, function(OptionalInt.of(0))).accept(event("2"));
    run();

    assertThat(payload(record()).path("requestContext").path("condition").asString())
        .isEqualTo("ZeroReservedConcurrency");
  }

  @Test
  @Shows("lambda.asynchronous.destination-permission")
  void destinationThatTheRoleMayNotInvokeHearsNothing() {
    var told = "arn:aws:lambda:eu-west-1:123456789012:function:told";
    var config = new EventInvokeConfig(0, Duration.ofHours(6), told, null);
    var queue = queue(config, function(OptionalInt.empty()));
    queue.serve(
        new EventQueue.Functions(targets(opened.getLast()), Map.of(arn(), config)),
        (role, destination) -> Optional.of("nobody lets it"));
    queue.accept(event("2"));
    run();

    assertThat(store.kept).isEmpty();
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .contains("did not reach " + told + ": nobody lets it");
  }

  // Fixtures

  private JsonNode record() {
    assertThat(store.kept).hasSize(1);
    return Json.STRICT.readTree(store.all().getFirst());
  }

  private static JsonNode payload(JsonNode record) {
    return Json.STRICT.readTree(Base64.getDecoder().decode(record.path("payload").asString()));
  }

  /// @return how long it had to wait
  private Duration run() {
    var next = planned.remove();
    now = now.plus(next.delay());
    next.action().run();
    return next.delay();
  }

  private EventQueue queue(EventInvokeConfig config, LambdaFunction target) {
    var queue =
        EventQueue.over(store, clock, (delay, action) -> planned.add(new Planned(delay, action)));
    queue.serve(
        new EventQueue.Functions(targets(target), Map.of(arn(), config)),
        (role, destination) -> Optional.empty());
    return queue;
  }

  private static Map<String, Target> targets(LambdaFunction function) {
    var targets = new HashMap<String, Target>();
    targets.put(arn(), function);
    return targets;
  }

  private static String arn() {
    return "arn:aws:lambda:eu-west-1:123456789012:function:player_fc_api";
  }

  private LambdaFunction function(OptionalInt reserved) {
    var config =
        TestFunctions.limited(
            TestFunctions.script(folder, SCRIPT), Duration.ofSeconds(60), reserved);
    var function =
        LambdaFunction.open(
            config, TestFunctions.settings(folder), TestFunctions.CREDENTIALS, clock, new Random());
    opened.add(function);
    return function;
  }

  private static Invocation event(String payload) {
    var invocation = TestFunctions.invocation(payload);
    return new Invocation(invocation.requestId(), Body.of(payload), arn(), invocation.traceId());
  }
}
