package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.PayloadV2ResponseTest.assertGenerated;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `HTTP_PROXY` integrations before a real backend (http-api-develop-integrations-http.html).
class HttpBackendConformanceTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestBackend backend = new TestBackend();

  @AfterEach
  void close() {
    backend.close();
  }

  private TestApi api(String routeKey, String path) {
    return api(routeKey, "ANY", path, ParameterMapping.NONE);
  }

  private TestApi api(String routeKey, String method, String path, ParameterMapping mapping) {
    return TestApi.with(route(routeKey, method, backend.url() + path, LONG, mapping));
  }

  private static RouteConfig route(
      String routeKey, String method, String uri, Duration timeout, ParameterMapping mapping) {
    return new RouteConfig(
        "Route",
        routeKey,
        new RouteAuthorization.None(),
        new IntegrationConfig.HttpProxy("Backend", method, uri, timeout, mapping));
  }

  @Test
  @Shows("httpapi.http-proxy.passes-on")
  void methodPathQueryHeadersAndBodyPass() {
    var request =
        TestApi.request(
            "POST",
            "/pets/a%20b/c?x=1&x=%2F&y=%5B",
            Body.of("{}"),
            "Host",
            "localhost:4567",
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer x",
            "X-Two",
            "1",
            "X-Two",
            "2");

    Passage passage = api("ANY /pets/{proxy+}", "/base/{proxy}").enter(request);

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.response().body().text()).isEqualTo("hello");
    assertThat(passage.response().headers().first("content-type")).contains("text/plain");
    assertThat(passage.response().headers().all("apigw-requestid"))
        .containsExactly(passage.requestId());
    HttpRequest sent = backend.only();
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.target()).isEqualTo("/base/a%20b/c?x=1&x=%2F&y=%5B");
    assertThat(sent.body().text()).isEqualTo("{}");
    assertThat(sent.headers().first("host")).contains("127.0.0.1:" + backend.port());
    assertThat(sent.headers().first("authorization")).contains("Bearer x");
    assertThat(sent.headers().all("x-two")).containsExactly("1", "2");
    assertThat(sent.headers().first("via")).contains("HTTP/1.1 AmazonAPIGateway");
    assertThat(sent.headers().first("forwarded"))
        .contains("by=127.0.0.1;for=127.0.0.1;host=\"localhost:4567\";proto=http");
    assertThat(sent.headers().first("x-forwarded-for")).contains("127.0.0.1");
    assertThat(sent.headers().first("x-amzn-trace-id").orElse("")).startsWith("Root=1-");
  }

  @Test
  @Shows("httpapi.http-proxy.one-hop-headers")
  void whatBelongsToOneConnectionStaysOnIt() {
    api("GET /", "/")
        .get(
            "/",
            "Connection",
            "close, X-Secret",
            "X-Secret",
            "s",
            "TE",
            "trailers",
            "Upgrade",
            "h2c",
            "Expect",
            "100-continue",
            "Proxy-Authorization",
            "Basic x",
            "Forwarded",
            "for=6.6.6.6",
            "X-Forwarded-Host",
            "evil",
            "X-Kept",
            "k");

    HttpHeaders sent = backend.only().headers();
    for (String name :
        List.of("x-secret", "te", "upgrade", "expect", "proxy-authorization", "x-forwarded-host")) {
      assertThat(sent.contains(name)).as(name).isFalse();
    }
    assertThat(sent.all("forwarded")).noneMatch(value -> value.contains("6.6.6.6"));
    assertThat(sent.first("x-kept")).contains("k");
  }

  @Test
  @Shows("httpapi.http-proxy.one-hop-headers")
  void answersOneConnectionHeadersAreDroppedAndCookiesKept() {
    backend.answering(_ ->
        new HttpResponse(
            201,
            HttpHeaders.of(
                "Set-Cookie", "a=1", "Set-Cookie", "b=2", "Apigw-Requestid", "forged", "Via", "x"),
            Body.of("made")));

    HttpResponse response = api("GET /", "/").get("/").response();

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers().all("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(response.headers().all("apigw-requestid")).doesNotContain("forged").hasSize(1);
    assertThat(response.headers().lines())
        .extracting(HttpHeader::name)
        .doesNotContain("content-length", "connection", "date");
  }

  @Test
  @Shows("httpapi.http-proxy.backend-errors")
  void errorsOfTheBackendPassUnchanged() {
    backend.answering(_ -> HttpResponse.json(504, "{\"mine\":1}"));
    HttpResponse response = api("GET /", "/").get("/").response();
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.body().text()).isEqualTo("{\"mine\":1}");
  }

  @Test
  void redirectIsTheGuestsToFollow() {
    backend.answering(_ ->
        new HttpResponse(302, HttpHeaders.of("Location", backend.url() + "/other"), Body.EMPTY));

    HttpResponse response = api("GET /", "/").get("/").response();

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers().first("location")).contains(backend.url() + "/other");
    assertThat(backend.requests).hasSize(1);
  }

  @Test
  @Shows("httpapi.http-proxy.fixed-method")
  void fixedMethodReplacesTheGuests() {
    api("GET /", "PUT", "/", ParameterMapping.NONE).get("/");
    assertThat(backend.only().method()).isEqualTo("PUT");
  }

  @ParameterizedTest
  @CsvSource({
    "$default, '', /a/b, /a/b",
    "$default, /, /, /",
    "$default, /base, /a%20b/, /base/a%20b/",
    "$default, /base/, /a, /base/a",
    "GET /{proxy+}, /{proxy}, /a/, /a/",
    "GET /{proxy+}, /base/{proxy}, /a//b, /base/a//b",
    "GET /{proxy+}, /base/{proxy}, //evil.example/x, /base//evil.example/x",
    "GET /{proxy+}, /{proxy}, //evil.example/x, //evil.example/x",
    "GET /{proxy+}, /base/{proxy}, /@evil.example, /base/@evil.example",
    "GET /{proxy+}, /base/{proxy}, /a%3Fb=c, /base/a%3Fb=c",
    "GET /{proxy+}, /base/{proxy}, /a%23b, /base/a%23b",
    "GET /{proxy+}, /base/{proxy}, /a%25b, /base/a%25b",
    "GET /{proxy+}, /base/{proxy}, /http:%2F%2Fevil.example, /base/http://evil.example",
    "GET /{proxy+}, /base/{proxy}, /%C3%A9|x, /base/%C3%A9%7Cx",
    "GET /{id}/x, /base/{id}, /7/x, /base/7",
    "GET /{id}, /base/fixed, /7, /base/fixed",
    "GET /{id}, /base?own=1, /7?g=2, /base?own=1&g=2",
  })
  @Shows("httpapi.http-proxy.default-route-appends-the-path")
  void pathStaysUnderTheConfiguredOne(String key, String path, String asked, String expected) {
    Passage passage = api(key, path).get(asked);
    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(backend.only().target()).isEqualTo(expected);
    assertThat(backend.only().headers().first("host")).contains("127.0.0.1:" + backend.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../secret",
        "/a/../../secret",
        "/%2e%2e/secret",
        "/%2e%2e%2fsecret",
        "/..%2fsecret",
        "/..%5csecret",
        "/..\\secret",
        "/a/..;/secret",
        "/%252e%252e/secret",
        "/%252e%252e%252fsecret",
        "/%25252e%25252e/secret",
        "/./a",
        "/a%00",
        "/a%0d%0aHost:%20evil",
        "/%zz",
        "/%ff"
      })
  void pathThatClimbsReachesNobody(String asked) {
    assertGenerated(api("GET /{proxy+}", "/base/{proxy}").get(asked), 404, "Not Found");
    assertGenerated(api("$default", "/base").get(asked), 404, "Not Found");
    assertThat(backend.requests).isEmpty();
  }

  @Test
  @Shows("httpapi.stages.variables-in-http-uris")
  void stageVariablesNameTheHostAndTheStageIsNotSent() {
    var dev =
        new StageConfig("Dev", "dev", Map.of("host", "127.0.0.1:" + backend.port(), "base", "v1"));
    var api =
        TestApi.with(
            List.of(dev),
            route(
                "$default",
                "ANY",
                "http://${stageVariables.host}/${stageVariables.base}",
                LONG,
                ParameterMapping.NONE));

    assertThat(api.get("/dev/a%2Bb?q").response().status()).isEqualTo(200);
    assertThat(backend.only().target()).isEqualTo("/v1/a%2Bb?q");
  }

  @Test
  @Shows("httpapi.http-proxy.time-out")
  void slowBackendIsServiceUnavailable() {
    var over = new CountDownLatch(1);
    backend.answering(_ -> {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return HttpResponse.of(200);
    });
    var api =
        TestApi.with(
            route("GET /", "GET", backend.url(), Duration.ofMillis(50), ParameterMapping.NONE));

    assertGenerated(api.get("/"), 503, "Service Unavailable");
    over.countDown();
  }

  @Test
  @Shows("httpapi.http-proxy.unreachable")
  @Shows("httpapi.responses.service-unavailable")
  void unreachableBackendIsServiceUnavailable() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var api =
        TestApi.with(
            route("GET /", "GET", "http://127.0.0.1:" + port, LONG, ParameterMapping.NONE));
    assertGenerated(api.get("/"), 503, "Service Unavailable");
  }

  /// It may happen to every kept connection: the backend gives it up just when it is used again.
  @ParameterizedTest
  @CsvSource({"GET, 200", "POST, 503"})
  void onlyWhatIsSafeIsSentAgainWhenAKeptConnectionIsGone(String method, int status)
      throws Exception {
    try (var served = Executors.newVirtualThreadPerTaskExecutor();
        var socket = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
      var api = TestApi.with(route("ANY /", "ANY", url, LONG, ParameterMapping.NONE));
      var _ =
          served.submit(() -> {
            try (var first = socket.accept()) {
              answerOne(first);
              head(first);
            }
            try (var second = socket.accept()) {
              answerOne(second);
            }
            return null;
          });

      assertThat(api.get("/").response().status()).isEqualTo(200);
      assertThat(api.enter(TestApi.request(method, "/", Body.EMPTY)).response().status())
          .isEqualTo(status);
    }
  }

  private static void answerOne(Socket connection) throws IOException {
    head(connection);
    connection
        .getOutputStream()
        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
  }

  /// Reads up to the empty line: the requests here have no bodies.
  private static void head(Socket connection) throws IOException {
    var read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\n")) {
      read.append((char) connection.getInputStream().read());
    }
  }

  @Test
  void answerOfMoreThanTenMegabytesIsServiceUnavailable() {
    var largest = Body.of(new byte[HttpApi.MAX_BODY]);
    backend.answering(_ -> new HttpResponse(200, HttpHeaders.NONE, largest));
    assertThat(api("GET /", "/").get("/").response().body().length()).isEqualTo(HttpApi.MAX_BODY);

    backend.answering(
        _ -> new HttpResponse(200, HttpHeaders.NONE, Body.of(new byte[HttpApi.MAX_BODY + 1])));
    assertGenerated(api("GET /", "/").get("/"), 503, "Service Unavailable");
  }

  @Test
  @Shows("httpapi.mapping.request-keys")
  @Shows("httpapi.mapping.sources")
  void requestParametersAreMapped() {
    var mapping =
        new ParameterMapping(
            Map.of(
                "append:header.x-all",
                "${request.querystring.q}-${request.path.id}-${context.stage}!",
                "overwrite:header.x-body",
                "$request.body.a.b[1]",
                "remove:header.x-gone",
                "''",
                "append:querystring.added",
                "$request.header.x-two",
                "remove:querystring.q",
                "",
                "overwrite:path",
                "/new/$request.path"),
            Map.of());
    // Only braces mix sources with text: the path below is static.
    api("POST /pets/{id}", "ANY", "/base", mapping)
        .enter(
            TestApi.request(
                "POST",
                "/pets/7?q=1&r=2",
                Body.of("{\"a\":{\"b\":[1,\"two\"]}}"),
                "X-Gone",
                "g",
                "X-Body",
                "guest's",
                "X-Two",
                "1",
                "x-two",
                "a&b"));

    HttpRequest sent = backend.only();
    assertThat(sent.target()).isEqualTo("/new/$request.path?r=2&added=1%2Ca%26b");
    assertThat(sent.headers().all("x-all")).containsExactly("1-7-$default!");
    assertThat(sent.headers().all("x-body")).containsExactly("two");
    assertThat(sent.headers().contains("x-gone")).isFalse();
  }

  @Test
  void guestsValueDoesNotPassWhereItsReplacementIsMissing() {
    var mapping =
        new ParameterMapping(
            Map.of("overwrite:header.x-user", "$context.authorizer.claims.sub"), Map.of());
    api("GET /", "ANY", "/", mapping).get("/", "X-User", "admin");
    assertThat(backend.only().headers().contains("x-user")).isFalse();
  }

  @Test
  void lineBreaksFromAQueryMakeNoHeader() {
    var mapping =
        new ParameterMapping(Map.of("append:header.x-q", "$request.querystring.q"), Map.of());
    api("GET /", "ANY", "/", mapping).get("/?q=a%0d%0aX-Evil:%201");
    assertThat(backend.only().headers().contains("x-q")).isFalse();
    assertThat(backend.only().headers().contains("x-evil")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "a", "//../x", "/a/..;/b"})
  void pathFromAGuestsHeaderCannotClimb(String path) {
    var mapping =
        new ParameterMapping(Map.of("overwrite:path", "$request.header.x-path"), Map.of());
    var api = api("GET /", "ANY", "/base", mapping);

    assertThat(api.get("/", "X-Path", "/fine?x#y").response().status()).isEqualTo(200);
    assertThat(backend.only().target()).isEqualTo("/fine%3Fx%23y");
    backend.requests.clear();

    assertGenerated(api.get("/", "X-Path", path), 400, "Bad Request");
    assertGenerated(api.get("/"), 400, "Bad Request");
    assertThat(backend.requests).isEmpty();
  }

  @Test
  @Shows("httpapi.mapping.response-keys")
  void responsesAreMappedByTheirStatus() {
    var mapping =
        new ParameterMapping(
            Map.of(),
            Map.of(
                "404",
                Map.of(
                    "overwrite:statuscode",
                    "$response.body.status",
                    "append:header.x-was",
                    "${response.header.x-kind} ${context.routeKey}",
                    "remove:header.x-kind",
                    "''")));
    backend.answering(
        _ -> new HttpResponse(404, HttpHeaders.of("X-Kind", "lost"), Body.of("{\"status\":410}")));

    HttpResponse mapped = api("GET /", "ANY", "/", mapping).get("/").response();
    assertThat(mapped.status()).isEqualTo(410);
    assertThat(mapped.headers().all("x-was")).containsExactly("lost GET /");
    assertThat(mapped.headers().contains("x-kind")).isFalse();

    backend.answering(
        _ -> new HttpResponse(200, HttpHeaders.of("X-Kind", "found"), Body.of("{\"status\":410}")));
    HttpResponse other = api("GET /", "ANY", "/", mapping).get("/").response();
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.headers().all("x-kind")).containsExactly("found");
  }

  @Test
  void statusThatCannotBeSentIsNotTaken() {
    var mapping =
        new ParameterMapping(
            Map.of(), Map.of("200", Map.of("overwrite:statuscode", "$response.body.status")));
    for (String status : List.of("100", "600", "\"x\"", "null")) {
      backend.answering(_ -> HttpResponse.json(200, "{\"status\":" + status + "}"));
      assertThat(api("GET /", "ANY", "/", mapping).get("/").response().status()).isEqualTo(200);
    }
  }
}
