package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.SESSION;
import static dev.gatehouse.lambda.FunctionUrlFixture.USER;
import static dev.gatehouse.lambda.FunctionUrlFixture.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real clients over a real socket: the SDK's signer with a plain HTTP client, and curl.
class FunctionUrlConformanceTest {
  private final FunctionUrlFixture fixture =
      FunctionUrlFixture.locked()
          .clock(Clock.systemUTC())
          .answering("{\"statusCode\":200,\"headers\":{\"X-From\":\"function\"},\"body\":\"in\"}");

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void serve() {
    FunctionUrl url = fixture.url();
    server =
        HttpServer.start(HttpServerConfig.loopback(0), request -> url.enter(request).response());
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  @Shows("function-url.refusals.common-headers")
  void unsignedRequestIsForbidden() throws Exception {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/players")).build());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"Message\":\"Forbidden\"}");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.headers().firstValue("x-amzn-errortype")).contains("AccessDeniedException");
    assertThat(response.headers().firstValue("x-amzn-requestid").map(UUID::fromString)).isPresent();
    assertThat(fixture.invocations).isEmpty();
  }

  @Test
  void requestSignedByTheSdkPasses() throws Exception {
    HttpResponse<String> response = send(sdkSigned(USER, "POST", "/a%20b/c", "{\"a\":1}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("in");
    assertThat(response.headers().firstValue("x-from")).contains("function");
    assertThat(response.headers().firstValue("x-amzn-requestid"))
        .contains(fixture.invocations.getFirst().requestId());
  }

  @Test
  void sessionSignedByTheSdkPasses() throws Exception {
    assertThat(send(sdkSigned(SESSION, "GET", "/", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void signatureForAnotherPathIsRefused() throws Exception {
    HttpRequest honest = sdkSigned(USER, "GET", "/players", "");
    HttpRequest moved =
        HttpRequest.newBuilder(honest, (name, value) -> true).uri(uri("/admin")).build();
    HttpResponse<String> response = send(moved);

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("x-amzn-errortype"))
        .contains("InvalidSignatureException");
    assertThat(response.body())
        .startsWith("{\"message\":\"The request signature we calculated does not match");
    assertThat(send(honest).statusCode()).isEqualTo(200);
  }

  @Test
  void requestSignedByCurlPasses() throws Exception {
    assumeTrue(curlSigns(), "this machine has no curl with --aws-sigv4");

    assertThat(curl("-u", USER.id() + ":" + USER.secret().reveal(), "-d", "{}"))
        .isEqualTo("in 200");
    assertThat(curl("-u", USER.id() + ":guess", "-d", "{}")).endsWith(" 403");
    assertThat(fixture.invocations).hasSize(1);
  }

  private HttpRequest sdkSigned(AccessKey key, String method, String path, String body) {
    var signed = signed(key, Instant.now(), "lambda", server.port(), method, path, body);
    var request =
        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
    for (HttpHeader line : signed.headers()) {
      // The client writes these itself, with the same values.
      if (!Set.of("host", "content-length").contains(line.name().toLowerCase(Locale.ROOT))) {
        request.header(line.name(), line.value());
      }
    }
    return request.build();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private String curl(String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "curl", "-sS", "-w", " %{http_code}", "--aws-sigv4", "aws:amz:eu-west-1:lambda"));
    command.addAll(List.of(options));
    command.add(uri("/players?team=1").toString());
    return run(command);
  }

  private static boolean curlSigns() throws Exception {
    try {
      return run(List.of("curl", "--help", "all")).contains("--aws-sigv4");
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
