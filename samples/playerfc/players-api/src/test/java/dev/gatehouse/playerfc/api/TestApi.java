package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The function over a map of players, called with events as Lambda delivers them.
final class TestApi {
  static final String MBAPPE =
      """
      {"name":"Kylian Mbappé","country":"France","date_of_birth":"1998-12-20","team":"Real Madrid",\
      "position":"Forward","club_number":9,"national_team_number":10}\
      """;
  static final String MBAPPE_ID = Player.idOf("Kylian Mbappé-France");

  final InMemoryPlayerStore store = new InMemoryPlayerStore();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PlayersFunction function =
      new PlayersFunction(
          store,
          new RequestLog(
              new PrintStream(log, true, UTF_8),
              InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"))));

  /// What a caller receives; header names in lower case.
  record Answer(int status, Map<String, String> headers, String body, boolean base64) {
    @SuppressWarnings("unchecked")
    static Answer of(Map<String, Object> answer) {
      return new Answer(
          ((Number) Objects.requireNonNull(answer.get("statusCode"))).intValue(),
          (Map<String, String>) Objects.requireNonNull(answer.get("headers")),
          Objects.requireNonNull(answer.get("body")).toString(),
          Boolean.TRUE.equals(answer.get("isBase64Encoded")));
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  static TestApi withMbappe() {
    var api = new TestApi();
    api.call("POST", "/players", MBAPPE);
    return api;
  }

  Answer call(String method, String path) {
    return call(method, path, null);
  }

  Answer call(String method, String path, @Nullable String body) {
    return send(event(method, path, body));
  }

  /// Sends an event that differs from an ordinary one in these members.
  Answer send(Map<String, Object> event) {
    return sendText(Json.write(event));
  }

  Answer sendText(String event) {
    return Answer.of(Values.object(function.answer(event)));
  }

  List<String> logLines() {
    return log.toString(UTF_8).lines().toList();
  }

  static Map<String, Object> event(String method, String path, @Nullable String body) {
    return event(method, path, body, "$default");
  }

  static Map<String, Object> event(
      String method, String path, @Nullable String body, String stage) {
    var headers = new HashMap<String, Object>(Map.of("content-type", "application/json"));
    var event =
        Json.object(
            "version",
            "2.0",
            "routeKey",
            "$default",
            "rawPath",
            path,
            "rawQueryString",
            "",
            "headers",
            headers,
            "requestContext",
            Json.object(
                "requestId",
                "ATfSmjLgPHcESJw=",
                "stage",
                stage,
                "http",
                Json.object("method", method, "path", path)),
            "isBase64Encoded",
            false);
    if (body != null) {
      event.put("body", body);
    }
    return event;
  }
}
