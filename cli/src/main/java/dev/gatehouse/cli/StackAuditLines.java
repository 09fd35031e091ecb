package dev.gatehouse.cli;

import dev.gatehouse.host.audit.Audit;
import dev.gatehouse.host.audit.AuditedDoor;
import dev.gatehouse.host.audit.Finding;
import dev.gatehouse.host.audit.Place;
import dev.gatehouse.host.audit.ReportPage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An audit on a terminal, and for machines.
final class StackAuditLines {
  private StackAuditLines() {}

  static void print(Audit audit, PrintWriter out) {
    lines(audit).stream().map(Lines::printable).forEach(out::println);
  }

  private static List<String> lines(Audit audit) {
    var lines = new ArrayList<String>();
    lines.add("Audit of " + audit.stacks() + ": " + ReportPage.summary(audit));
    lines.add("");
    doors(audit.doors(), lines);
    for (Finding finding : audit.open()) {
      lines.add("");
      lines.add(
          "%-6s  %s  %s%s"
              .formatted(
                  finding.severity().label().toUpperCase(Locale.ROOT),
                  finding.rule().id(),
                  finding.resource(),
                  audit.place(finding).map(StackAuditLines::place).orElse("")));
      lines.add("  " + finding.what());
      lines.add("  why: " + finding.rule().why());
      lines.add("  to close it: " + finding.rule().remedy());
    }
    if (!audit.accepted().isEmpty()) {
      lines.add("");
      lines.add("Accepted");
      audit
          .accepted()
          .forEach(finding ->
              lines.add(
                  "  %s  %s: %s"
                      .formatted(finding.rule().id(), finding.resource(), finding.accepted())));
    }
    if (!audit.notRun().isEmpty()) {
      lines.add("");
      lines.add("Not run by Gatehouse");
      audit.notRun().forEach(one -> lines.add("  " + one.problem()));
    }
    return lines;
  }

  private static String place(Place place) {
    return "  (" + place.file() + (place.line() == null ? "" : ":" + place.line()) + ")";
  }

  private static void doors(List<AuditedDoor> doors, List<String> lines) {
    int method = width(doors, AuditedDoor::method, "DOOR");
    int path = width(doors, AuditedDoor::path, "");
    int lock = width(doors, AuditedDoor::lock, "LOCK");
    int scopes = width(doors, door -> String.join(" ", door.scopes()), "SCOPES");
    String row = "%-" + method + "s %-" + path + "s  %-" + lock + "s  %-" + scopes + "s  %s";
    lines.add(row.formatted("DOOR", "", "LOCK", "SCOPES", "RESOURCE"));
    for (AuditedDoor door : doors) {
      lines.add(
          row.formatted(
              door.method(),
              door.path(),
              door.lock(),
              String.join(" ", door.scopes()),
              door.resource()));
    }
  }

  private static int width(
      List<AuditedDoor> doors, Function<AuditedDoor, String> cell, String heading) {
    return Math.max(
        Math.max(1, heading.length()),
        doors.stream().map(cell).mapToInt(String::length).max().orElse(0));
  }

  static void json(Audit audit, ObjectNode json) {
    ArrayNode doors = json.putArray("doors");
    for (AuditedDoor door : audit.doors()) {
      door(
          doors.addObject(),
          door.method(),
          door.path(),
          door.lock(),
          door.scopes(),
          door.resource());
    }
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : audit.findings()) {
      ObjectNode one = findings.addObject();
      one.put("id", finding.rule().id());
      one.put("severity", finding.severity().label());
      one.put("resource", finding.resource());
      one.put("found", finding.what());
      one.put("why", finding.rule().why());
      one.put("close", finding.rule().remedy());
      one.put("accepted", finding.accepted());
      audit
          .place(finding)
          .ifPresent(place -> {
            one.put("file", place.file());
            one.put("line", place.line());
          });
    }
    ArrayNode notRun = json.putArray("notRun");
    audit
        .notRun()
        .forEach(one ->
            notRun.addObject().put("resource", one.resource()).put("problem", one.problem()));
  }

  /// A door as every command tells machines of it.
  static void door(
      ObjectNode entry,
      String method,
      String path,
      String lock,
      List<String> scopes,
      String resource) {
    entry.put("method", method);
    entry.put("path", path);
    entry.put("lock", lock);
    scopes.forEach(entry.putArray("scopes")::add);
    entry.put("resource", resource);
  }
}
