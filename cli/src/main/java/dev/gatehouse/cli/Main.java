package dev.gatehouse.cli;

import dev.gatehouse.host.Host;
import dev.gatehouse.host.StartupException;
import dev.gatehouse.host.TemplateFaultsException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /// In the order in which help lists them.
  static final List<Class<?>> COMMANDS =
      List.of(
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
          CommandLine.HelpCommand.class);

  /// The commands that start a stack.
  private static final Set<String> STARTING = Set.of("up", "audit", "rehearse");

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean starts = arguments.length > 0 && STARTING.contains(arguments[0]);
    // Beside the reading of the command line.
    Thread preparation =
        Thread.ofPlatform().daemon().name("preparation").start(() -> prepare(starts));
    var commandLine = commandLine(named(arguments));
    preparation.join();
    System.exit(commandLine.execute(arguments));
  }

  private static void prepare(boolean starts) {
    // Helidon speaks java.util.logging; what it says goes where all the rest goes.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (starts) {
      Host.prepareAlone();
    }
  }

  /// What the first argument names, alone: to read what all commands offer takes tenths of a
  /// second. All of them for any other first argument, and where one tells of the others.
  static List<Class<?>> named(String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    var named = COMMANDS.stream().filter(command -> answersTo(command, first)).toList();
    return named.isEmpty() || named.contains(CompletionCommand.class) ? COMMANDS : named;
  }

  /// By the names of the classes: to read their annotations takes longer. `help` tells of all.
  private static boolean answersTo(Class<?> command, String name) {
    return command.getSimpleName().toLowerCase(Locale.ROOT).equals(name + "command")
        && !command.equals(CommandLine.HelpCommand.class);
  }

  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  static CommandLine commandLine(List<Class<?>> commands) {
    var commandLine = new CommandLine(new Main());
    commands.forEach(commandLine::addSubcommand);
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
