package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import dev.gatehouse.host.console.Visits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What becomes of visits, and of requests that a gate fails on.
final class JournalTest {
  @TempDir private Path folder;

  private Journal open() {
    return Journal.open(folder);
  }

  private static Visit visit(String id, Verdict verdict) {
    return new Visit(
        id,
        Instant.EPOCH,
        Duration.ofMillis(2),
        "Api",
        "GET /a",
        "GET",
        "/a",
        "127.0.0.1",
        200,
        verdict,
        List.of());
  }

  private List<String> ids(int count) {
    return Journal.last(folder, count, visit -> true).stream()
        .map(visit -> visit.path("id").asString(""))
        .toList();
  }

  @Test
  void lastVisitsComeOldestFirst() {
    try (var journal = open()) {
      for (String id : List.of("1", "2", "3")) {
        journal.record(visit(id, new Verdict.Allowed("me")));
      }
    }
    assertThat(ids(2)).containsExactly("2", "3");
  }

  // Ten files instead of a long one, which each look reads whole.
  @RepeatedTest(10)
  void visitOfAMomentAgoIsAmongTheLast() {
    try (var journal = open()) {
      for (int i = 0; i < 100; i++) {
        journal.record(visit("" + i, new Verdict.Allowed("me")));
        assertThat(journal.last(1, visit -> true).getFirst().path("id").asString(""))
            .isEqualTo("" + i);
      }
    }
  }

  @Test
  @Timeout(10)
  void visitGetsIntoTheFileWithoutBeingAskedFor() {
    try (var journal = open()) {
      journal.record(visit("1", new Verdict.Allowed("me")));
      while (ids(1).isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(ids(9)).containsExactly("1");
    }
  }

  @Test
  void visitsOfManyAtOnceAreAllThereOnce() {
    try (var journal = open()) {
      try (var guests = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 2000; i++) {
          var visit = visit("" + i, new Verdict.Allowed("me"));
          guests.execute(() -> journal.record(visit));
        }
      }
      assertThat(journal.last(3000, visit -> true))
          .extracting(visit -> visit.path("id").asString(""))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 2000).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void refusalHasItsCheckAndItsReason() {
    try (var journal = open()) {
      journal.record(visit("1", new Verdict.Denied(new Reason.BadRequest("no body"))));
      journal.record(visit("2", new Verdict.Allowed("me")));
    }
    List<JsonNode> refusals = Journal.last(folder, 9, visit -> visit.has("check"));
    assertThat(refusals).hasSize(1);
    assertThat(refusals.getFirst().path("check").asString("")).isEqualTo("BadRequest");
    assertThat(refusals.getFirst().path("reason").asString("")).contains("no body");
  }

  @Test
  void lineCutShortByAKillIsPassedOverAndTheNextOneIsNot() throws IOException {
    try (var journal = open()) {
      journal.record(visit("1", new Verdict.Allowed("me")));
    }
    Files.writeString(folder.resolve("journal.jsonl"), "{\"id\": \"cut", StandardOpenOption.APPEND);
    assertThat(ids(9)).containsExactly("1");
    try (var journal = open()) {
      journal.record(visit("2", new Verdict.Allowed("me")));
    }
    assertThat(ids(9)).containsExactly("1", "2");
  }

  @Test
  void journalTurnsOverAndStaysBounded() throws IOException {
    var large = new Verdict.Denied(new Reason.BadRequest("x".repeat(1 << 20)));
    try (var journal = open()) {
      for (int i = 0; i < 12; i++) {
        journal.record(visit("" + i, large));
      }
    }
    assertThat(Files.size(folder.resolve("journal.jsonl"))).isLessThanOrEqualTo(Journal.MAX_BYTES);
    assertThat(Files.size(folder.resolve("journal.jsonl.1")))
        .isLessThanOrEqualTo(Journal.MAX_BYTES);
    assertThat(ids(4)).containsExactly("8", "9", "10", "11");
  }

  @Test
  void gateThatFailsIsABareErrorToTheGuestAndAVisitToTheOwner() throws Exception {
    try (var journal = open();
        var listener = Listener.bind("Api", 0, journal, new Visits(), Clock.systemUTC());
        var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/a?token=t"))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(503);

      listener.open(new FailingGate(), new Visitors());
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEmpty();
    }
    JsonNode visit = Journal.last(folder, 1, any -> true).getFirst();
    assertThat(visit.path("check").asString("")).isEqualTo("Broken");
    assertThat(visit.path("path").asString("")).isEqualTo("/a");
    assertThat(visit.path("status").asInt(0)).isEqualTo(500);
  }

  private static final class FailingGate implements dev.gatehouse.door.Gate {
    @Override
    public List<dev.gatehouse.door.Door> doors() {
      return List.of();
    }

    @Override
    public Passage enter(dev.gatehouse.http.HttpRequest request) {
      throw new IllegalStateException("planted");
    }
  }
}
