package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cli.SignedRequest.Header;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = {
      "Calls a door with the credentials that its lock asks for: a token of an app client, fetched",
      "or used again, or the administrator's signature. Prints the body; status and verdict go to",
      "standard error. Exit code 1 for a status of 400 or more."
    })
final class CallCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "METHOD")
  private String method;

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "of the template's first API, or a whole URL of this stack")
  private String target;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "BODY",
      description = "the body; @FILE reads it from a file. Sent as application/json by default")
  private @Nullable String data;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "may be repeated; an Authorization of yours replaces ours")
  private List<String> given = List.of();

  @Option(
      names = "--client",
      paramLabel = "CLIENT",
      description = "whose token: name, logical id or client id; the template's first if not given")
  private @Nullable String client;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "a token with this scope only; may be repeated")
  private List<String> scopes = List.of();

  @Option(names = "--no-credentials", description = "knock without any")
  private boolean bare;

  @Option(names = "--json", description = "status, body and visit as one JSON text")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunningStack running = stack.require();
    KnownDoor door = KnownDoor.find(running, method.toUpperCase(Locale.ROOT), target);
    try (var http = new Http()) {
      HttpResponse<String> answer = http.send(request(running, door, http));
      print(answer, Verdicts.visit(Path.of(running.stateFolder()), answer));
      return answer.statusCode() < 400 ? 0 : Main.FAILED;
    }
  }

  private HttpRequest request(RunningStack running, KnownDoor door, Http http) throws IOException {
    String verb = method.toUpperCase(Locale.ROOT);
    String body = body();
    List<Header> headers = headers(body != null);
    boolean own = has(headers, "authorization");
    if (door.lock().equals("iam") && !bare && !own) {
      String service = door.kind().equals("function-url") ? "lambda" : "execute-api";
      return SignedRequest.of(verb, door.url(), body, headers, service, running.environment())
          .toRequest();
    }
    if (door.lock().equals("jwt") && !bare && !own) {
      headers.add(new Header("Authorization", "Bearer " + token(running, http)));
    }
    return new SignedRequest(verb, door.url(), body, headers).toRequest();
  }

  private String token(RunningStack running, Http http) {
    ClientView chosen = Clients.choose(running, client);
    return new Tokens(Path.of(running.stateFolder()), http, Clock.systemUTC())
        .reusedOrFetched(chosen, scopes.isEmpty() ? chosen.scope() : String.join(" ", scopes));
  }

  private @Nullable String body() throws IOException {
    return data != null && data.startsWith("@")
        ? Files.readString(Path.of(data.substring(1)))
        : data;
  }

  private List<Header> headers(boolean hasBody) {
    var headers = new ArrayList<Header>();
    for (String line : given) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new StartupException("not a header, which is 'NAME: VALUE': " + line);
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    if (hasBody && !has(headers, "content-type")) {
      headers.add(new Header("Content-Type", "application/json"));
    }
    return headers;
  }

  private static boolean has(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  private void print(HttpResponse<String> answer, Optional<JsonNode> visit) {
    var out = spec.commandLine().getOut();
    if (json) {
      var told = Json.STRICT.createObjectNode();
      told.put("status", answer.statusCode()).put("body", answer.body());
      visit.ifPresent(found -> told.set("visit", found));
      out.println(Lines.json(told));
      return;
    }
    var err = spec.commandLine().getErr();
    err.printf("%s %s -> %d%n", answer.request().method(), answer.uri(), answer.statusCode());
    visit.map(Lines::verdict).ifPresent(verdict -> err.printf("  %s%n", verdict));
    err.flush();
    if (!answer.body().isEmpty()) {
      out.println(answer.body());
    }
  }
}
