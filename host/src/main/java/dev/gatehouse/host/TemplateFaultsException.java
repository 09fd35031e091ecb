package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The template cannot run as it is: one line for each thing to mend, all of them at once. Nothing
/// was started or changed.
public final class TemplateFaultsException extends RuntimeException {
  private final List<String> lines;
  private final List<Fault> faults;

  private TemplateFaultsException(String headline, List<String> lines, List<Fault> faults) {
    super(headline);
    this.lines = lines;
    this.faults = List.copyOf(faults);
  }

  static TemplateFaultsException of(Path source, List<Fault> faults) {
    return of(source, faults, "nothing was started");
  }

  static TemplateFaultsException ofUpdate(Path source, List<Fault> faults) {
    return of(source, faults, "what ran before goes on");
  }

  static TemplateFaultsException ofAudit(Path source, List<Fault> faults) {
    return of(source, faults, "no audit says anything about it");
  }

  private static TemplateFaultsException of(Path source, List<Fault> faults, String outcome) {
    String headline =
        "%s has %d %s; %s"
            .formatted(source, faults.size(), faults.size() == 1 ? "fault" : "faults", outcome);
    var lines = new ArrayList<String>();
    lines.add("gatehouse: " + headline);
    faults.forEach(fault -> lines.add("  " + fault.line()));
    return new TemplateFaultsException(headline, List.copyOf(lines), faults);
  }

  List<Fault> faults() {
    return faults;
  }

  /// The report: a headline, then a line a fault.
  public List<String> lines() {
    return lines;
  }
}
