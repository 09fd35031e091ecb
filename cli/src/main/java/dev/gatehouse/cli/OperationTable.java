package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.OperationList;
import java.io.PrintWriter;
import java.util.List;

/// What the AWS endpoint carries out, service by service. The same for every stack, running or not.
final class OperationTable {
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";

  private OperationTable() {}

  static void print(boolean json, PrintWriter out) {
    if (json) {
      out.println(
          Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(OperationList.all()));
      return;
    }
    for (OperationList service : OperationList.all()) {
      int all = service.built().size() + service.notBuilt().size();
      out.printf("%s: %d of %d%n", service.service(), service.built().size(), all);
      print("built", service.built(), out);
      print("not built", service.notBuilt(), out);
    }
  }

  private static void print(String heading, List<String> names, PrintWriter out) {
    if (names.isEmpty()) {
      return;
    }
    out.printf("  %s%n", heading);
    var line = new StringBuilder(INDENT);
    for (String name : names) {
      if (line.length() + name.length() + 1 > WIDTH) {
        out.println(line.toString().stripTrailing());
        line.setLength(INDENT.length());
      }
      line.append(name).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}
