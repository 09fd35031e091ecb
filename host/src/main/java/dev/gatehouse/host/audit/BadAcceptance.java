package dev.gatehouse.host.audit;

import java.util.List;

/// Told by [Audit], which knows what each acceptance came to.
record BadAcceptance() implements Rule {
  @Override
  public String id() {
    return "bad-acceptance";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "An acceptance that accepts nothing";
  }

  @Override
  public String why() {
    return "An acceptance without a reason tells the next reader nothing, and one that fits no "
        + "finding may hide the next one.";
  }

  @Override
  public String remedy() {
    return "Write Metadata: {Gatehouse: {Accept: [{Finding: an id of this list, Reason: why}]}} "
        + "at the resource of the finding, or take it away.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return List.of();
  }
}
