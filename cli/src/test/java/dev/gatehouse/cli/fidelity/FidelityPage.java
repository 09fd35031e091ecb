package dev.gatehouse.cli.fidelity;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.cli.fidelity.Behaviours.Here;
import dev.gatehouse.cli.fidelity.Behaviours.Listing;
import dev.gatehouse.cli.fidelity.Behaviours.Row;
import dev.gatehouse.cli.fidelity.Behaviours.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// docs/fidelity.md: every listed behaviour, what Gatehouse does, and the tests that show it.
final class FidelityPage {
  private static final String HEAD =
      """
      <!-- Written by FidelityTest (`make fidelity`) from docs/fidelity/*.yaml and the tests' @Shows. Edit those. -->
      # Fidelity: what AWS does, and what Gatehouse does

      Each row is a behaviour of AWS that a client, a template or a function can observe. **holds**: Gatehouse does the same, and the tests named show it; nothing else makes a row say so. **differs** and **not built** say what happens instead. **our choice**: AWS is silent or contradicts itself; where one reading lets in and the other refuses, we refuse.

      How a behaviour is known: *documented* by AWS or an RFC, *observed* by others on AWS (recordings, captures, reports), *secondary* (compatible servers and libraries say so), *inferred* by us. Nothing here was measured against AWS by us.

      """;

  private final Behaviours behaviours;
  private final Map<String, List<Shown>> shown;

  FidelityPage(Behaviours behaviours, List<Shown> shown) {
    this.behaviours = behaviours;
    this.shown = shown.stream().collect(Collectors.groupingBy(Shown::behaviour));
  }

  /// Why the page may not be written: what is said but not shown, or shown but not said.
  List<String> faults() {
    var faults = new ArrayList<String>();
    var ids = new TreeSet<String>();
    for (Row row : behaviours.rows()) {
      if (!ids.add(row.id())) {
        faults.add(row.id() + ": listed twice");
      }
      if (!shown.containsKey(row.id()) && needsTest(row.here())) {
        faults.add(row.id() + ": no test says @Shows(\"" + row.id() + "\")");
      }
    }
    shown.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Shown::test))
        .forEach(test -> {
          if (!ids.contains(test.behaviour())) {
            faults.add(test.test() + ": shows unknown behaviour " + test.behaviour());
          }
          if (!test.runs()) {
            faults.add(test.test() + ": shows " + test.behaviour() + " but is not run");
          }
        });
    return faults;
  }

  private static boolean needsTest(Here here) {
    return switch (here) {
      case Here.Holds _ -> true;
      case Here.Choice _, Here.Differs _, Here.NotBuilt _ -> false;
    };
  }

  String markdown() {
    var page = new StringBuilder(HEAD);
    summary(page);
    for (Listing listing : behaviours.listings()) {
      page.append("\n## ").append(listing.title()).append('\n');
      for (var section : listing.sections()) {
        page.append("\n### ").append(section.title()).append("\n\n");
        page.append("| behaviour | here | shown by | known |\n|---|---|---|---|\n");
        section.rows().forEach(row -> row(row, page));
      }
    }
    page.append("\n## Sources\n\n");
    behaviours.sources().forEach((name, source) -> source(name, source, page));
    page.append('\n');
    files().forEach((label, file) -> page.append("[" + label + "]: ../" + unix(file) + "\n"));
    return page.toString();
  }

  private void summary(StringBuilder page) {
    page.append("| | holds | differs | our choice | not built |\n|---|---|---|---|---|\n");
    for (Listing listing : behaviours.listings()) {
      var rows = listing.sections().stream().flatMap(section -> section.rows().stream()).toList();
      count(listing.title(), rows, page);
    }
    count("**all**", behaviours.rows(), page);
  }

  private static void count(String title, List<Row> rows, StringBuilder page) {
    var kinds = rows.stream().collect(Collectors.groupingBy(Row::kind, Collectors.counting()));
    page.append("| ").append(title);
    for (String kind : List.of("holds", "differs", "our choice", "not built")) {
      page.append(" | ").append(kinds.getOrDefault(kind, 0L));
    }
    page.append(" |\n");
  }

  private void row(Row row, StringBuilder page) {
    String tests =
        tests(row).map(t -> "[" + label(t.source()) + "]" + method(t)).collect(joining(", "));
    String known =
        row.known().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(joining("; "));
    page.append("| " + cell(row.behaviour()) + " | " + cell(here(row.here())) + " | ");
    page.append(tests + " | " + cell(known) + " |\n");
  }

  private static String here(Here here) {
    return switch (here) {
      case Here.Holds _ -> "holds";
      case Here.Differs(String how) -> "**differs**: " + how;
      case Here.NotBuilt(String instead) -> "**not built**: " + instead;
      case Here.Choice(String what) -> "**our choice**: " + what;
    };
  }

  private Stream<Shown> tests(Row row) {
    return shown.getOrDefault(row.id(), List.of()).stream()
        .sorted(Comparator.comparing(Shown::test));
  }

  private Map<String, Path> files() {
    var files = new TreeMap<String, Path>();
    shown.values().stream()
        .flatMap(List::stream)
        .forEach(test -> files.put(label(test.source()), test.source()));
    return files;
  }

  /// `aws/SigV4FaultTest`, and `players-api/PlayerTest` for a module deeper in the tree.
  private static String label(Path source) {
    String file = source.getFileName().toString().replace(".java", "");
    return unix(source).replaceFirst("/src/.*", "").replaceFirst(".*/", "") + '/' + file;
  }

  private static String method(Shown test) {
    int name = test.test().indexOf('.');
    return name < 0 ? "" : " " + test.test().substring(name + 1).replace(".", " ");
  }

  private static void source(String name, Source source, StringBuilder page) {
    page.append("- **").append(name).append("**: ").append(source.title());
    if (source.url() != null) {
      page.append(", <").append(source.url()).append('>');
    }
    page.append('\n');
  }

  private static String cell(String text) {
    return text.strip().replace("\n", " ").replace("|", "\\|");
  }

  private static String unix(Path path) {
    return path.toString().replace('\\', '/');
  }
}
