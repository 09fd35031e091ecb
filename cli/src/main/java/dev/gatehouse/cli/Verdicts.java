package dev.gatehouse.cli;

import dev.gatehouse.host.Journal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the journal says of an answer, found by the request id that every door gives.
final class Verdicts {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private Verdicts() {}

  /// @return empty when the answer names no visit, or one that the journal does not get to know
  static Optional<JsonNode> visit(Path stateFolder, HttpResponse<?> answer) {
    return Stream.of("apigw-requestid", "x-amzn-requestid", "x-amz-cognito-request-id")
        .flatMap(header -> answer.headers().firstValue(header).stream())
        .findFirst()
        .flatMap(id -> visit(stateFolder, id));
  }

  /// The answer may be here a moment before its visit is in the file.
  private static Optional<JsonNode> visit(Path stateFolder, String id) {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); ; ) {
      List<JsonNode> found =
          Journal.last(stateFolder, 1, visit -> visit.path("id").asString("").equals(id));
      if (!found.isEmpty() || System.nanoTime() - end > 0) {
        return found.stream().findFirst();
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
