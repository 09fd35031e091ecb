package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ClientView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Fetches an access token for an app client and prints it.")
final class TokenCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "CLIENT",
      description = "its name, logical id or client id; the template's first client if not given")
  private @Nullable String client;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "ask for this scope only; may be repeated")
  private List<String> scopes = List.of();

  @Option(
      names = "--json",
      description = "the token endpoint's whole answer: the token, its type, when it expires")
  private boolean json;

  @Override
  public Integer call() {
    ClientView chosen = Clients.choose(stack.require(), client);
    String scope = scopes.isEmpty() ? chosen.scope() : String.join(" ", scopes);
    try (var http = new Http()) {
      var answer = http.send(Http.tokenRequest(chosen, scope));
      if (answer.statusCode() != 200) {
        throw Tokens.refused(chosen, answer.body());
      }
      var told = Json.STRICT.readTree(answer.body());
      spec.commandLine()
          .getOut()
          .println(json ? Lines.json(told) : told.path("access_token").asString(""));
    }
    return 0;
  }
}
