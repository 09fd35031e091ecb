package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNullElse;

import dev.gatehouse.apigateway.Invocation.Outcome;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Sends requests on to an HTTP endpoint and its answers back
/// (http-api-develop-integrations-http.html). Follows no redirect, uses no proxy and no credentials
/// of ours; what the guest sent passes, but for what belongs to one connection only.
final class HttpBackend {
  /// Of one connection (RFC 9110 §7.6.1), or the client's own to write.
  private static final Set<String> NOT_SENT =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-amzn-trace-id",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  private static final Set<String> NOT_RETURNED =
      Set.of(
          "apigw-requestid",
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]+");
  private static final String VIA = "HTTP/1.1 AmazonAPIGateway";

  /// What is sent without a body and should say so (RFC 9110 §8.6).
  private static final Set<String> WITH_LENGTH = Set.of("PATCH", "POST", "PUT");

  /// What may be sent twice when a kept connection turns out to be closed (RFC 9110 §9.2.1).
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private static final int MAX_CONNECTIONS = 2048;

  /// One for all integrations, so that they share connections to a host. The minimal client: no
  /// redirects, retries, cookies, credentials, proxies, and bodies stay as they are.
  private static final HttpClient CLIENT =
      HttpClients.createMinimal(
          PoolingHttpClientConnectionManagerBuilder.create()
              .setConnectionFactory(
                  ManagedHttpClientConnectionFactory.builder()
                      .responseParserFactory(_ -> readingAfterTheOthers())
                      .build())
              .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
              .setMaxConnTotal(MAX_CONNECTIONS)
              .setMaxConnPerRoute(MAX_CONNECTIONS)
              .setDefaultConnectionConfig(
                  ConnectionConfig.custom()
                      .setConnectTimeout(30, TimeUnit.SECONDS)
                      .setSocketTimeout(Timeout.DISABLED)
                      .setTimeToLive(TimeValue.ofMinutes(5))
                      .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                      .build())
              .build());

  private final IntegrationConfig.HttpProxy config;
  private final Map<String, BackendUri> urisByStage = new ConcurrentHashMap<>();

  HttpBackend(IntegrationConfig.HttpProxy config) {
    this.config = config;
  }

  /// @param mapped what is sent in the guest's request's place
  Outcome call(ContextVariables context, Selection.Selected selected, Mappings.Mapped mapped) {
    BackendUri uri =
        urisByStage.computeIfAbsent(
            selected.stage().name(),
            _ -> BackendUri.parse(config.uri(), selected.stage().variables()));
    Optional<String> target =
        uri.target(
            selected,
            mapped.path(),
            selected.encodedPathInStage(mapped.request().rawPath()),
            mapped.request().rawQuery());
    if (target.isEmpty()) {
      return new Outcome(
          GatewayResponses.badRequest(),
          "not called",
          Optional.of(
              new Reason.BadRequest("the path that the integration maps cannot be sent on")));
    }
    return exchange(uri.host(), outgoing(context, mapped.request(), uri.host(), target.get()));
  }

  private ClassicHttpRequest outgoing(
      ContextVariables context, HttpRequest request, HttpHost host, String target) {
    String method = config.method().equals(RouteKey.ANY) ? request.method() : config.method();
    var outgoing = new BasicClassicHttpRequest(method, host, target);
    if (!request.body().isEmpty() || WITH_LENGTH.contains(method)) {
      outgoing.setEntity(new ByteArrayEntity(request.body().bytes(), null));
    }
    Set<String> perHop = perHop(request.headers().all("connection"), NOT_SENT);
    for (HttpHeader line : request.headers()) {
      if (!perHop.contains(line.name().toLowerCase(Locale.ROOT)) && HeaderText.isLine(line)) {
        outgoing.addHeader(line.name(), line.value());
      }
    }
    if (!request.headers().contains("user-agent")) {
      outgoing.addHeader("User-Agent", "AmazonAPIGateway_" + context.api().apiId());
    }
    String claimed = String.join(", ", request.headers().all("x-forwarded-for"));
    outgoing.addHeader("Forwarded", forwarded(context.request()));
    outgoing.addHeader("Via", VIA);
    outgoing.addHeader("X-Amzn-Trace-Id", context.arrival().traceIdOf(request));
    outgoing.addHeader(
        "X-Forwarded-For",
        claimed.isEmpty() ? request.client() : claimed + ", " + request.client());
    outgoing.addHeader("X-Forwarded-Port", Integer.toString(request.port()));
    outgoing.addHeader("X-Forwarded-Proto", "http");
    return outgoing;
  }

