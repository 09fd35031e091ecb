package dev.gatehouse.cli;

import dev.gatehouse.host.Journal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the journal says of an answer, found by the request id that every door gives.
final class Verdicts {
  private Verdicts() {}

  static Optional<JsonNode> visit(Path stateFolder, HttpResponse<?> answer) {
    return Stream.of("apigw-requestid", "x-amzn-requestid", "x-amz-cognito-request-id")
        .flatMap(header -> answer.headers().firstValue(header).stream())
        .findFirst()
        .flatMap(id ->
            Journal.last(stateFolder, 1, visit -> visit.path("id").asString("").equals(id)).stream()
                .findFirst());
  }
}
