package dev.gatehouse.cli;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.Host;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What the launcher runs once after a build, for the JVM to note which classes a start and a first
/// visit need (JEP 483, 514: its AOT cache).
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Starts a small stack of its own, passes its locks once, and ends.")
final class RehearseCommand implements Callable<Integer> {
  /// Often enough that what is set up at the second or the tenth time is there as well.
  private static final int TOKENS = 10;

  private static final int VISITS_WITH_EACH = 5;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-rehearsal");
    Path template = folder.resolve("template.json");
    try {
      try (var text = requireNonNull(getClass().getResourceAsStream("rehearsal.json"))) {
        Files.copy(text, template);
      }
      try (Host host =
              Host.start(
                  UpCommand.configuration(template, null, 0, true, null, Map.of()), line -> {});
          var http = new Http()) {
        visit(host.running(), http);
      }
    } finally {
      Files.deleteIfExists(template);
      Files.deleteIfExists(folder);
    }
    return 0;
  }

  private static void visit(RunningStack running, Http http) {
    ClientView client = running.clients().getFirst();
    String api = requireNonNull(running.environment().get("GATEHOUSE_API_URL"));
    expect(401, Http.to(api + "/locked").build(), http);
    for (int i = 0; i < TOKENS; i++) {
      var answer = expect(200, Http.tokenRequest(client, client.scope()), http);
      String token = Json.STRICT.readTree(answer).path("access_token").asString("");
      for (int j = 0; j < VISITS_WITH_EACH; j++) {
        for (String door : List.of("/locked", "/proxied")) {
          expect(200, Http.to(api + door).header("Authorization", "Bearer " + token).build(), http);
        }
      }
    }
  }

  private static String expect(int status, HttpRequest request, Http http) {
    var answer = http.send(request);
    if (answer.statusCode() != status) {
      throw new StartupException(request.uri() + " answered " + answer.statusCode());
    }
    return answer.body();
  }
}
