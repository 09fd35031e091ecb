package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what a check finds, so that one run tells everything.
final class Findings {
  private static final int MOST = 1000;

  // Sets: a value read twice, by two branches of a condition say, is reported once.
  private final Set<Fault> faults = new LinkedHashSet<>();
  private final Set<Notice> notices = new LinkedHashSet<>();

  void fault(PropertyPath at, String problem) {
    if (faults.size() < MOST) {
      faults.add(new Fault(at.subject(), at.toString(), problem));
    } else if (faults.size() == MOST) {
      faults.add(new Fault("Template", "Template", "more faults follow"));
    }
  }

  void notice(PropertyPath at, String text) {
    if (notices.size() < MOST) {
      notices.add(new Notice(at.toString(), text));
    }
  }

  boolean faulty() {
    return !faults.isEmpty();
  }

  List<Fault> faults() {
    return new ArrayList<>(faults);
  }

  List<Notice> notices() {
    return new ArrayList<>(notices);
  }
}
