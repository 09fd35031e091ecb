package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ExpandedTemplate;
import dev.gatehouse.host.StartupException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.dataformat.yaml.YAMLMapper;

@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the plain CloudFormation that the template's transforms expand into: SAM's and",
      "AWS::Include. Starts nothing."
    })
final class TemplateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = ".",
      description = "what `up` takes; default: here")
  private Path path;

  @Option(names = "--expanded", description = "the only form there is, so it must be asked for")
  private boolean expanded;

  @Option(names = "--yaml", description = "as YAML; JSON if not given")
  private boolean yaml;

  @Option(names = "--stack", paramLabel = "NAME", description = "which, where there are several")
  private @Nullable String stack;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "a value for a parameter of the template; may be given several times")
  private Map<String, String> parameters = Map.of();

  @Override
  public Integer call() {
    if (!expanded) {
      throw new ParameterException(
          spec.commandLine(),
          "say --expanded: what the transforms make of the template is printed");
    }
    var err = spec.commandLine().getErr();
    var template = chosen(ExpandedTemplate.of(path, parameters, err::println)).template();
    spec.commandLine()
        .getOut()
        .println(
            yaml
                ? new YAMLMapper().writeValueAsString(template).strip()
                : Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(template));
    return 0;
  }

  private ExpandedTemplate chosen(List<ExpandedTemplate> stacks) {
    List<ExpandedTemplate> named =
        stacks.stream().filter(each -> stack == null || each.stack().equals(stack)).toList();
    if (named.size() != 1) {
      throw new StartupException(
          (stack == null ? "there are several stacks" : "no stack is called " + stack)
              + ": choose one with --stack NAME, of "
              + stacks.stream().map(ExpandedTemplate::stack).toList());
    }
    return named.getFirst();
  }
}
