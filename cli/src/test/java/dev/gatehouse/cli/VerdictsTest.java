package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The journal here is the file that another process writes.
@Timeout(30)
final class VerdictsTest {
  @TempDir private Path folder;

  @Test
  void visitIsFoundByItsAnswersRequestId() throws Exception {
    write("{\"id\":\"other\"}\n{\"id\":\"one\",\"status\":401}\n");
    assertThat(Verdicts.visit(folder, answer("apigw-requestid", "one")))
        .map(visit -> visit.path("status").asInt())
        .contains(401);
  }

  @Test
  void visitThatGetsIntoTheJournalAfterItsAnswerIsWaitedFor() throws Exception {
    HttpResponse<?> answer = answer("x-amzn-requestid", "one");
    var found = new FutureTask<>(() -> Verdicts.visit(folder, answer));
    var reader = Thread.ofPlatform().daemon().start(found);
    while (reader.getState() != Thread.State.TIMED_WAITING) {
      assertThat(found.isDone()).as("given up").isFalse();
      Thread.onSpinWait();
    }
    write("{\"id\":\"one\",\"status\":403}\n");
    assertThat(found.get()).map(visit -> visit.path("status").asInt()).contains(403);
  }

  @Test
  void visitThatTheJournalNeverGetsToKnowIsGivenUp() throws Exception {
    write("{\"id\":\"other\"}\n");
    assertThat(Verdicts.visit(folder, answer("x-amzn-requestid", "one"))).isEmpty();
  }

  @Test
  void answerWithoutARequestIdNamesNoVisit() throws Exception {
    write("{\"id\":\"\"}\n");
    Optional<JsonNode> visit = Verdicts.visit(folder, answer("x-other", "one"));
    assertThat(visit).isEmpty();
  }

  private void write(String lines) throws IOException {
    Files.writeString(folder.resolve("journal.jsonl"), lines);
  }

  private static HttpResponse<?> answer(String header, String value) throws Exception {
    var given = new dev.gatehouse.http.HttpResponse(200, HttpHeaders.of(header, value), Body.EMPTY);
    try (var server = HttpServer.start(HttpServerConfig.loopback(0), _ -> given);
        var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/");
      return client.send(
          HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
