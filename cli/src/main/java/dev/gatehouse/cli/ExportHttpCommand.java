package dev.gatehouse.cli;

import dev.gatehouse.cli.ExportFiles.Kind;
import dev.gatehouse.cli.export.ClientFiles.Editor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "http",
    mixinStandardHelpOptions = true,
    description =
        "Writes an .http file for an editor's HTTP client: the token request, every route.")
final class ExportHttpCommand implements Callable<Integer> {
  @Mixin private ExportFiles export;

  @Option(
      names = "--editor",
      paramLabel = "vscode|intellij",
      defaultValue = "vscode",
      description = "whose words answers are read with; ${DEFAULT-VALUE} if not given")
  private Editor editor = Editor.VSCODE;

  @Option(
      names = "--with-secrets",
      description = "fill the client's id and secret in; they are empty if not given")
  private boolean withSecrets;

  @Override
  public Integer call() {
    export.export((_, files) ->
        export.write(
            files.stem() + ".http",
            files.http(editor, withSecrets),
            withSecrets ? Kind.SECRET : Kind.PLAIN));
    return 0;
  }
}
