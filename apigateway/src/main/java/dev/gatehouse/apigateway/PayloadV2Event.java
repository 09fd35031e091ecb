package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Guard.TokenContext;
import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// Writes the event of payload format 2.0 (http-api-develop-integrations-lambda.html).
///
/// @param token empty for a route without an authorizer
record PayloadV2Event(
    ApiIdentity api,
    Arrival arrival,
    HttpRequest request,
    Selection.Selected selection,
    Optional<TokenContext> token) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Ours to write, or between two neighbours only (RFC 9110 §7.6.1); cookies have a member of
  /// their own.
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "cookie",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-amzn-trace-id",
          "x-forwarded-for",
          "x-forwarded-port",
          "x-forwarded-proto");

  private static final Set<String> TEXT_TYPES =
      Set.of("application/json", "application/xml", "application/javascript");

  Body write() {
    var bytes = new ByteArrayOutputStream(1024 + request.body().length() * 4 / 3);
    try (JsonGenerator json = Json.STRICT.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("version", "2.0");
      json.writeStringProperty("routeKey", routeKey());
      json.writeStringProperty("rawPath", selection.rawPath());
      json.writeStringProperty("rawQueryString", request.rawQuery());
      writeCookies(json);
      writeMap(json, "headers", headers());
      writeMapUnlessEmpty(json, "queryStringParameters", QueryString.parse(request.rawQuery()));
      writeRequestContext(json);
      writeMapUnlessEmpty(json, "pathParameters", selection.parameters());
      writeMapUnlessEmpty(json, "stageVariables", selection.stage().variables());
      writeBody(json);
      json.writeEndObject();
    }
    return Body.of(bytes.toByteArray());
  }

  String traceId() {
    return arrival.traceIdOf(request);
  }

  private String routeKey() {
    return selection.route().key().text();
  }

  private void writeRequestContext(JsonGenerator json) {
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("accountId", api.account().digits());
    json.writeStringProperty("apiId", api.apiId());
    token.ifPresent(context -> writeAuthorizer(json, context));
    json.writeStringProperty("domainName", api.domainName());
    json.writeStringProperty("domainPrefix", api.domainName().split("\\.", 2)[0]);
    json.writeObjectPropertyStart("http");
    json.writeStringProperty("method", request.method());
    json.writeStringProperty("path", selection.rawPath());
    json.writeStringProperty("protocol", "HTTP/1.1");
    json.writeStringProperty("sourceIp", request.client());
    json.writeStringProperty("userAgent", request.headers().first("user-agent").orElse(""));
    json.writeEndObject();
    json.writeStringProperty("requestId", arrival.requestId());
    json.writeStringProperty("routeKey", routeKey());
    json.writeStringProperty("stage", selection.stage().name());
    json.writeStringProperty("time", TIME.format(arrival.at()));
    json.writeNumberProperty("timeEpoch", arrival.at().toEpochMilli());
    json.writeEndObject();
  }

  private static void writeAuthorizer(JsonGenerator json, TokenContext token) {
    json.writeObjectPropertyStart("authorizer");
    json.writeObjectPropertyStart("jwt");
    writeMap(json, "claims", ClaimTexts.of(token.claims()));
    if (token.scopes().isPresent()) {
      writeStrings(json, "scopes", token.scopes().get());
    } else {
      json.writeNullProperty("scopes");
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeCookies(JsonGenerator json) {
    List<String> cookies =
        request.headers().all("cookie").stream()
            .flatMap(line -> List.of(line.split(";")).stream())
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    if (!cookies.isEmpty()) {
      writeStrings(json, "cookies", cookies);
    }
  }

  private Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    for (HttpHeader line : request.headers()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (!NOT_FORWARDED.contains(name)) {
        headers.merge(name, line.value(), (first, next) -> first + "," + next);
      }
    }
    if (!request.body().isEmpty()) {
      headers.put("content-length", Integer.toString(request.body().length()));
    }
    headers.put("x-amzn-trace-id", traceId());
    headers.put("x-forwarded-for", forwardedFor());
    headers.put("x-forwarded-port", Integer.toString(request.port()));
    headers.put("x-forwarded-proto", "http");
    return headers;
  }

  /// What the guest claims comes first; the last address is the one we saw.
  private String forwardedFor() {
    String claimed = String.join(", ", request.headers().all("x-forwarded-for"));
    return claimed.isEmpty() ? request.client() : claimed + ", " + request.client();
  }

  private void writeBody(JsonGenerator json) {
    if (request.body().isEmpty()) {
      json.writeBooleanProperty("isBase64Encoded", false);
      return;
    }
    Optional<String> text =
        isText() ? PercentCoding.utf8(request.body().bytes()) : Optional.empty();
    json.writeStringProperty(
        "body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body().bytes())));
    json.writeBooleanProperty("isBase64Encoded", text.isEmpty());
  }

  private boolean isText() {
    String type = request.headers().first("content-type").orElse("").split(";", 2)[0].strip();
    String mediaType = type.toLowerCase(Locale.ROOT);
    return mediaType.startsWith("text/") || TEXT_TYPES.contains(mediaType);
  }

  private static void writeMapUnlessEmpty(
      JsonGenerator json, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      writeMap(json, name, map);
    }
  }

  private static void writeMap(JsonGenerator json, String name, Map<String, String> map) {
    json.writeObjectPropertyStart(name);
    map.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void writeStrings(JsonGenerator json, String name, List<String> strings) {
    json.writeArrayPropertyStart(name);
    strings.forEach(json::writeString);
    json.writeEndArray();
  }
}
