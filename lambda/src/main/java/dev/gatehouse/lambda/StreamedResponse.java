package dev.gatehouse.lambda;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyStream;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.FunctionUrlResponse.Unusable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/// What a function's streamed answer becomes on the wire. Status, headers and cookies stand before
/// the body, as JSON with eight NUL bytes behind it, where the content type says so
/// (configuration-response-streaming.html, and the runtime client's own source); other bytes are
/// the body of a 200.
final class StreamedResponse {
  private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
  private static final String PLAIN = "application/octet-stream";
  private static final int DELIMITER = 8;

  /// Bytes; what API Gateway documents for the same format.
  private static final int MAX_PRELUDE = 16 * 1024;

  private StreamedResponse() {}

  /// Waits for the answer's first bytes.
  ///
  /// @throws Unusable when it cannot be one; the stream is closed then
  static HttpResponse of(StreamedResult.Answering answer) throws Unusable {
    ResponseStream stream = answer.stream();
    try {
      Optional<Body> first = stream.next();
      if (first.isEmpty()) {
        return empty(answer);
      }
      return answer.contentType().equals(WITH_PRELUDE)
          ? withPrelude(first.orElseThrow(), stream)
          : new HttpResponse(
              200,
              HttpHeaders.of("Content-Type", answer.contentType()),
              new Rest(first.orElseThrow(), stream));
    } catch (Unusable e) {
      stream.close();
      throw e;
    }
  }

  /// A prelude that was never written is none: seen on AWS, to many an author's surprise.
  private static HttpResponse empty(StreamedResult.Answering answer) throws Unusable {
    var failure = answer.stream().failure();
    if (failure.isPresent()) {
      throw new Unusable(
          "the function failed with " + failure.orElseThrow().errorType() + "; see its log");
    }
    String type = answer.contentType().equals(WITH_PRELUDE) ? PLAIN : answer.contentType();
    return new HttpResponse(
        200, HttpHeaders.of("Content-Type", type), new Rest(Body.EMPTY, answer.stream()));
  }

  private static HttpResponse withPrelude(Body first, ResponseStream stream) throws Unusable {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first.bytes());
    int end = delimiter(bytes.toByteArray());
    while (end < 0 && bytes.size() <= MAX_PRELUDE) {
      Body more =
          stream
              .next()
              .orElseThrow(() -> new Unusable("the function's answer ended within its prelude"));
      bytes.writeBytes(more.bytes());
      end = delimiter(bytes.toByteArray());
    }
    if (end < 0 || end > MAX_PRELUDE) {
      throw new Unusable("the function's prelude is longer than " + MAX_PRELUDE + " bytes");
    }
    byte[] all = bytes.toByteArray();
    int body = end + DELIMITER;
    HttpResponse head = FunctionUrlResponse.prelude(Body.of(Arrays.copyOf(all, end)));
    return new HttpResponse(
        head.status(),
        head.headers(),
        new Rest(Body.of(Arrays.copyOfRange(all, body, all.length)), stream));
  }

  /// Where the eight NULs begin; -1 when they are not there yet.
  private static int delimiter(byte[] bytes) {
    int run = 0;
    for (int i = 0; i < bytes.length; i++) {
      run = bytes[i] == 0 ? run + 1 : 0;
      if (run == DELIMITER) {
        return i + 1 - DELIMITER;
      }
    }
    return -1;
  }

  /// @param first what has come with the prelude
  private record Rest(Body first, ResponseStream stream) implements BodyStream {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (Optional<Body> piece = Optional.of(first); piece.isPresent(); piece = stream.next()) {
        out.write(piece.orElseThrow().bytes());
      }
      if (!stream.whole()) {
        throw new IOException(
            "the function did not end its answer: "
                + stream.failure().map(InvokeResult.Failed::errorType).orElse("unknown"));
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
