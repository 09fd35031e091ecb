package dev.gatehouse.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.IncomingBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
  private static final long LONG = Duration.ofMinutes(1).toNanos();
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String ACCEPTED = "{\"status\":\"OK\"}\n";

  private static final HttpHeaders STREAMING =
      HttpHeaders.of(
          "Lambda-Runtime-Function-Response-Mode", "streaming", "Content-Type", "text/plain");

  private final RuntimeApi api = new RuntimeApi();
  private final Invocation invocation = TestFunctions.invocation("{\"a\":1}");
  private final String id = invocation.requestId();

  @Test
  @Shows("lambda.runtime-api.next")
  @Shows("lambda.runtime-api.next-headers")
  void nextCarriesTheInvocation() {
    api.hand(invocation, Instant.ofEpochMilli(1_800_000_000_123L), null);

    HttpResponse next = next();

    assertThat(next.status()).isEqualTo(200);
    assertThat(next.body().text()).isEqualTo("{\"a\":1}");
    assertThat(next.headers().lines())
        .containsExactlyElementsOf(
            HttpHeaders.of(
                    "Content-Type",
                    "application/json",
                    "Lambda-Runtime-Aws-Request-Id",
                    id,
                    "Lambda-Runtime-Deadline-Ms",
                    "1800000000123",
                    "Lambda-Runtime-Invoked-Function-Arn",
                    invocation.invokedFunctionArn(),
                    "Lambda-Runtime-Trace-Id",
                    invocation.traceId())
                .lines());
  }

  @Test
  @Shows("lambda.runtime-api.response")
  void responseIsTheResult() {
    take();

    expect(post(id + "/response", "\"done\""), 202, ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(new InvokeResult.Returned(Body.of("\"done\""))));
  }

  @Test
  @Shows("lambda.runtime-api.error")
  void errorIsTheResultByteForByte() {
    take();
    String error = "{\"errorType\":\"Oops\", \"errorMessage\":\"no\"}";

    expect(post(id + "/error", error), 202, ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(new InvokeResult.Failed("Oops", Body.of(error))));
  }

  @Test
  void errorThatIsNoJsonIsPassedOn() {
    take();

    expect(post(id + "/error", "not json"), 202, ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(
            new RuntimeApi.Signal.Answered(
                new InvokeResult.Failed("Unhandled", Body.of("not json"))));
  }

  @Test
  @Shows("lambda.runtime-api.response-other-id")
  void responseToAnotherInvocationIsInvalid() {
    take();

    expect(
        post("another/response", "1"),
        400,
        "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}\n");
    assertThat(api.awaitAnswer(0)).isEqualTo(new RuntimeApi.Signal.TimedOut());
  }

  @Test
  @Shows("lambda.runtime-api.response-twice")
  void secondResponseIsRefusedAndChangesNothing() {
    take();
    post(id + "/response", "1");

    expect(
        post(id + "/response", "2"),
        403,
        "{\"errorMessage\":\"State transition from InvocationResponse to InvocationResponse failed"
            + " for runtime. Error: State transition is not"
            + " allowed\",\"errorType\":\"InvalidStateTransition\"}\n");
    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(new InvokeResult.Returned(Body.of("1"))));
  }

  @Test
  void acceptedResponseThatAsksForMoreIsAnsweredWithTheNextInvocation() {
    take();
    Invocation later = TestFunctions.invocation("{\"b\":2}");
    api.hand(later, Instant.EPOCH, null);

    HttpResponse answer = postThenNext("/response", "1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Lambda-Runtime-Aws-Request-Id")).contains(later.requestId());
    assertThat(answer.body().text()).isEqualTo("{\"b\":2}");
  }

  @Test
  void acceptedErrorThatAsksForMoreIsAnsweredWithTheNextInvocation() {
    take();
    api.hand(TestFunctions.invocation("{\"b\":2}"), Instant.EPOCH, null);

    assertThat(postThenNext("/error", "{}").body().text()).isEqualTo("{\"b\":2}");
  }

  @Test
  void refusedResponseThatAsksForMoreIsRefused() {
    take();

    HttpResponse answer = postThenNext("/response", "x".repeat(6_291_557));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  @Shows("lambda.runtime-api.one-at-a-time")
  void nextBeforeTheResponseIsRefused() {
    take();

    assertThat(next().status()).isEqualTo(403);
  }

  @Test
  @Shows("lambda.runtime-api.response-too-large")
  void largestResponseIsAcceptedAndOneByteMoreIsNot() {
    take();
    expect(post(id + "/response", "x".repeat(6_291_556)), 202, ACCEPTED);
    assertThat(api.awaitReady(0)).isEqualTo(new RuntimeApi.Signal.TimedOut());
    take();

    expect(
        post(id + "/response", "x".repeat(6_291_557)),
        413,
        "{\"errorMessage\":\"Exceeded maximum allowed payload size (6291556"
            + " bytes).\",\"errorType\":\"RequestEntityTooLarge\"}\n");
    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(FunctionError.responseTooLarge(6_291_556)));
  }

  @Test
  @Shows("lambda.runtime-api.init-error")
  void initErrorEndsTheInitPhase() {
    expect(call("POST", "/2018-06-01/runtime/init/error", "{}"), 202, ACCEPTED);

    assertThat(api.awaitReady(LONG))
        .isEqualTo(
            new RuntimeApi.Signal.Answered(new InvokeResult.Failed("Unhandled", Body.of("{}"))));
  }

  @Test
  @Shows("lambda.runtime-api.init-error")
  void initErrorAfterInitIsRefused() {
    take();

    assertThat(call("POST", "/2018-06-01/runtime/init/error", "{}").status()).isEqualTo(403);
  }

  @Test
  void exitWakesWhoeverWaits() {
    api.exited();

    assertThat(api.awaitReady(LONG)).isEqualTo(new RuntimeApi.Signal.Exited());
    assertThat(next().status()).isEqualTo(500);
  }

  @Test
  void unknownPathIsNotFound() {
    assertThat(call("GET", "/2018-06-01/runtime/else", "").status()).isEqualTo(404);
    assertThat(call("GET", INVOCATION + "a/b/response", "").status()).isEqualTo(404);
  }

  @Test
  void streamedResponseIsCollectedForWhoeverWantsItWhole() {
    take();

    expect(stream(pieces(HttpHeaders.NONE, "one", "two")), 202, ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(new InvokeResult.Returned(Body.of("onetwo"))));
  }

  @Test
  @Shows("lambda.streamed-response.error-trailers")
  @Shows("lambda.runtime-api.streaming")
  void errorBehindAResponseIsTheResult() {
    take();

    expect(
        stream(
            pieces(
                HttpHeaders.of(
                    "Lambda-Runtime-Function-Error-Type", "Oops",
                    "Lambda-Runtime-Function-Error-Body", "eyJhIjoxfQ=="),
                "part")),
        202,
        ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(
            new RuntimeApi.Signal.Answered(new InvokeResult.Failed("Oops", Body.of("{\"a\":1}"))));
  }

  @Test
  @Shows("lambda.streamed-response.streaming-mode")
  @Shows("lambda.runtime-api.streaming")
  void streamedResponseIsPassedOn() {
    var stream = new ResponseStream();
    api.hand(invocation, Instant.EPOCH, stream);
    next();

    expect(stream(pieces(HttpHeaders.NONE, "one", "two")), 202, ACCEPTED);

    assertThat(stream.awaitStart()).isEqualTo(new StreamedResult.Answering("text/plain", stream));
    assertThat(stream.next()).contains(Body.of("one"));
    assertThat(stream.next()).contains(Body.of("two"));
    assertThat(stream.whole()).isTrue();
    assertThat(api.awaitAnswer(LONG)).isInstanceOf(RuntimeApi.Signal.Answered.class);
  }

  @Test
  @Shows("lambda.streamed-response.truncated")
  void responseThatBreaksOffIsTruncated() {
    var stream = new ResponseStream();
    api.hand(invocation, Instant.EPOCH, stream);
    next();
    api.exited();

    assertThatThrownBy(() -> stream(broken())).isInstanceOf(UncheckedIOException.class);

    assertThat(api.awaitAnswer(LONG)).isEqualTo(new RuntimeApi.Signal.Exited());
    assertThat(stream.whole()).isFalse();
  }

  @Test
  @Shows("function-url.streaming.size")
  void streamOfMoreThanTwoHundredMegabytesIsCut() {
    var stream = new ResponseStream();
    api.hand(invocation, Instant.EPOCH, stream);
    next();
    stream.close();

    assertThat(stream(endless()).status()).isEqualTo(413);
    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(FunctionError.responseTooLarge(209_715_200)));
    assertThat(stream.whole()).isFalse();
  }

  @Test
  @Shows("lambda.streamed-response.unknown-mode")
  void unknownResponseModeIsRefused() {
    take();

    expect(
        call(
            "POST",
            INVOCATION + id + "/response",
            HttpHeaders.of("Lambda-Runtime-Function-Response-Mode", "sideways"),
            IncomingBody.of(Body.of("1"))),
        400,
        "{\"errorMessage\":\"Invalid function response mode\",\"errorType\":"
            + "\"InvalidFunctionResponseMode\"}\n");
    assertThat(api.awaitAnswer(0)).isEqualTo(new RuntimeApi.Signal.TimedOut());
  }

  @Test
  void streamedResponseToAnotherInvocationIsInvalid() {
    take();

    assertThat(
            call("POST", INVOCATION + "another/response", STREAMING, IncomingBody.of(Body.of("1")))
                .status())
        .isEqualTo(400);
    assertThat(api.awaitAnswer(0)).isEqualTo(new RuntimeApi.Signal.TimedOut());
  }

  private HttpResponse stream(IncomingBody body) {
    return call("POST", INVOCATION + id + "/response", STREAMING, body);
  }

  private static IncomingBody pieces(HttpHeaders trailers, String... pieces) {
    var left = new ArrayDeque<>(List.of(pieces));
    return new IncomingBody() {
      @Override
      public int read(byte[] into) {
        byte[] piece = left.isEmpty() ? new byte[0] : left.remove().getBytes(UTF_8);
        System.arraycopy(piece, 0, into, 0, piece.length);
        return piece.length == 0 ? -1 : piece.length;
      }

      @Override
      public boolean ended() {
        return left.isEmpty();
      }

      @Override
      public HttpHeaders trailers() {
        return trailers;
      }
    };
  }

  private static IncomingBody broken() {
    return of(into -> {
      throw new EOFException();
    });
  }

  private static IncomingBody endless() {
    return of(into -> into.length);
  }

  @FunctionalInterface
  private interface Source {
    int read(byte[] into) throws IOException;
  }

  private static IncomingBody of(Source source) {
    return new IncomingBody() {
      @Override
      public int read(byte[] into) throws IOException {
        return source.read(into);
      }

      @Override
      public boolean ended() {
        return false;
      }

      @Override
      public HttpHeaders trailers() {
        return HttpHeaders.NONE;
      }
    };
  }

  private void take() {
    api.hand(invocation, Instant.EPOCH, null);
    assertThat(next().status()).isEqualTo(200);
  }

  private HttpResponse next() {
    return call("GET", INVOCATION + "next", "");
  }

  private HttpResponse post(String path, String body) {
    return call("POST", INVOCATION + path, body);
  }

  private HttpResponse postThenNext(String path, String body) {
    return call(
        "POST",
        INVOCATION + id + path,
        HttpHeaders.of("Gatehouse-Then", "next"),
        IncomingBody.of(Body.of(body)));
  }

  private HttpResponse call(String method, String target, String body) {
    return call(method, target, HttpHeaders.NONE, IncomingBody.of(Body.of(body)));
  }

  private HttpResponse call(String method, String target, HttpHeaders headers, IncomingBody body) {
    try {
      return api.handle(
          new HttpRequest(method, target, "HTTP/1.1", headers, Body.EMPTY, "127.0.0.1", 1), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void expect(HttpResponse response, int status, String body) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body().text()).isEqualTo(body);
  }
}
