package dev.gatehouse.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.PastInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VisitsTest {
  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");

  private final Visits visits = new Visits();

  private void knock(String id, Instant at, String key, String body) {
    var step = new Step("signature", key.isEmpty() ? "rejected" : "verified", Duration.ZERO);
    visits.record(
        new Visit(
            id,
            at,
            Duration.ofMillis(1),
            "aws",
            "dynamodb:GetItem",
            "POST",
            "/",
            "127.0.0.1",
            200,
            new Verdict.Allowed("role"),
            List.of(step)),
        new HttpRequest(
            "POST",
            "/",
            "HTTP/1.1",
            HttpHeaders.of(
                "Authorization", "AWS4-HMAC-SHA256 Credential=" + key + "/20261124/r/s/t"),
            Body.of(body),
            "127.0.0.1",
            1),
        HttpResponse.of(200));
  }

  private SeenInvocation invoked(String id, String visit, String key, int from, int until) {
    visits.ended(
        new PastInvocation(
            "f",
            new Invocation(id, Body.of("{}"), "arn", "Root=1", null, visit),
            new InvokeResult.Returned(Body.of("1")),
            START.plusSeconds(from),
            START.plusSeconds(until),
            Optional.of(new AccessKey(key, new Secret("secret"), new Principal.Anonymous(), null)),
            Optional.empty()));
    return visits.invocation(id).orElseThrow();
  }

  private List<String> calls(SeenInvocation invocation) {
    return visits.deed(invocation).calls().stream().map(call -> call.visit().id()).toList();
  }

  @Test
  void callsBelongToTheInvocationWhoseProcessSignedThem() {
    knock("one", START.plusSeconds(2), "ASIAAAAAAAAAAAAAAAAA", "");
    knock("other", START.plusSeconds(3), "ASIABBBBBBBBBBBBBBBB", "");
    assertThat(calls(invoked("a", "v1", "ASIAAAAAAAAAAAAAAAAA", 1, 4))).containsExactly("one");
    assertThat(calls(invoked("b", "v2", "ASIABBBBBBBBBBBBBBBB", 1, 4))).containsExactly("other");
  }

  @Test
  void callsOutsideOfTheInvocationBelongToNone() {
    knock("before", START, "ASIAAAAAAAAAAAAAAAAA", "");
    knock("after", START.plusSeconds(5), "ASIAAAAAAAAAAAAAAAAA", "");
    assertThat(calls(invoked("a", "v1", "ASIAAAAAAAAAAAAAAAAA", 1, 4))).isEmpty();
  }

  @Test
  void nextInvocationOfTheSameProcessHasItsOwnCalls() {
    knock("first", START.plusSeconds(1), "ASIAAAAAAAAAAAAAAAAA", "");
    knock("second", START.plusSeconds(6), "ASIAAAAAAAAAAAAAAAAA", "");
    assertThat(calls(invoked("a", "v1", "ASIAAAAAAAAAAAAAAAAA", 0, 4))).containsExactly("first");
    assertThat(calls(invoked("b", "v2", "ASIAAAAAAAAAAAAAAAAA", 5, 8))).containsExactly("second");
  }

  @Test
  void callInAnothersNameWithoutItsSignatureBelongsToNone() {
    knock("forged", START.plusSeconds(2), "", "");
    assertThat(calls(invoked("a", "v1", "ASIAAAAAAAAAAAAAAAAA", 1, 4))).isEmpty();
  }

  @Test
  void onlyTheLatestVisitsAreKept() {
    for (int i = 0; i <= Visits.MAX_COUNT; i++) {
      knock("v" + i, START, "", "");
    }
    assertThat(visits.latest(Integer.MAX_VALUE)).hasSize(Visits.MAX_COUNT);
    assertThat(visits.find("v0")).isEmpty();
    assertThat(visits.find("v1")).isPresent();
    assertThat(visits.count()).isEqualTo(Visits.MAX_COUNT + 1);
  }

  @Test
  void longBodiesTakeNoMoreThanTheyMay() {
    String body = "x".repeat(10 * Excerpt.MAX_BYTES);
    for (int i = 0; i < Visits.MAX_COUNT; i++) {
      knock("v" + i, START, "", body);
    }
    long kept = visits.latest(Integer.MAX_VALUE).stream().mapToLong(SeenVisit::size).sum();
    assertThat(kept).isBetween(Visits.MAX_BYTES / 2, Visits.MAX_BYTES);
  }
}
