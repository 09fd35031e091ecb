package dev.gatehouse.iam;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// `ArnLike` and `ArnEquals`, which AWS reads alike: each of the six parts is compared by itself,
/// so that no wildcard reaches over a colon (reference_policies_elements_condition_operators.html,
/// ARN operators).
record ArnGlob(List<Glob> parts) implements Predicate<String> {
  static final int PARTS = 6;

  static ArnGlob of(int[] tokens) {
    return new ArnGlob(Arrays.stream(Glob.arnParts(tokens)).map(Glob::of).toList());
  }

  @Override
  public boolean test(String arn) {
    String[] found = arn.split(":", PARTS);
    if (parts.size() != PARTS || found.length != PARTS) {
      return false;
    }
    for (int i = 0; i < PARTS; i++) {
      if (!parts.get(i).test(found[i])) {
        return false;
      }
    }
    return true;
  }
}
