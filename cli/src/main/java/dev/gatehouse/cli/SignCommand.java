package dev.gatehouse.cli;

import dev.gatehouse.cli.SignedRequest.Header;
import dev.gatehouse.host.RunningStack;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a curl line signed with the administrator's access key (AWS Signature Version 4).",
      "A signature is good for five minutes."
    })
final class SignCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "METHOD")
  private String method;

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "at one of the stack's addresses, or a path of its first API")
  private String target;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "BODY",
      description = "signed too, and sent as application/json")
  private @Nullable String data;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description =
          "in the credential scope: lambda, execute-api…; what the door asks for if not given")
  private @Nullable String service;

  @Option(names = "--headers", description = "the headers only, a line each")
  private boolean headersOnly;

  @Override
  public Integer call() {
    RunningStack running = stack.require();
    String verb = method.toUpperCase(Locale.ROOT);
    KnownDoor door = KnownDoor.find(running, verb, target);
    List<Header> extra =
        data == null ? List.of() : List.of(new Header("Content-Type", "application/json"));
    String scope =
        service != null ? service : door.kind().equals("function-url") ? "lambda" : "execute-api";
    var signed = SignedRequest.of(verb, door.url(), data, extra, scope, running.environment());
    var out = spec.commandLine().getOut();
    if (headersOnly) {
      signed.headers().forEach(header -> out.println(header.name() + ": " + header.value()));
    } else {
      out.println(signed.toCurl());
    }
    return 0;
  }
}
