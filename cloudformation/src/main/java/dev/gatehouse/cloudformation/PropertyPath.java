package dev.gatehouse.cloudformation;

import org.jspecify.annotations.Nullable;

/// A place in a template, as `Resources.Api.Properties.CorsConfiguration.AllowOrigins[0]`. Linked
/// to its parent and written out only for a fault: a hostile template pays nothing per node.
record PropertyPath(@Nullable PropertyPath parent, String step) {
  private static final int LONGEST_STEP = 128;

  static PropertyPath root(String name) {
    return new PropertyPath(null, name);
  }

  PropertyPath member(String name) {
    return new PropertyPath(this, name);
  }

  PropertyPath element(int index) {
    return new PropertyPath(this, "[" + index + "]");
  }

  /// The template section: `Resources`, `Outputs`…
  String section() {
    return parent == null ? step : parent.section();
  }

  /// The logical id, or the section for a path that stays above one.
  String subject() {
    return parent == null || parent.parent == null ? step : parent.subject();
  }

  /// AWS writes some places with slashes: `/Outputs/O/Value`.
  String slashed() {
    return (parent == null ? "" : parent.slashed()) + "/" + shortened(step);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return shortened(step);
    }
    return parent + (step.startsWith("[") ? step : "." + shortened(step));
  }

  private static String shortened(String step) {
    return step.length() <= LONGEST_STEP ? step : step.substring(0, LONGEST_STEP) + "…";
  }
}
