package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Invocation.Outcome;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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

  /// One for all integrations, so that they share connections to a host. Answers are assembled on
  /// the client's own thread: nothing there blocks, and a change of threads would cost more.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(Runnable::run)
          .build();

  private final IntegrationConfig.HttpProxy config;
  private final Map<StageConfig, BackendUri> uris = new ConcurrentHashMap<>();

  HttpBackend(IntegrationConfig.HttpProxy config) {
    this.config = config;
  }

  /// @param mapped what is sent in the guest's request's place
  Outcome call(ContextVariables context, Selection.Selected selected, Mappings.Mapped mapped) {
    BackendUri uri =
        uris.computeIfAbsent(
            selected.stage(), stage -> BackendUri.parse(config.uri(), stage.variables()));
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
    return exchange(outgoing(context, mapped.request(), URI.create(target.get())));
  }

  private java.net.http.HttpRequest outgoing(
      ContextVariables context, HttpRequest request, URI target) {
    String method = config.method().equals(RouteKey.ANY) ? request.method() : config.method();
    var outgoing =
        java.net.http.HttpRequest.newBuilder(target)
            .method(
                method,
                request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body().bytes()));
    Set<String> perHop = perHop(request.headers().all("connection"), NOT_SENT);
    for (HttpHeader line : request.headers()) {
      if (!perHop.contains(line.name().toLowerCase(Locale.ROOT)) && sendable(line)) {
        outgoing.header(line.name(), line.value());
      }
    }
    if (!request.headers().contains("user-agent")) {
      outgoing.header("User-Agent", "AmazonAPIGateway_" + context.api().apiId());
    }
    String claimed = String.join(", ", request.headers().all("x-forwarded-for"));
    outgoing.header("Forwarded", forwarded(context.request()));
    outgoing.header("Via", VIA);
    outgoing.header("X-Amzn-Trace-Id", context.arrival().traceIdOf(request));
    outgoing.header(
        "X-Forwarded-For",
        claimed.isEmpty() ? request.client() : claimed + ", " + request.client());
    outgoing.header("X-Forwarded-Port", Integer.toString(request.port()));
    outgoing.header("X-Forwarded-Proto", "http");
    return outgoing.build();
  }

  /// RFC 7239. What the guest claims in it is dropped: it could not be told from ours.
  private static String forwarded(HttpRequest request) {
    String host = request.headers().first("host").orElse("");
    return "by=127.0.0.1;for="
        + request.client()
        + (HOST.matcher(host).matches() ? ";host=\"" + host + "\"" : "")
        + ";proto=http";
  }

  private Outcome exchange(java.net.http.HttpRequest outgoing) {
    var answer =
        CLIENT.sendAsync(
            outgoing, BodyHandlers.limiting(BodyHandlers.ofByteArray(), HttpApi.MAX_BODY));
    try {
      return answered(answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      answer.cancel(true);
      return unavailable("did not answer within its time-out");
    } catch (ExecutionException e) {
      return e.getCause() instanceof IOException problem
          ? unavailable("could not be reached, or broke off: " + problem)
          : unavailable("failed: " + e.getCause());
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return unavailable("interrupted");
    }
  }

  private static Outcome unavailable(String what) {
    return new Outcome(GatewayResponses.serviceUnavailable(), what);
  }

  private static Outcome answered(java.net.http.HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status < 200 || status > 599) {
      return new Outcome(
          GatewayResponses.internalServerError(), "answered with the status " + status);
    }
    Set<String> perHop = perHop(answer.headers().allValues("connection"), NOT_RETURNED);
    var lines = new ArrayList<HttpHeader>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!perHop.contains(name.toLowerCase(Locale.ROOT))) {
            values.stream()
                .map(value -> new HttpHeader(name, value))
                .filter(HttpBackend::sendable)
                .forEach(lines::add);
          }
        });
    return Outcome.answered(
        new HttpResponse(status, new HttpHeaders(lines), Body.of(answer.body())));
  }

  private static boolean sendable(HttpHeader line) {
    return HeaderText.NAME.matcher(line.name()).matches()
        && HeaderText.VALUE.matcher(line.value()).matches();
  }

  /// The names that `Connection` adds to the usual ones.
  private static Set<String> perHop(List<String> connection, Set<String> usual) {
    if (connection.isEmpty()) {
      return usual;
    }
    var names = new HashSet<>(usual);
    connection.stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .forEach(names::add);
    return names;
  }
}
