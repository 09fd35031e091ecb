package dev.gatehouse.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// `docs/commands` and the README say what the commands can do.
final class CommandPagesTest {
  private static final Path PAGES = Path.of("../docs/commands");

  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(command -> command.getKey())
        .filter(name -> !name.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandHasAPageThatNamesItsOptions(String name) throws IOException {
    String page = Files.readString(PAGES.resolve(name + ".md"));
    assertThat(page).startsWith("# gatehouse " + name + "\n").contains("## Exit codes");
    for (String option : options(requireNonNull(Main.commandLine().getSubcommands().get(name)))) {
      assertThat(page).contains("`" + option);
    }
  }

  private static List<String> options(CommandLine command) {
    var names = new ArrayList<String>();
    CommandSpec spec = command.getCommandSpec();
    spec.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(CommandLine.Model.OptionSpec::longestName)
        .forEach(names::add);
    command
        .getSubcommands()
        .forEach((name, subcommand) -> {
          names.add(name);
          names.addAll(options(subcommand));
        });
    return names;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readmeListsTheCommandAndItsPage(String name) throws IOException {
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("| [`" + name + "`](docs/commands/" + name + ".md) |");
  }

  @Test
  void noPageIsLeftOfACommandThatIsGone() throws IOException {
    try (var pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> String.valueOf(page.getFileName()).replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(commands().toList());
    }
  }
}
