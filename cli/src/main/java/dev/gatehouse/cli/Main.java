package dev.gatehouse.cli;

import dev.gatehouse.host.StartupException;
import dev.gatehouse.host.TemplateFaultsException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `gatehouse` command.
@Command(
    name = "gatehouse",
    description = {
      "Runs a secured serverless API from the template that deploys it to AWS.",
      "Every lock is real."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      EnvCommand.class,
      TokenCommand.class,
      CallCommand.class,
      SignCommand.class,
      TourCommand.class,
      WhyCommand.class,
      LogsCommand.class,
      AuditCommand.class,
      ExportCommand.class,
      TemplateCommand.class,
      ConsoleCommand.class,
      DownCommand.class,
      CompletionCommand.class,
      RehearseCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:something stands in the way, or an answer differs; one sentence says what",
      " 2:the template has faults; all of them are listed",
      "64:the command line is wrong"
    })
final class Main {
  static final int FAILED = 1;
  static final int FAULTY_TEMPLATE = 2;
  static final int USAGE = 64;

  private Main() {}

  public static void main(String[] arguments) {
    // Helidon speaks java.util.logging; what it says goes where all the rest goes.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((fault, _) -> {
      var command = fault.getCommandLine();
      command.getErr().println("gatehouse: " + fault.getMessage());
      command.getErr().println("Try: gatehouse " + subcommand(command) + "--help");
      return USAGE;
    });
    commandLine.setExecutionExceptionHandler((problem, command, _) ->
        switch (problem) {
          case TemplateFaultsException faults -> {
            faults.lines().forEach(command.getErr()::println);
            yield FAULTY_TEMPLATE;
          }
          case StartupException startup -> {
            command.getErr().println("gatehouse: " + startup.getMessage());
            yield FAILED;
          }
          default -> throw problem;
        });
    return commandLine;
  }

  private static String subcommand(CommandLine command) {
    return command.getParent() == null ? "" : command.getCommandName() + " ";
  }
}
