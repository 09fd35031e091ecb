package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.util.SequencedMap;

/// Which route of which stage takes a request.
sealed interface Selection {
  /// @param rawPath as the function is told, with the prefix of a named stage
  record Selected(
      StageConfig stage, Route route, SequencedMap<String, String> parameters, String rawPath)
      implements Selection {
    /// The decoded path as routes see it.
    String pathInStage() {
      return withoutStage(rawPath);
    }

    /// Takes a named stage's segment off, however it is encoded.
    String withoutStage(String path) {
      if (stage.isDefault()) {
        return path;
      }
      int end = path.indexOf('/', 1);
      return end < 0 ? "/" : path.substring(end);
    }
  }

  record Nothing(Reason reason) implements Selection {}
}
