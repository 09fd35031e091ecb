package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.MappingKey.Action;
import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// An integration's parameter mappings at work. A source without a value, or with one that the
/// place cannot carry, appends nothing and overwrites with nothing: what the guest sent is taken
/// away all the same.
final class Mappings {
  /// Longer bodies are cut there before a path is looked up in them: they are JSON no longer.
  private static final int MAX_JSON = 100 * 1024;

  private static final Pattern STATUS = Pattern.compile("[2-5]\\d\\d");
  private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z0-9_-]+)|\\[(\\d+)]");

  private record Change(MappingKey key, MappingValue value) {}

  /// @param path the path to send instead, percent-encoded where sources gave it; empty when the
  ///   mapping does not name one
  record Mapped(HttpRequest request, Optional<String> path) {}

  private final List<Change> request = new ArrayList<>();
  private final Map<Integer, List<Change>> responses = new HashMap<>();

  /// @throws IllegalArgumentException when there are faults
  Mappings(ParameterMapping config) {
    config
        .request()
        .forEach((key, value) ->
            request.add(new Change(MappingKey.forRequest(key), MappingValue.forRequest(value))));
    config
        .responses()
        .forEach((status, changes) ->
            responses.put(
                Integer.valueOf(status),
                changes.entrySet().stream()
                    .map(change ->
                        new Change(
                            MappingKey.forResponse(change.getKey()),
                            MappingValue.forResponse(change.getValue())))
                    .toList()));
  }

  static boolean status(String text) {
    return STATUS.matcher(text).matches();
  }

  Mapped request(ContextVariables context) {
    HttpRequest before = context.request();
    if (request.isEmpty()) {
      return new Mapped(before, Optional.empty());
    }
    var headers = new ArrayList<>(before.headers().lines());
    var query =
        new ArrayList<>(
            Arrays.stream(before.rawQuery().split("&")).filter(pair -> !pair.isEmpty()).toList());
    Optional<String> path = Optional.empty();
    for (Change change : request) {
      switch (change.key().place()) {
        case HEADER ->
            apply(headers, change, change.value().resolve(name -> source(name, context)));
        case QUERY_STRING ->
            applyToQuery(
                query,
                change,
                change.value().resolve(name -> source(name, context), value -> value));
        case PATH ->
            // Of what cannot be resolved nothing is sent: an empty path is no path.
            path =
                Optional.of(
                    change
                        .value()
                        .resolve(name -> source(name, context), PercentCoding::encodePath)
                        .orElse(""));
        case STATUS_CODE -> throw new IllegalStateException("checked before: " + change.key());
      }
    }
    String rawQuery = String.join("&", query);
    var mapped =
        new HttpRequest(
            before.method(),
            rawQuery.isEmpty() ? before.rawPath() : before.rawPath() + "?" + rawQuery,
            before.protocol(),
            new HttpHeaders(headers),
            before.body(),
            before.client(),
            before.port());
    return new Mapped(mapped, path);
  }

  HttpResponse response(HttpResponse before, ContextVariables context) {
    List<Change> changes = responses.getOrDefault(before.status(), List.of());
    if (changes.isEmpty()) {
      return before;
    }
    int status = before.status();
    var headers = new ArrayList<>(before.headers().lines());
    for (Change change : changes) {
      Optional<String> value =
          change.value().resolve(name -> responseSource(name, before, context));
      if (change.key().place() == MappingKey.Place.STATUS_CODE) {
        status = value.filter(Mappings::status).map(Integer::parseInt).orElse(status);
      } else {
        apply(headers, change, value);
      }
    }
    Body body = status == 204 || status == 304 ? Body.EMPTY : before.body();
    return new HttpResponse(status, new HttpHeaders(headers), body);
  }

  private static void apply(List<HttpHeader> headers, Change change, Optional<String> value) {
    if (change.key().action() != Action.APPEND) {
      headers.removeIf(line -> line.named(change.key().name()));
    }
    if (change.key().action() != Action.REMOVE) {
      value.ifPresent(text -> headers.add(new HttpHeader(change.key().name(), text)));
    }
  }

  private static void applyToQuery(List<String> query, Change change, Optional<String> value) {
    String name = change.key().name();
    if (change.key().action() != Action.APPEND) {
      query.removeIf(pair -> QueryString.parse(pair).containsKey(name));
    }
    if (change.key().action() != Action.REMOVE) {
      value.ifPresent(text -> query.add(encoded(name) + "=" + encoded(text)));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Optional<String> source(String expression, ContextVariables context) {
    String[] parts = expression.split("\\.", 3);
    String name = parts.length == 3 ? parts[2] : "";
    HttpRequest request = context.request();
    return switch (parts[0] + "." + parts[1]) {
      case "request.header" -> joined(request.headers(), name);
      case "request.querystring" ->
          Optional.ofNullable(QueryString.parse(request.rawQuery()).get(name));
      case "request.path" ->
          name.isEmpty()
              ? Optional.of(context.selection().pathInStage())
              : Optional.ofNullable(context.selection().parameters().get(name));
      case "request.body" -> body(request.body(), name);
      default -> common(expression, context);
    };
  }

  private static Optional<String> responseSource(
      String expression, HttpResponse response, ContextVariables context) {
    String[] parts = expression.split("\\.", 3);
    String name = parts.length == 3 ? parts[2] : "";
    return switch (parts[0] + "." + parts[1]) {
      case "response.header" -> joined(response.headers(), name);
      case "response.body" -> body(response.body(), name);
      default -> common(expression, context);
    };
  }

  private static Optional<String> common(String expression, ContextVariables context) {
    String name = expression.substring(expression.indexOf('.') + 1);
    return expression.startsWith("context.") ? context.get(name) : context.stageVariable(name);
  }

  private static Optional<String> joined(HttpHeaders headers, String name) {
    List<String> values = headers.all(name);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.stream().collect(Collectors.joining(",")));
  }

  /// @param path empty for the whole body
  private static Optional<String> body(Body body, String path) {
    if (path.isEmpty()) {
      return body.isEmpty() ? Optional.empty() : PercentCoding.utf8(body.bytes());
    }
    if (body.length() > MAX_JSON) {
      return Optional.empty();
    }
    JsonNode node;
    try {
      node = Json.STRICT.readTree(body.bytes());
    } catch (JacksonException _) {
      return Optional.empty();
    }
    var step = STEP.matcher(path);
    while (step.find()) {
      node =
          step.group(1) != null
              ? node.path(step.group(1))
              : node.path(Integer.parseInt(step.group(2)));
    }
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    return Optional.of(node.isContainer() ? node.toString() : node.asString());
  }
}
