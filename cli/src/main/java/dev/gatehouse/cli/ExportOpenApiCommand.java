package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.StartupException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.dataformat.yaml.YAMLMapper;

@Command(
    name = "openapi",
    mixinStandardHelpOptions = true,
    description =
        "Prints the OpenAPI 3.0 definition of an API, as API Gateway's ExportApi writes it.")
final class ExportOpenApiCommand implements Callable<Integer> {
  /// How a definition is written.
  enum Format {
    JSON,
    YAML
  }

  @Mixin private StackOptions stack;
  @Mixin private ApiOption api;
  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "json|yaml",
      defaultValue = "json",
      description = "${DEFAULT-VALUE} if not given")
  private Format format = Format.JSON;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description = "with this stage's address; the latest configuration if not given")
  private @Nullable String stage;

  @Option(
      names = "--no-extensions",
      negatable = false,
      description = "without what only API Gateway reads")
  private boolean plain;

  @Option(
      names = "--merge",
      description = {
        "with parameters, bodies and schemas from the functions' own /openapi.json;",
        "routes that none describes are named on standard error"
      })
  private boolean merge;

  @Override
  public Integer call() {
    try (var http = new Http()) {
      var exported = ExportedApi.find(stack.require(), http, api.named);
      spec.commandLine().getOut().println((merge ? merged(exported) : plain(exported)).strip());
    }
    return 0;
  }

  private String plain(ExportedApi exported) {
    return exported.text(format.name().toUpperCase(Locale.ROOT), stage, !plain);
  }

  private String merged(ExportedApi exported) {
    var merged = exported.merged(stage, !plain);
    if (!exported.described()) {
      throw new StartupException(
          "nothing to merge: no function behind API "
              + exported.name()
              + " has a function URL that answers /openapi.json with an OpenAPI document");
    }
    var err = spec.commandLine().getErr();
    merged.unknown().forEach(route -> err.println("gatehouse: no function describes " + route));
    merged
        .leftOut()
        .forEach(reference ->
            err.println("gatehouse: left out, not in the document: " + Lines.printable(reference)));
    return switch (format) {
      case JSON ->
          Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(merged.definition());
      case YAML -> new YAMLMapper().writeValueAsString(merged.definition());
    };
  }
}
