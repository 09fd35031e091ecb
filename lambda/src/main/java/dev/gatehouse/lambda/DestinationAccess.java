package dev.gatehouse.lambda;

import java.util.Optional;

/// Whether a function's role may invoke the function that its records go to.
@FunctionalInterface
public interface DestinationAccess {
  /// @return why not; empty when it may
  Optional<String> refusal(String roleArn, String destinationArn);
}
