package dev.gatehouse.apigateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A route key, taken apart.
///
/// @param text as registered
/// @param method a method, `ANY`, or `$default`
record RouteKey(String text, String method, List<Segment> segments) {
  /// The methods that HTTP APIs serve (http-api-logging-variables.html lists them).
  static final Set<String> METHODS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  static final String ANY = "ANY";
  static final String DEFAULT = "$default";

  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()*+,=:@-]+");
  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w.:-]+)}");
  private static final Pattern GREEDY = Pattern.compile("\\{([\\w.:-]+)\\+}");

  /// One piece of a route's path.
  sealed interface Segment {
    record Literal(String text) implements Segment {}

    /// Exactly one segment that is not empty.
    record Variable(String name) implements Segment {}

    /// The rest of the path: one segment at least.
    record Greedy(String name) implements Segment {}

    /// Lower is more specific.
    default int rank() {
      return switch (this) {
        case Literal _ -> 0;
        case Variable _ -> 1;
        case Greedy _ -> 2;
      };
    }
  }

  /// AWS's order (http-api-develop-routes.html): full matches, then greedy ones, then `$default`;
  /// within a class the path decides before the method, a literal before a variable.
  static final Comparator<RouteKey> BY_PRIORITY =
      Comparator.comparingInt(RouteKey::priorityClass)
          .thenComparing(RouteKey::bySegments)
          .thenComparing(key -> key.method.equals(ANY));

  /// @throws IllegalArgumentException when AWS would not take the key; the message says why
  static RouteKey parse(String text) {
    if (text.equals(DEFAULT)) {
      return new RouteKey(text, DEFAULT, List.of());
    }
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("should be `METHOD /path` or `$default`");
    }
    String method = text.substring(0, space);
    if (!method.equals(ANY) && !METHODS.contains(method)) {
      throw new IllegalArgumentException("no such method: " + method);
    }
    return new RouteKey(text, method, segments(text.substring(space + 1)));
  }

  private static List<Segment> segments(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path should start with /");
    }
    if (path.equals("/")) {
      return List.of();
    }
    if (path.endsWith("/")) {
      throw new IllegalArgumentException("path may not end with /");
    }
    var segments = new ArrayList<Segment>();
    var names = new HashSet<String>();
    for (String piece : path.substring(1).split("/", -1)) {
      if (!segments.isEmpty() && segments.getLast() instanceof Segment.Greedy) {
        throw new IllegalArgumentException("a greedy variable must be the last segment");
      }
      Segment segment = segment(piece);
      if (nameOf(segment).filter(name -> !names.add(name)).isPresent()) {
        throw new IllegalArgumentException("two variables of one name: " + piece);
      }
      segments.add(segment);
    }
    return List.copyOf(segments);
  }

  private static Segment segment(String piece) {
    var greedy = GREEDY.matcher(piece);
    if (greedy.matches()) {
      return new Segment.Greedy(greedy.group(1));
    }
    var variable = VARIABLE.matcher(piece);
    if (variable.matches()) {
      return new Segment.Variable(variable.group(1));
    }
    if (LITERAL.matcher(piece).matches() && !piece.equals(".") && !piece.equals("..")) {
      return new Segment.Literal(piece);
    }
    throw new IllegalArgumentException("not a path segment: `" + piece + "`");
  }

  private static Optional<String> nameOf(Segment segment) {
    return switch (segment) {
      case Segment.Literal _ -> Optional.empty();
      case Segment.Variable(var name) -> Optional.of(name);
      case Segment.Greedy(var name) -> Optional.of(name);
    };
  }

  /// The names that its path captures.
  List<String> variables() {
    return segments.stream().flatMap(segment -> nameOf(segment).stream()).toList();
  }

  /// The path as the template writes it, `*` for `$default`.
  String path() {
    return method.equals(DEFAULT) ? "*" : text.substring(method.length() + 1);
  }

  /// As policies write it: `/GET/players/*`, `/*/*` where every method and path is taken.
  String resource() {
    if (method.equals(DEFAULT)) {
      return "/*/*";
    }
    return (method.equals(ANY) ? "/*" : "/" + method)
        + (segments.isEmpty() ? "/" : "")
        + segments.stream()
            .map(segment -> segment instanceof Segment.Literal(var text) ? "/" + text : "/*")
            .collect(Collectors.joining());
  }

  /// The same for two keys that take the same requests, whatever their variables are called.
  String shape() {
    return method
        + segments.stream()
            .map(segment ->
                switch (segment) {
                  case Segment.Literal(var text) -> "/" + text;
                  case Segment.Variable _ -> "/{}";
                  case Segment.Greedy _ -> "/{+}";
                })
            .collect(Collectors.joining());
  }

  /// The variables' values when this key takes the request.
  Optional<SequencedMap<String, String>> match(String requestMethod, List<String> path) {
    if (method.equals(DEFAULT)) {
      return Optional.of(Collections.emptyNavigableMap());
    }
    boolean methodFits = method.equals(ANY) || method.equals(requestMethod);
    return methodFits ? matchPath(path) : Optional.empty();
  }

  private Optional<SequencedMap<String, String>> matchPath(List<String> path) {
    if (path.size() < segments.size() || (path.size() > segments.size() && !greedy())) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      String found = path.get(i);
      boolean fits =
          switch (segments.get(i)) {
            case Segment.Literal(var text) -> text.equals(found);
            case Segment.Variable(var name) -> {
              values.put(name, found);
              yield !found.isEmpty();
            }
            case Segment.Greedy(var name) -> {
              values.put(name, String.join("/", path.subList(i, path.size())));
              yield true;
            }
          };
      if (!fits) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  boolean greedy() {
    return !segments.isEmpty() && segments.getLast() instanceof Segment.Greedy;
  }

  int priorityClass() {
    if (method.equals(DEFAULT)) {
      return 2;
    }
    return greedy() ? 1 : 0;
  }

  /// True when the other key is more specific somewhere although this one comes first: nobody has
  /// published which of `/a/{x}` and `/{y}/b` AWS prefers.
  boolean rivals(RouteKey other) {
    if (priorityClass() != other.priorityClass()) {
      return false;
    }
    int shared = Math.min(segments.size(), other.segments.size());
    for (int i = 0; i < shared; i++) {
      if (other.segments.get(i).rank() < segments.get(i).rank()) {
        return true;
      }
    }
    return false;
  }

  private static int bySegments(RouteKey one, RouteKey other) {
    int shared = Math.min(one.segments.size(), other.segments.size());
    for (int i = 0; i < shared; i++) {
      int order = Integer.compare(one.segments.get(i).rank(), other.segments.get(i).rank());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.segments.size(), one.segments.size());
  }
}
