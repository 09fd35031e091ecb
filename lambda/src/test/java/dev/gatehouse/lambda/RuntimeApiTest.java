package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
  private static final long LONG = Duration.ofMinutes(1).toNanos();
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String ACCEPTED = "{\"status\":\"OK\"}\n";

  private final RuntimeApi api = new RuntimeApi();
  private final Invocation invocation = TestFunctions.invocation("{\"a\":1}");
  private final String id = invocation.requestId();

  @Test
  void nextCarriesTheInvocation() {
    api.hand(invocation, Instant.ofEpochMilli(1_800_000_000_123L));

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
  void responseIsTheResult() {
    take();

    expect(post(id + "/response", "\"done\""), 202, ACCEPTED);

    assertThat(api.awaitAnswer(LONG))
        .isEqualTo(new RuntimeApi.Signal.Answered(new InvokeResult.Returned(Body.of("\"done\""))));
  }

  @Test
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
  void responseToAnotherInvocationIsInvalid() {
    take();

    expect(
        post("another/response", "1"),
        400,
        "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}\n");
    assertThat(api.awaitAnswer(0)).isEqualTo(new RuntimeApi.Signal.TimedOut());
  }

  @Test
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
  void nextBeforeTheResponseIsRefused() {
    take();

    assertThat(next().status()).isEqualTo(403);
  }

  @Test
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
        .isEqualTo(new RuntimeApi.Signal.Answered(FunctionError.responseTooLarge()));
  }

  @Test
  void initErrorEndsTheInitPhase() {
    expect(call("POST", "/2018-06-01/runtime/init/error", "{}"), 202, ACCEPTED);

    assertThat(api.awaitReady(LONG))
        .isEqualTo(
            new RuntimeApi.Signal.Answered(new InvokeResult.Failed("Unhandled", Body.of("{}"))));
  }

  @Test
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

  private void take() {
    api.hand(invocation, Instant.EPOCH);
    assertThat(next().status()).isEqualTo(200);
  }

  private HttpResponse next() {
    return call("GET", INVOCATION + "next", "");
  }

  private HttpResponse post(String path, String body) {
    return call("POST", INVOCATION + path, body);
  }

  private HttpResponse call(String method, String target, String body) {
    return api.handle(
        new HttpRequest(
            method, target, "HTTP/1.1", HttpHeaders.NONE, Body.of(body), "127.0.0.1", 1));
  }

  private static void expect(HttpResponse response, int status, String body) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body().text()).isEqualTo(body);
  }
}
