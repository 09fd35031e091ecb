package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessCheck;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads the policy that a Lambda authorizer answers. Implemented by whoever understands policies.
@FunctionalInterface
public interface PolicyReader {
  Reading read(JsonNode document);

  /// What reading a document came to.
  sealed interface Reading {
    /// @param policy that document alone
    record Understood(AccessCheck policy) implements Reading {
      public Understood {
        requireNonNull(policy, "policy");
      }
    }

    /// @param faults everything that is wrong with it, with its place in the document
    record Faulty(List<String> faults) implements Reading {
      public Faulty {
        faults = List.copyOf(faults);
      }
    }
  }
}
