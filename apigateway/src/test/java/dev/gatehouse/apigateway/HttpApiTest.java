package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.PayloadV2ResponseTest.assertGenerated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Limits of limits.html, and what keeps a whole API shut.
class HttpApiTest {
  private final TestApi api =
      TestApi.with(TestApi.open("$default"), TestApi.locked("POST /players"));

  @Test
  @Shows("httpapi.limits.head")
  void headersOver10240BytesAreRefused() {
    String fits = "x".repeat(HttpApi.MAX_HEAD - "GET / HTTP/1.1\r\nX: \r\n".length());
    assertThat(api.get("/", "X", fits).response().status()).isEqualTo(200);
    api.calls.clear();

    Passage passage = api.get("/", "X", fits + "x");
    assertGenerated(passage, 431, "Request Header Fields Too Large");
    assertThat(TestApi.reason(passage)).isInstanceOf(Reason.BadRequest.class);
    assertThat(api.calls).isEmpty();
  }

  @Test
  void targetCountsToo() {
    assertGenerated(
        api.get("/" + "x".repeat(HttpApi.MAX_HEAD)), 431, "Request Header Fields Too Large");
  }

  @Test
  @Shows("httpapi.limits.payload")
  void bodyOverTenMegabytesIsRefusedBehindTheLock() {
    var body = Body.of(new byte[HttpApi.MAX_BODY + 1]);

    Passage open = api.enter(TestApi.request("POST", "/", body));
    assertGenerated(open, 413, "Request Entity Too Large");
    assertThat(open.verdict())
        .isEqualTo(new Verdict.Denied(new Reason.BadRequest("the body is longer than 10 MB")));
    assertThat(api.enter(TestApi.request("POST", "/players", body)).response().status())
        .isEqualTo(401);
    assertThat(api.calls).isEmpty();
  }

  @Test
  void disabledEndpointIsNotFound() {
    var disabled =
        TestApi.of(
            new HttpApiConfig(
                "Api",
                TestApi.IDENTITY,
                List.of(TestApi.DEFAULT_STAGE),
                List.of(TestApi.open("$default")),
                null,
                true));

    assertGenerated(disabled.get("/"), 404, "Not Found");
    assertThat(disabled.gate().doors()).isEmpty();
    assertThat(disabled.calls).isEmpty();
  }
}
