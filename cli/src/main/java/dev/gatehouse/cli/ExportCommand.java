package dev.gatehouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a running API's definition, or its routes for other HTTP clients.",
    subcommands = {
      ExportOpenApiCommand.class,
      ExportPostmanCommand.class,
      ExportHttpCommand.class,
      ExportCurlCommand.class
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "what to export? openapi, postman, http or curl");
  }
}
