package dev.gatehouse.playerfc.api;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;

/// One JSON line for each request: what was asked and answered, and the cause where we failed.
/// Neither bodies nor headers are written, for what they may hold.
final class RequestLog {
  private final PrintStream out;
  private final InstantSource clock;

  RequestLog(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  void answered(Request request, Response response) {
    write("INFO", request, response);
  }

  void failed(Request request, Response response, RuntimeException failure) {
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    write("ERROR", request, response, "error", failure.toString(), "stackTrace", trace.toString());
  }

  private void write(String level, Request request, Response response, Object... more) {
    var line =
        Json.object(
            "timestamp", clock.instant().toString(),
            "level", level,
            "requestId", request.id(),
            "method", request.method(),
            "path", request.path(),
            "status", response.status());
    line.putAll(Json.object(more));
    // One call, so that lines of the runtime never stand inside ours.
    out.println(Json.write(line));
  }
}
