package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

/// How a streamed invocation began.
public sealed interface StreamedResult {
  /// @param contentType what the runtime says of its bytes; those of a runtime that does not stream
  ///   are all there, as `application/json`
  /// @param stream to be closed by whoever takes it
  record Answering(String contentType, ResponseStream stream) implements StreamedResult {
    public Answering {
      requireNonNull(contentType, "contentType");
      requireNonNull(stream, "stream");
    }
  }

  /// It ended before there was any answer.
  ///
  /// @param result anything but [InvokeResult.Returned]
  record Ended(InvokeResult result) implements StreamedResult {
    public Ended {
      requireNonNull(result, "result");
    }
  }
}
