package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The template cannot run as it is: one line for each thing to mend, all of them at once. Nothing
/// was started.
public final class TemplateFaultsException extends RuntimeException {
  private final List<String> lines;

  private TemplateFaultsException(String headline, List<String> lines) {
    super(headline);
    this.lines = lines;
  }

  static TemplateFaultsException of(Path source, List<Fault> faults) {
    String headline =
        "%s has %d %s; nothing was started"
            .formatted(source, faults.size(), faults.size() == 1 ? "fault" : "faults");
    var lines = new ArrayList<String>();
    lines.add("gatehouse: " + headline);
    faults.forEach(fault -> lines.add("  " + fault.line()));
    return new TemplateFaultsException(headline, List.copyOf(lines));
  }

  /// The report: a headline, then a line a fault.
  public List<String> lines() {
    return lines;
  }
}
