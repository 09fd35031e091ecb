package dev.gatehouse.cli;

import dev.gatehouse.cli.ExportFiles.Exported;
import dev.gatehouse.cli.ExportFiles.Kind;
import dev.gatehouse.host.ClientView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "curl",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a shell script that fetches a token and walks every route with curl. Credentials"
          + " come",
      "from the environment or from `gatehouse env` when it runs; none are in the file."
    })
final class ExportCurlCommand implements Callable<Integer> {
  @Mixin private ExportFiles export;

  @Override
  public Integer call() {
    export.export((exported, files) -> {
      String id = variable(exported, "GATEHOUSE_CLIENT_ID", ClientView::id);
      String secret = variable(exported, "GATEHOUSE_CLIENT_SECRET", ClientView::secret);
      export.write(files.stem() + ".sh", files.curl(id, secret), Kind.SCRIPT);
    });
    return 0;
  }

  /// The line of `gatehouse env` that has this client's value: with several clients, its own.
  private static String variable(
      Exported exported, String name, java.util.function.Function<ClientView, String> value) {
    ClientView client = exported.client();
    return client == null
        ? name
        : exported.stack().environment().entrySet().stream()
            .filter(line -> line.getKey().startsWith(name))
            .filter(line -> line.getValue().equals(value.apply(client)))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(name);
  }
}
