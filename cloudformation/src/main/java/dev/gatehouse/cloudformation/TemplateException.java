package dev.gatehouse.cloudformation;

import java.util.List;
import java.util.stream.Collectors;

/// The template or assembly cannot be read, or a value turned out to be of the wrong type while
/// resources were being created.
public final class TemplateException extends RuntimeException {
  private final List<Fault> faults;

  public TemplateException(List<Fault> faults) {
    super(faults.stream().map(Fault::line).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  TemplateException(String place, String problem) {
    this(List.of(new Fault(place, place, problem)));
  }

  public List<Fault> faults() {
    return faults;
  }
}
