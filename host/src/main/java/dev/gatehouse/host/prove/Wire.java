package dev.gatehouse.host.prove;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/// Sends requests that no HTTP client would, each over a connection of its own.
final class Wire {
  /// Longer than any lock takes to say no.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MAX_ANSWER = 64 * 1024;

  private Wire() {}

  sealed interface Outcome {
    /// The answer has come, or the connection was closed without one.
    record Over() implements Outcome {}

    /// Still no answer.
    record Silence() implements Outcome {}
  }

  static Outcome send(Shot shot) {
    URI url = URI.create(shot.url());
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), url.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      try {
        socket.getOutputStream().write(shot.bytes());
      } catch (IOException stoppedListening) {
        // Refused before it was said to the end: the answer may be there all the same.
      }
      drain(socket.getInputStream());
      return new Outcome.Over();
    } catch (SocketTimeoutException e) {
      return new Outcome.Silence();
    } catch (IOException closed) {
      return new Outcome.Over();
    }
  }

  private static void drain(InputStream answer) throws IOException {
    byte[] buffer = new byte[4096];
    int all = 0;
    int read = answer.read(buffer);
    while (read >= 0 && all < MAX_ANSWER) {
      all += read;
      read = answer.read(buffer);
    }
  }
}
