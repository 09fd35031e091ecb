package dev.gatehouse.cli.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The behaviours of AWS that Gatehouse answers for, as listed in `docs/fidelity/*.yaml`, one list
/// a file; `sources.yaml` says what the lists' short names for sources mean.
record Behaviours(List<Listing> listings, Map<String, Source> sources) {
  record Listing(String title, List<Section> sections) {}

  record Section(String title, List<Row> rows) {}

  /// @param known how it is known, then its sources: `documented: JWT, TJ`
  record Row(String id, String behaviour, Map<String, String> known, Here here) {
    String kind() {
      return switch (here) {
        case Here.Holds _ -> "holds";
        case Here.Differs _ -> "differs";
        case Here.NotBuilt _ -> "not built";
        case Here.Choice _ -> "our choice";
      };
    }
  }

  record Source(String title, @Nullable String url) {}

  /// What Gatehouse does where AWS behaves so.
  sealed interface Here {
    /// The same. Only a test can say so.
    record Holds() implements Here {}

    record Differs(String how) implements Here {}

    record NotBuilt(String instead) implements Here {}

    /// AWS is silent or contradicts itself.
    record Choice(String what) implements Here {}
  }

  private static final Set<String> CITING = Set.of("documented", "observed", "secondary");
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "behaviour",
          "documented",
          "observed",
          "secondary",
          "inferred",
          "differs",
          "not-built",
          "choice",
          "why");

  static Behaviours read(Path folder) throws IOException {
    var sources = new LinkedHashMap<String, Source>();
    map(yaml(folder.resolve("sources.yaml")))
        .forEach((name, source) -> sources.put(name, source(map(source))));
    var listings = new ArrayList<Listing>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        if (!file.endsWith("sources.yaml")) {
          listings.add(listing(file, sources.keySet()));
        }
      }
    }
    return new Behaviours(List.copyOf(listings), sources);
  }

  List<Row> rows() {
    return listings.stream()
        .flatMap(listing -> listing.sections().stream())
        .flatMap(section -> section.rows().stream())
        .toList();
  }

  private static Listing listing(Path file, Set<String> sources) throws IOException {
    String name = file.getFileName().toString().replace(".yaml", "");
    Map<String, Object> listing = map(yaml(file));
    var sections = new ArrayList<Section>();
    for (Object section : list(listing.get("sections"))) {
      String prefix = name + '.' + text(map(section), "id") + '.';
      var rows = new ArrayList<Row>();
      for (Object row : list(map(section).get("rows"))) {
        rows.add(row(prefix, map(row), sources));
      }
      sections.add(new Section(text(map(section), "title"), List.copyOf(rows)));
    }
    return new Listing(text(listing, "title"), List.copyOf(sections));
  }

  private static Row row(String prefix, Map<String, Object> row, Set<String> sources) {
    String id = prefix + text(row, "id");
    check(MEMBERS.containsAll(row.keySet()), id + ": members are " + MEMBERS + ", not " + row);
    var known = new LinkedHashMap<String, String>();
    for (String how : List.of("documented", "observed", "secondary", "inferred")) {
      if (row.containsKey(how)) {
        String from = text(row, how);
        check(
            !CITING.contains(how) || sources.containsAll(List.of(from.split(", "))),
            id + ": sources.yaml does not know all of " + from);
        known.put(how, from);
      }
    }
    Here here = here(row);
    check(
        !known.isEmpty() || here instanceof Here.Choice,
        id + ": say how it is known: documented, observed, secondary or inferred");
    return new Row(id, text(row, "behaviour"), known, here);
  }

  private static Here here(Map<String, Object> row) {
    String why = row.containsKey("why") ? " – " + text(row, "why") : "";
    if (row.containsKey("choice")) {
      return new Here.Choice(text(row, "choice") + why);
    }
    if (row.containsKey("differs")) {
      return new Here.Differs(text(row, "differs") + why);
    }
    return row.containsKey("not-built")
        ? new Here.NotBuilt(text(row, "not-built") + why)
        : new Here.Holds();
  }

  private static Source source(Map<String, Object> source) {
    return new Source(
        text(source, "title"), source.containsKey("url") ? text(source, "url") : null);
  }

  private static Object yaml(Path file) throws IOException {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    return new Load(settings).loadFromString(Files.readString(file));
  }

  private static String text(Map<String, Object> from, String member) {
    if (from.get(member) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'%s' must be a text in %s".formatted(member, from));
  }

  @SuppressWarnings("unchecked") // A key that is no text is no member that anybody asks for.
  private static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("a mapping was expected, not " + value);
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list was expected, not " + value);
  }

  private static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
