package dev.gatehouse.cli;

import dev.gatehouse.host.Host;
import dev.gatehouse.host.HostConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the stack of a template, a cloud assembly or a CDK project, and keeps its doors",
      "open until it is stopped (Ctrl-C, or `gatehouse down` from elsewhere)."
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = ".",
      description =
          "a template file, a cdk.out folder, a folder with a cdk.json or with what `sam build`"
              + " makes; default: here")
  private Path path;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "the AWS endpoint's port; doors get the ones after it. Default: last time's, or 4566")
  private @Nullable Integer port;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "where ids, secrets, keys and table data live; default: .gatehouse beside PATH")
  private @Nullable Path state;

  @Option(names = "--ephemeral", description = "keep nothing")
  private boolean ephemeral;

  @Option(
      names = "--dynamodb-endpoint",
      paramLabel = "URL",
      description = "use the tables of this DynamoDB API instead of our own")
  private @Nullable URI dynamodbEndpoint;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "a value for a parameter of the template; may be given several times")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--only-doors",
      description = {
        "leave out resources of types that are not supported, rather than refuse the template;",
        "each is listed, and what refers to it gets a value that says so"
      })
  private boolean onlyDoors;

  @Override
  public Integer call() throws InterruptedException {
    var err = spec.commandLine().getErr();
    var out = spec.commandLine().getOut();
    Host host =
        Host.start(
            configuration(path, state, port, ephemeral, dynamodbEndpoint, parameters)
                .withOnlyDoors(onlyDoors),
            err::println);
    // SIGTERM and SIGINT end the process; the JVM waits for its hooks, so all closes in order.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(host::close));
    LogFile.in(Path.of(host.running().stateFolder(), "logs"));
    StatusCommand.print(host.running(), out);
    out.println();
    out.println(
        "Try:  gatehouse console    gatehouse tour    gatehouse why    eval \"$(gatehouse env)\"");
    out.flush();
    host.watch(line -> {
      err.println(line);
      err.flush();
    });
    new CountDownLatch(1).await();
    return 0;
  }

  static HostConfig configuration(
      Path path,
      @Nullable Path state,
      @Nullable Integer port,
      boolean ephemeral,
      @Nullable URI dynamodbEndpoint,
      Map<String, String> parameters) {
    return new HostConfig(
        path,
        state,
        port,
        ephemeral,
        dynamodbEndpoint,
        Distribution.folder("java-runtime"),
        parameters);
  }
}
