package dev.gatehouse.apigateway;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHost;

/// Where an HTTP integration sends its requests, in one stage. Scheme and authority are the
/// template's alone: what a guest sends can only fill segments of the path.
///
/// @param host with scheme and port
/// @param query the template's own, without `?`; empty when it has none
record BackendUri(HttpHost host, List<Piece> path, String query) {
  sealed interface Piece {
    record Text(String text) implements Piece {}

    record Variable(String name) implements Piece {}
  }

  private static final Pattern URI =
      Pattern.compile(
          "(?<origin>https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?)"
              + "(?<path>/[^?#]*)?(?:\\?(?<query>[^#]*))?");
  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w.:-]+)}");

  /// @throws IllegalArgumentException when nothing can be sent there; the message says why
  static BackendUri parse(String template, Map<String, String> stageVariables) {
    var uri = URI.matcher(StageVariables.filled(template, stageVariables));
    if (!uri.matches()) {
      throw new IllegalArgumentException(
          "should be an http or https URL without user, fragment, or variables in its host");
    }
    String path = Optional.ofNullable(uri.group("path")).orElse("");
    String query = Optional.ofNullable(uri.group("query")).orElse("");
    if (query.indexOf('{') >= 0) {
      throw new IllegalArgumentException("path variables belong into the path");
    }
    List<Piece> pieces = pieces(path);
    boolean plain =
        RequestPath.parse(VARIABLE.matcher(path.isEmpty() ? "/" : path).replaceAll("x"))
            .isPresent();
    if (!plain || path.contains(";") || path.contains("\\")) {
      throw new IllegalArgumentException("its path cannot be read in one way only");
    }
    return new BackendUri(
        host(uri.group("origin")), pieces, PercentCoding.escapeIllegalInQuery(query));
  }

  private static HttpHost host(String origin) {
    try {
      return HttpHost.create(origin);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException("names no host and port: " + e.getMessage(), e);
    }
  }

  private static List<Piece> pieces(String path) {
    var pieces = new ArrayList<Piece>();
    var variable = VARIABLE.matcher(path);
    int end = 0;
    while (variable.find()) {
      pieces.add(text(path.substring(end, variable.start())));
      pieces.add(new Piece.Variable(variable.group(1)));
      end = variable.end();
    }
    pieces.add(text(path.substring(end)));
    return List.copyOf(pieces);
  }

  private static Piece text(String text) {
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException("not a path variable: " + text);
    }
    return new Piece.Text(PercentCoding.escapeIllegalInPath(text));
  }

  /// The path variables that a route has to fill.
  List<String> variables() {
    return path.stream()
        .flatMap(piece ->
            switch (piece) {
              case Piece.Text _ -> Stream.<String>empty();
              case Piece.Variable(var name) -> Stream.of(name);
            })
        .toList();
  }

  /// Path and query of a request (RFC 9112 §3.2.1).
  ///
  /// @param overwritten a path of a mapping's, which takes the place of the template's
  /// @return empty when the path could be read in more ways than one
  Optional<String> target(
      Selection.Selected selected, Optional<String> overwritten, String rawPath, String rawQuery) {
    String sent = overwritten.orElseGet(() -> ownPath(selected, rawPath));
    if (RequestPath.parse(sent.isEmpty() && overwritten.isEmpty() ? "/" : sent).isEmpty()) {
      return Optional.empty();
    }
    var target = new StringBuilder(sent.isEmpty() ? "/" : PercentCoding.escapeIllegalInPath(sent));
    if (!query.isEmpty() || !rawQuery.isEmpty()) {
      target.append('?').append(query);
      target.append(query.isEmpty() || rawQuery.isEmpty() ? "" : "&");
      target.append(PercentCoding.escapeIllegalInQuery(rawQuery));
    }
    return Optional.of(target.toString());
  }

  /// `$default` has no variables to fill: the whole path follows the template's.
  private String ownPath(Selection.Selected selected, String rawPath) {
    var built = new StringBuilder();
    for (Piece piece : path) {
      switch (piece) {
        case Piece.Text(var text) -> built.append(text);
        case Piece.Variable(var name) ->
            built.append(PercentCoding.encodePath(selected.parameters().getOrDefault(name, "")));
      }
    }
    RouteKey key = selected.route().key();
    if (key.method().equals(RouteKey.DEFAULT)) {
      String base = built.toString();
      return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + rawPath;
    }
    boolean cutShort = key.greedy() && path.size() > 1 && rawPath.endsWith("/") && endsInVariable();
    return cutShort ? built.append('/').toString() : built.toString();
  }

  /// Routes match without the path's last slash; a backend may tell the two apart.
  private boolean endsInVariable() {
    return path.getLast() instanceof Piece.Text(var text) && text.isEmpty();
  }
}
