package dev.gatehouse.playerfc.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;

/// Synthesizes the stack `PlayerFC`; the one argument is the function's asset folder.
public final class PlayersApp {
  private PlayersApp() {}

  public static void main(String[] args) {
    if (args.length != 1 || !Files.isDirectory(Path.of(args[0]))) {
      throw new IllegalArgumentException(
          "expected one argument, the folder of the built function; samples/playerfc/synth passes it");
    }
    var app = new App();
    var props =
        StackProps.builder()
            .description("PlayerFC: a players API behind IAM and OAuth 2.0 (Gatehouse's sample)")
            .build();
    new PlayersStack(app, "PlayerFC", props, Path.of(args[0]));
    app.synth();
  }
}
