package dev.gatehouse.cli;

import dev.gatehouse.cli.ExportFiles.Kind;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "postman",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a Postman collection (v2.1) and its environment: the token request first, then every",
      "route with its lock's credentials and tests, then every lock without credentials."
    })
final class ExportPostmanCommand implements Callable<Integer> {
  @Mixin private ExportFiles export;

  @Option(
      names = "--with-secrets",
      description = "fill the environment's secret variables in; they are empty if not given")
  private boolean withSecrets;

  @Override
  public Integer call() {
    export.export((_, files) -> {
      Path collection =
          export.write(
              files.stem() + ".postman_collection.json", files.postmanCollection(), Kind.PLAIN);
      Path environment =
          export.write(
              files.stem() + ".postman_environment.json",
              files.postmanEnvironment(withSecrets),
              withSecrets ? Kind.SECRET : Kind.PLAIN);
      export.out().printf("Try:  npx newman run %s -e %s%n", collection, environment);
    });
    return 0;
  }
}
