package dev.gatehouse.host;

import java.util.List;

/// The template cannot run as it is: one line for each thing to mend, all of them at once. Nothing
/// was started.
public final class TemplateFaultsException extends RuntimeException {
  private final List<String> lines;

  TemplateFaultsException(String source, List<String> faults) {
    super(source + " has " + faults.size() + (faults.size() == 1 ? " fault" : " faults"));
    var all = new java.util.ArrayList<String>();
    all.add("gatehouse: " + getMessage() + "; nothing was started");
    faults.forEach(fault -> all.add("  " + fault));
    this.lines = List.copyOf(all);
  }

  /// The report: a headline, then a line a fault.
  public List<String> lines() {
    return lines;
  }
}
