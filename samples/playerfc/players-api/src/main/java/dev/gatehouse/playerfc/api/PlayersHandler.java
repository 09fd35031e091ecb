package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;

/// What Lambda starts: one instance for each execution environment, wired in the init phase.
public final class PlayersHandler implements RequestStreamHandler {
  private final PlayersFunction function;

  public PlayersHandler() {
    var table =
        Optional.ofNullable(System.getenv("PLAYERS_TABLE"))
            .orElseThrow(() -> new IllegalStateException("PLAYERS_TABLE names no table"));
    this.function =
        new PlayersFunction(
            DynamoDbPlayerStore.ofTable(table), new RequestLog(System.out, InstantSource.system()));
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    answer.write(function.answer(new String(event.readAllBytes(), UTF_8)).getBytes(UTF_8));
  }
}