  /// RFC 7239. What the guest claims in it is dropped: it could not be told from ours.
  private static String forwarded(HttpRequest request) {
    String host = request.headers().first("host").orElse("");
    return "by=127.0.0.1;for="
        + request.client()
        + (HOST.matcher(host).matches() ? ";host=\"" + host + "\"" : "")
        + ";proto=http";
  }

  private Outcome exchange(HttpHost host, ClassicHttpRequest outgoing) {
    try {
      // An interrupt closes the connection, wherever its thread waits.
      return new TimeLimit(config.timeout(), true)
          .call("http-integration", () -> sent(host, outgoing));
    } catch (TimeoutException _) {
      return unavailable("did not answer within its time-out");
    } catch (ExecutionException e) {
      return e.getCause() instanceof IOException problem
          ? unavailable("could not be reached, or broke off: " + problem)
          : unavailable("failed: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unavailable("interrupted");
    }
  }

  private static Outcome sent(HttpHost host, ClassicHttpRequest outgoing) throws IOException {
    try {
      return CLIENT.execute(host, outgoing, HttpBackend::answered);
    } catch (NoHttpResponseException e) {
      if (!SAFE.contains(outgoing.getMethod())) {
        throw e;
      }
      return CLIENT.execute(host, outgoing, HttpBackend::answered);
    }
  }

  private static Outcome unavailable(String what) {
    return new Outcome(GatewayResponses.serviceUnavailable(), what);
  }

  /// Lets other guests' threads go on once before it reads: meanwhile the answer has often come,
  /// and what is there already needs no poller to wait for it (docs/decisions/0011).
  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on the yield
  private static HttpMessageParser<ClassicHttpResponse> readingAfterTheOthers() {
    var parser = DefaultHttpResponseParserFactory.INSTANCE.create();
    return (buffer, in) -> {
      Thread.yield();
      return parser.parse(buffer, in);
    };
  }

  /// @throws IOException when it breaks off, or its body is longer than an answer may be
  private static Outcome answered(ClassicHttpResponse answer) throws IOException {
    int status = answer.getCode();
    if (status < 200 || status > 599) {
      return new Outcome(
          GatewayResponses.internalServerError(), "answered with the status " + status);
    }
    var connection = Arrays.stream(answer.getHeaders("connection")).map(Header::getValue).toList();
    Set<String> perHop = perHop(connection, NOT_RETURNED);
    var lines = new ArrayList<HttpHeader>();
    for (Header header : answer.getHeaders()) {
      var line = new HttpHeader(header.getName(), requireNonNullElse(header.getValue(), ""));
      if (!perHop.contains(line.name().toLowerCase(Locale.ROOT)) && HeaderText.isLine(line)) {
        lines.add(line);
      }
    }
    return Outcome.answered(new HttpResponse(status, new HttpHeaders(lines), body(answer)));
  }

  private static Body body(ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() == null) {
      return Body.EMPTY;
    }
    try (var content = answer.getEntity().getContent()) {
      return Body.read(content, answer.getEntity().getContentLength(), HttpApi.MAX_BODY)
          .orElseThrow(
              () -> new IOException("its answer is longer than " + HttpApi.MAX_BODY + " bytes"));
    }
  }

  /// The names that `Connection` adds to the usual ones.
  private static Set<String> perHop(List<String> connection, Set<String> usual) {
    Set<String> names = usual;
    for (String value : connection) {
      for (String each : value.split(",")) {
        String name = each.strip().toLowerCase(Locale.ROOT);
        if (!names.contains(name)) {
          names = new HashSet<>(names);
          names.add(name);
        }
      }
    }
    return names;
  }
}
