package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import dev.gatehouse.host.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = {
      "Opens the running stack's console in a browser: doors, visits as they come, secrets, tables.",
      "Without a display it prints a link, good once and for two minutes."
    })
final class ConsoleCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Option(names = "--no-open", description = "print the link, open nothing")
  private boolean noOpen;

  @Override
  public Integer call() {
    RunningStack running = stack.require();
    String link = link(running);
    var out = spec.commandLine().getOut();
    var browser = Browser.ofThisMachine(System.getenv());
    if (!noOpen
        && browser.isPresent()
        && browser.get().open(link, Path.of(running.stateFolder()))) {
      out.println("opened http://localhost:" + running.port() + Console.ROOT);
    } else {
      out.println(link);
    }
    return 0;
  }

  /// Asked for with the administrator's signature: who cannot read the state folder cannot sign.
  private static String link(RunningStack running) {
    String url = "http://localhost:" + running.port() + Console.LINKS;
    var request =
        SignedRequest.of("POST", url, "", List.of(), Console.SIGNING_NAME, running.environment());
    try (var http = new Http()) {
      var answer = http.send(request.toRequest());
      if (answer.statusCode() != 201) {
        throw new StartupException("the console gives no link: status " + answer.statusCode());
      }
      return Json.STRICT.readTree(answer.body()).path("url").asString("");
    }
  }
}
