package dev.gatehouse.cloudformation.sam;

import java.util.ArrayList;
import java.util.List;

/// Collects what there is to say, so that one run tells everything.
final class Findings {
  private final List<Finding> faults = new ArrayList<>();
  private final List<Finding> notices = new ArrayList<>();

  void fault(String text, String... place) {
    faults.add(new Finding(List.of(place), text));
  }

  void notice(String text, String... place) {
    notices.add(new Finding(List.of(place), text));
  }

  List<Finding> faults() {
    return faults;
  }

  List<Finding> notices() {
    return notices;
  }
}
