package dev.gatehouse.lambda;

import dev.gatehouse.lambda.ExecutionEnvironment.Outcome;
import dev.gatehouse.lambda.RuntimeApi.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The platform's lines in a function's log, in its text format.
final class LogLines {
  /// @param memoryUsed MB; empty where the system does not tell
  /// @param init null unless this was the first invocation after init
  record Report(Duration took, int memory, OptionalLong memoryUsed, @Nullable Duration init) {}

  private LogLines() {}

  static String initStart(String runtime) {
    return "INIT_START Runtime Version: " + runtime.replaceFirst("(?<=[a-z])(?=\\d)", ":");
  }

  static String initReport(Duration took, String phase, Signal signal) {
    String status =
        switch (signal) {
          case Signal.TimedOut() -> "timeout";
          case Signal.Answered(InvokeResult.Failed failed) ->
              "error\tError Type: " + failed.errorType();
          case Signal.Answered _, Signal.Ready _, Signal.Exited _ ->
              "error\tError Type: Runtime.ExitError";
        };
    return "INIT_REPORT Init Duration: "
        + millis(took)
        + "\tPhase: "
        + phase
        + "\tStatus: "
        + status;
  }

  static String start(String requestId, String version) {
    return "START RequestId: " + requestId + " Version: " + version;
  }

  /// All that follows an invocation: the time-out's line, END and REPORT.
  static String end(String requestId, Instant now, Report report, Outcome outcome) {
    var lines = new StringBuilder();
    if (outcome.ending() == ExecutionEnvironment.Ending.TIMEOUT) {
      lines.append(now.truncatedTo(ChronoUnit.MILLIS)).append(' ').append(requestId).append(' ');
      lines.append(
          String.format(Locale.ROOT, "Task timed out after %.2f seconds", seconds(report)));
      lines.append("\n\n");
    }
    lines.append("END RequestId: ").append(requestId).append('\n');
    lines.append("REPORT RequestId: ").append(requestId);
    lines.append("\tDuration: ").append(millis(report.took()));
    lines.append("\tBilled Duration: ").append((report.took().toNanos() + 999_999) / 1_000_000);
    lines.append(" ms\tMemory Size: ").append(report.memory()).append(" MB\t");
    report
        .memoryUsed()
        .ifPresent(used -> lines.append("Max Memory Used: ").append(used).append(" MB\t"));
    if (report.init() != null) {
      lines.append("Init Duration: ").append(millis(report.init())).append('\t');
    }
    return lines.append(status(outcome)).toString();
  }

  private static String status(Outcome outcome) {
    return switch (outcome.ending()) {
      case NORMAL -> "";
      case TIMEOUT -> "Status: timeout";
      case ERROR ->
          outcome.result() instanceof InvokeResult.Failed failed
              ? "Status: error\tError Type: " + failed.errorType()
              : "Status: error";
    };
  }

  private static double seconds(Report report) {
    return report.took().toMillis() / 1000.0;
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1_000_000.0);
  }
}
