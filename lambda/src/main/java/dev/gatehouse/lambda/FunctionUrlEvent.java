package dev.gatehouse.lambda;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The event of payload format 2.0 as a function URL sends it (urls-invocation.html, and captures
/// of it). Unlike an HTTP API's: `rawPath` stays encoded while `http.path` is decoded, and cookies
/// are in the headers as well.
final class FunctionUrlEvent {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Everything else arrives in base64, forms too.
  private static final Pattern TEXT =
      Pattern.compile(
          "\\s*(text/.*|application/(json|xml|javascript)|application/.*\\+(json|xml))\\s*(;.*)?",
          Pattern.CASE_INSENSITIVE);

  private final FunctionUrlConfig config;

  FunctionUrlEvent(FunctionUrlConfig config) {
    this.config = config;
  }

  /// @param signer null at an open door
  Body of(
      HttpRequest request,
      String requestId,
      String traceRoot,
      Instant at,
      @Nullable AccessKey signer) {
    ObjectNode event = object();
    event.put("version", "2.0");
    event.put("routeKey", "$default");
    event.put("rawPath", request.rawPath());
    event.put("rawQueryString", request.rawQuery());
    cookies(event, request);
    event.set("headers", texts(headers(request, traceRoot, signer != null)));
    Map<String, String> query = query(request.rawQuery());
    if (!query.isEmpty()) {
      event.set("queryStringParameters", texts(query));
    }
    event.set("requestContext", context(request, requestId, at, signer));
    body(event, request);
    return Body.of(Json.STRICT.writeValueAsBytes(event));
  }

  private ObjectNode context(
      HttpRequest request, String requestId, Instant at, @Nullable AccessKey signer) {
    ObjectNode context = object();
    context.put("accountId", signer == null ? "anonymous" : config.account().digits());
    context.put("apiId", config.urlId());
    if (signer != null) {
      context.putObject("authorizer").set("iam", iam(signer));
    }
    context.put("domainName", config.host());
    context.put("domainPrefix", config.urlId());
    context
        .putObject("http")
        .put("method", request.method())
        .put("path", decoded(request.rawPath(), false))
        .put("protocol", request.protocol())
        .put("sourceIp", request.client())
        .put("userAgent", request.headers().first("user-agent").orElse(null));
    context.put("requestId", requestId);
    context.put("routeKey", "$default");
    context.put("stage", "$default");
    context.put("time", TIME.format(at));
    context.put("timeEpoch", at.toEpochMilli());
    return context;
  }

  private static ObjectNode iam(AccessKey signer) {
    Principal principal = signer.principal();
    String id =
        switch (principal) {
          case Principal.Root root -> root.account().digits();
          case Principal.User user -> user.userId();
          case Principal.RoleSession session -> session.roleId() + ":" + session.sessionName();
          case Principal.Service service -> service.host();
          case Principal.Anonymous anonymous -> anonymous.name();
        };
    String account =
        switch (principal) {
          case Principal.Root root -> root.account().digits();
          case Principal.User user -> user.account().digits();
          case Principal.RoleSession session -> session.account().digits();
          case Principal.Service _, Principal.Anonymous _ -> null;
        };
    ObjectNode iam = object();
    iam.put("accessKey", signer.id());
    iam.put("accountId", account);
    iam.put("callerId", id);
    iam.putNull("cognitoIdentity");
    iam.putNull("principalOrgId");
    iam.put("userArn", principal.name());
    iam.put("userId", id);
    return iam;
  }

  private static void cookies(ObjectNode event, HttpRequest request) {
    var cookies =
        request.headers().all("cookie").stream()
            .flatMap(line -> Arrays.stream(line.split(";")))
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    if (!cookies.isEmpty()) {
      cookies.forEach(event.putArray("cookies")::add);
    }
  }

  /// Lower-case names, repeated ones joined. What says where the request came from is ours to say.
  private static Map<String, String> headers(
      HttpRequest request, String traceRoot, boolean signed) {
    var headers = new LinkedHashMap<String, String>();
    for (HttpHeader line : request.headers()) {
      headers.merge(
          line.name().toLowerCase(Locale.ROOT), line.value(), (one, two) -> one + "," + two);
    }
    if (signed) {
      // The signature was for the lock, which has consumed it.
      headers.remove("authorization");
    }
    headers.put("x-amzn-trace-id", traceRoot);
    headers.put("x-forwarded-for", request.client());
    headers.put("x-forwarded-port", String.valueOf(request.port()));
    headers.put("x-forwarded-proto", "http");
    return headers;
  }

  private static Map<String, String> query(String rawQuery) {
    var query = new LinkedHashMap<String, String>();
    for (String pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.merge(decoded(name, true), decoded(value, true), (one, two) -> one + "," + two);
      }
    }
    return query;
  }

  private static void body(ObjectNode event, HttpRequest request) {
    if (request.body().isEmpty()) {
      event.put("isBase64Encoded", false);
      return;
    }
    boolean text = TEXT.matcher(request.headers().first("content-type").orElse("")).matches();
    event.put(
        "body",
        text ? request.body().text() : Base64.getEncoder().encodeToString(request.body().bytes()));
    event.put("isBase64Encoded", !text);
  }

  /// UTF-8. A `%` without two hex digits after it stands for itself.
  private static String decoded(String text, boolean plusIsSpace) {
    byte[] wire = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(wire.length);
    for (int i = 0; i < wire.length; i++) {
      int high = wire[i] == '%' && i + 2 < wire.length ? digit(wire[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(wire[i + 2]);
      if (low >= 0) {
        out.write((high << 4) | low);
        i += 2;
      } else {
        out.write(plusIsSpace && wire[i] == '+' ? ' ' : wire[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int digit(byte b) {
    return Character.digit((char) (b & 0xFF), 16);
  }

  private static ObjectNode texts(Map<String, String> map) {
    ObjectNode node = object();
    map.forEach(node::put);
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
