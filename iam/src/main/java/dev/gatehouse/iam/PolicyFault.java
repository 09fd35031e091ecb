package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

/// Something wrong in a policy or in what refers to one.
///
/// @param where a path in the document, `$.Statement[0].Effect` say, or the name of what is wrong
public record PolicyFault(String where, String problem) {
  public PolicyFault {
    requireNonNull(where, "where");
    requireNonNull(problem, "problem");
  }

  @Override
  public String toString() {
    return where + ": " + problem;
  }
}
