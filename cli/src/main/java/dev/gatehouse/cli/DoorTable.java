package dev.gatehouse.cli;

import dev.gatehouse.host.DoorView;
import java.io.PrintWriter;
import java.util.List;

/// Doors and locks in columns.
final class DoorTable {
  private DoorTable() {}

  static void print(List<DoorView> doors, PrintWriter out) {
    int method = width(doors.stream().map(DoorView::method).toList(), "DOOR");
    int url = width(doors.stream().map(DoorView::url).toList(), "");
    int lock = width(doors.stream().map(DoorView::lock).toList(), "LOCK");
    String row = "%-" + method + "s %-" + url + "s  %-" + lock + "s  %s%n";
    out.printf(row, "DOOR", "", "LOCK", "");
    for (DoorView door : doors) {
      out.printf(row, door.method(), door.url(), door.lock(), door.detail());
    }
  }

  private static int width(List<String> cells, String heading) {
    return Math.max(heading.length(), cells.stream().mapToInt(String::length).max().orElse(0));
  }
}
