package dev.gatehouse.apigateway;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A request's path, decoded once, with every other way in which AWS or a function behind it might
/// read the same bytes.
///
/// @param decoded whole, as `rawPath` shows it but for a decoded `?`
/// @param segments split first, decoded then, without one trailing slash: what routes match
/// @param decodedFirst decoded first, split then: differs when the path hides a slash in `%2F`
/// @param laxer readings of servers that forgive more; never chosen, but none of them may lead to
///   another lock
record RequestPath(
    String decoded, List<String> segments, List<String> decodedFirst, List<List<String>> laxer) {
  private static final Pattern ON_THE_WIRE = Pattern.compile("/[\\x21-\\x7e]*");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final int DECODINGS = 4;

  /// What everyone reads in the same way: segments of unreserved characters (RFC 3986 §2.3), none
  /// of them empty or of dots only.
  private static final Pattern PLAIN =
      Pattern.compile("(?:/\\.*+[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)++");

  /// Empty when the path cannot be read, or climbs: no honest client sends `..`, and servers do not
  /// agree where it leads.
  static Optional<RequestPath> parse(String rawPath) {
    if (PLAIN.matcher(rawPath).matches()) {
      List<String> segments = split(rawPath);
      return Optional.of(new RequestPath(rawPath, segments, segments, List.of(segments)));
    }
    if (!ON_THE_WIRE.matcher(rawPath).matches()) {
      return Optional.empty();
    }
    Optional<String> decoded = PercentCoding.decode(rawPath);
    if (decoded.isEmpty() || CONTROL.matcher(decoded.get()).find()) {
      return Optional.empty();
    }
    List<List<String>> laxer = laxer(decoded.get());
    if (laxer.stream().flatMap(List::stream).anyMatch(RequestPath::climbs)) {
      return Optional.empty();
    }
    List<String> segments =
        split(rawPath).stream()
            .map(segment -> PercentCoding.decode(segment).orElseThrow())
            .toList();
    return Optional.of(
        new RequestPath(
            decoded.get(),
            withoutTrailing(segments),
            withoutTrailing(split(decoded.get())),
            laxer));
  }

  /// What the function is told. A decoded question mark ends it (observed on AWS).
  String rawPath() {
    int query = decoded.indexOf('?');
    return query < 0 ? decoded : decoded.substring(0, query);
  }

  /// The decoded path and what more forgiving servers make of it.
  List<String> readings() {
    return Stream.concat(
            Stream.of(decoded), laxer.stream().map(segments -> "/" + String.join("/", segments)))
        .toList();
  }

  private static List<String> split(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  private static List<String> withoutTrailing(List<String> segments) {
    return !segments.isEmpty() && segments.getLast().isEmpty()
        ? segments.subList(0, segments.size() - 1)
        : segments;
  }

  /// With its trailing slash; cut at `?` and `#`; with `\` for `/`, without `;parameters` and empty
  /// segments; and all that again after decoding once more.
  private static List<List<String>> laxer(String decoded) {
    var readings = new LinkedHashSet<List<String>>();
    String path = decoded;
    for (int i = 0; i < DECODINGS; i++) {
      readings.add(split(path));
      readings.add(withoutTrailing(split(path)));
      String slashed = path.replace('\\', '/');
      readings.add(forgiving(slashed));
      readings.add(forgiving(cut(slashed)));
      Optional<String> again = PercentCoding.decode(path);
      if (again.isEmpty() || again.get().equals(path)) {
        break;
      }
      path = again.get();
    }
    return List.copyOf(readings);
  }

  private static String cut(String path) {
    return path.split("[?#]", 2)[0];
  }

  private static List<String> forgiving(String path) {
    return Arrays.stream(path.split("/"))
        .map(segment -> segment.split(";", 2)[0])
        .filter(segment -> !segment.isEmpty())
        .collect(toCollection(ArrayList::new));
  }

  private static boolean climbs(String segment) {
    return segment.equals(".") || segment.equals("..");
  }
}
