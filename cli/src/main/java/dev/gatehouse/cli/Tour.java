package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The article's walk: phase 1 through the signed function URL, phase 2 through the HTTP API with a
/// token. Each call is real; each answer is compared with what AWS would give.
final class Tour {
  private final RunningStack stack;
  private final Http http;
  private final PrintWriter out;
  private int differing;

  Tour(RunningStack stack, Http http, PrintWriter out) {
    this.stack = stack;
    this.http = http;
    this.out = out;
  }

  /// @return whether every answer was the expected one
  boolean walk() {
    String api = needed("GATEHOUSE_API_URL");
    String functionUrl = needed("GATEHOUSE_FUNCTION_URL");
    if (stack.clients().isEmpty()) {
      throw notPlayerFc("an app client for client_credentials");
    }
    phase("Phase 1: IAM. The function URL opens to signatures only.");
    call("unsigned", Http.to(functionUrl + "docs").build(), 403);
    call("signed", signed(functionUrl), 200);

    phase("Phase 2: OAuth 2.0. The HTTP API opens to the pool's tokens only.");
    call("no token", Http.to(api + "/players").build(), 401);
    ClientView client = stack.clients().getFirst();
    var token =
        call("id and secret for a token", Http.tokenRequest(client, client.scope()), 200)
            .map(answer -> Json.STRICT.readTree(answer.body()).path("access_token").asString(""))
            .orElse("");
    var created =
        call("create", with(token, api + "/players").POST(BodyPublishers.ofString(player())), 200);
    String id =
        created
            .map(answer -> Json.STRICT.readTree(answer.body()).path("player_id").asString(""))
            .orElse("unknown");
    String player = api + "/players/" + id;
    call("list", with(token, api + "/players").GET(), 200);
    call("read", with(token, player).GET(), 200);
    call(
        "change",
        with(token, player).method("PATCH", BodyPublishers.ofString("{\"club_number\": 10}")),
        200);
    call("delete", with(token, player).DELETE(), 200);
    call("gone", with(token, player).GET(), 404);
    out.printf(
        "%n%s%n",
        differing == 0 ? "Every door answered as AWS would." : differing + " answers differ.");
    return differing == 0;
  }

  /// One whom nobody else has: name and country make the id, and the tour deletes whom it has made.
  private static String player() {
    return """
    {"name": "Kylian Mbappé (tour %s)", "country": "France", "date_of_birth": "1998-12-20", \
    "team": "Real Madrid", "position": "Forward", "club_number": 9, "national_team_number": 10}\
    """
        .formatted(UUID.randomUUID());
  }

  private String needed(String variable) {
    return Optional.ofNullable(stack.environment().get(variable))
        .orElseThrow(() -> notPlayerFc(variable));
  }

  private StartupException notPlayerFc(String what) {
    return new StartupException(
        "the tour walks through PlayerFC; stack " + stack.stack() + " has no " + what);
  }

  private static HttpRequest.Builder with(String token, String url) {
    return Http.to(url)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private HttpRequest signed(String url) {
    return SignedRequest.of("GET", url, null, List.of(), "lambda", stack.environment()).toRequest();
  }

  private void phase(String title) {
    out.printf("%n%s%n", title);
  }

  private Optional<HttpResponse<String>> call(
      String what, HttpRequest.Builder request, int expected) {
    return call(what, request.build(), expected);
  }

  /// @return the answer, if it has the expected status
  private Optional<HttpResponse<String>> call(String what, HttpRequest request, int expected) {
    HttpResponse<String> answer = http.send(request);
    boolean same = answer.statusCode() == expected;
    out.printf(
        "%n%s %s  (%s)%n  %d %s%n",
        request.method(),
        request.uri(),
        what,
        answer.statusCode(),
        shortened(withoutToken(answer.body())));
    answer
        .headers()
        .firstValue("www-authenticate")
        .ifPresent(challenge -> out.printf("  www-authenticate: %s%n", Lines.printable(challenge)));
    out.printf("  %s%n", verdict(answer).orElse("no verdict in the journal"));
    if (!same) {
      differing++;
      out.printf("  DIFFERS: expected %d%n", expected);
    }
    out.flush();
    return same ? Optional.of(answer) : Optional.empty();
  }

  private Optional<String> verdict(HttpResponse<?> answer) {
    return Verdicts.visit(Path.of(stack.stateFolder()), answer).map(Lines::verdict);
  }

  private static String withoutToken(String body) {
    return body.replaceAll("(\"access_token\"\\s*:\\s*\"[^.\"]{0,8})[^\"]*", "$1…");
  }

  private static String shortened(String body) {
    String line = Lines.printable(body.strip());
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
