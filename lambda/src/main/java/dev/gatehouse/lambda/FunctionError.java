package dev.gatehouse.lambda;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JacksonException;

/// Error payloads as Invoke returns them, texts as AWS words them.
final class FunctionError {
  /// Bytes; Lambda's 6 MB and its envelope.
  static final int MAX_RESPONSE = 6_291_556;

  /// Bytes (gettingstarted-limits: 200 MB).
  static final int MAX_STREAMED_RESPONSE = 200 * 1024 * 1024;

  private FunctionError() {}

  static InvokeResult.Failed timedOut(String requestId, Duration timeout) {
    return failed("Sandbox.Timedout", requestId, taskTimedOut(timeout));
  }

  static String taskTimedOut(Duration timeout) {
    return String.format(
        Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
  }

  static InvokeResult.Failed exited(String requestId, int status) {
    return failed("Runtime.ExitError", requestId, "Runtime exited " + manner(status));
  }

  /// RIE: what Lambda answers when a custom runtime's code has no `bootstrap`.
  static InvokeResult.Failed noBootstrap(String requestId) {
    return failed(
        "Runtime.InvalidEntrypoint",
        requestId,
        "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
  }

  /// @param limit bytes
  static InvokeResult.Failed responseTooLarge(int limit) {
    String type = "Function.ResponseSizeTooLarge";
    String message =
        "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).";
    var object = Json.STRICT.createObjectNode();
    object.put("errorMessage", message).put("errorType", type);
    return new InvokeResult.Failed(type, Body.of(object.toString()));
  }

  /// RIE: an answer that broke off.
  static InvokeResult.Failed truncated() {
    String type = "Runtime.TruncatedResponse";
    var object = Json.STRICT.createObjectNode();
    object.put("errorMessage", "Response was truncated").put("errorType", type);
    return new InvokeResult.Failed(type, Body.of(object.toString()));
  }

  /// What the runtime itself reported; passed on byte for byte.
  ///
  /// @param category the runtime's `Lambda-Runtime-Function-Error-Type` header, used when the
  ///   object names no type
  static InvokeResult.Failed reported(Body payload, String category) {
    return new InvokeResult.Failed(errorType(payload, category), payload);
  }

  private static String errorType(Body payload, String category) {
    try {
      var type = Json.STRICT.readTree(payload.bytes()).path("errorType");
      return type.isString() ? type.stringValue() : category;
    } catch (JacksonException e) {
      return category;
    }
  }

  private static InvokeResult.Failed failed(String type, String requestId, String message) {
    var object = Json.STRICT.createObjectNode();
    object.put("errorType", type);
    object.put("errorMessage", "RequestId: " + requestId + " Error: " + message);
    return new InvokeResult.Failed(type, Body.of(object.toString()));
  }

  /// A shell cannot tell `exit 137` from SIGKILL. Only those signals are named that no runtime
  /// turns into an exit of its own (a JVM exits with 143 on SIGTERM).
  private static String manner(int status) {
    return switch (status) {
      case 0 -> "without providing a reason";
      case 132 -> "with error: signal: illegal instruction";
      case 134 -> "with error: signal: aborted";
      case 135 -> "with error: signal: bus error";
      case 137 -> "with error: signal: killed";
      case 139 -> "with error: signal: segmentation fault";
      default -> "with error: exit status " + status;
    };
  }
}
