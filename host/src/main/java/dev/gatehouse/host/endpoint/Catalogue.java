package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every operation that AWS has of one service, built here or not, so that a refusal can name what
/// was asked for: the files beside this class, an operation a line; for services that are addressed
/// by path with their method and path (from the service models).
record Catalogue(List<Entry> entries) {
  /// @param method empty for services whose operations are named in the call
  /// @param path segments; `{name}` stands for any one
  /// @param query what must be in the query string too; empty for nothing
  record Entry(String name, String method, List<String> path, String query) {
    private static Entry of(String line) {
      String[] parts = line.split(" ");
      if (parts.length == 1) {
        return new Entry(line, "", List.of(), "");
      }
      String[] target = parts[2].split("\\?", 2);
      return new Entry(
          parts[0], parts[1], segments(target[0]), target.length == 2 ? target[1] : "");
    }

    private Optional<Match> match(String asked, List<String> segments, List<String> parameters) {
      if (!method.equals(asked)
          || path.size() != segments.size()
          || !(query.isEmpty() || parameters.contains(query))) {
        return Optional.empty();
      }
      var labels = new LinkedHashMap<String, String>();
      for (int i = 0; i < segments.size(); i++) {
        String expected = path.get(i);
        if (expected.startsWith("{")) {
          labels.put(expected.substring(1, expected.length() - 1), segments.get(i));
        } else if (!expected.equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(new Match(this, labels));
    }
  }

  /// @param labels what stands in the path for each of its names, still encoded
  record Match(Entry entry, Map<String, String> labels) {
    Match {
      labels = Map.copyOf(labels);
    }
  }

  Catalogue {
    entries = List.copyOf(entries);
  }

  static Catalogue of(String service) {
    String file = "/dev/gatehouse/host/operations/" + service + ".txt";
    try (var in = requireNonNull(Catalogue.class.getResourceAsStream(file), file)) {
      return new Catalogue(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Entry::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean knows(String operation) {
    return entries.stream().anyMatch(entry -> entry.name().equals(operation));
  }

  /// The most literal of the fitting entries.
  Optional<Match> match(String method, String rawPath, String rawQuery) {
    var segments = segments(rawPath);
    var parameters = List.of(rawQuery.split("&"));
    return entries.stream()
        .flatMap(entry -> entry.match(method, segments, parameters).stream())
        .min(
            Comparator.<Match>comparingInt(match -> match.labels().size())
                .thenComparing(match -> match.entry().query().isEmpty()));
  }

  /// Some clients end a list's path with a slash, as older models of Lambda did.
  private static List<String> segments(String path) {
    var segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    if (segments.size() > 1 && segments.getLast().isEmpty()) {
      segments.removeLast();
    }
    return segments;
  }
}
