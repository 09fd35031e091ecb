package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.util.SequencedMap;

/// Which route of which stage takes a request.
sealed interface Selection {
  /// @param rawPath as the function is told, with the prefix of a named stage
  record Selected(
      StageConfig stage, Route route, SequencedMap<String, String> parameters, String rawPath)
      implements Selection {}

  record Nothing(Reason reason) implements Selection {}
}
