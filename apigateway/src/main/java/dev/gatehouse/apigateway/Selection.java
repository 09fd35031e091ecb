package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;

/// Which route of which stage takes a request.
sealed interface Selection {
  /// @param path as it was asked for, without a mapping key
  record Selected(
      StageConfig stage,
      Route route,
      SequencedMap<String, String> parameters,
      RequestPath path,
      Entrance entrance)
      implements Selection {
    /// As the function is told, with the prefix of a named stage; a custom domain name's mapping
    /// key is not in it.
    String rawPath() {
      return entrance.mapped().isEmpty() || stage.isDefault()
          ? path.rawPath()
          : "/" + stage.name() + path.rawPath();
    }

    /// The decoded path as routes see it.
    String pathInStage() {
      return withoutStage(path.rawPath());
    }

    /// What of the request's path, still encoded, is the stage's.
    String encodedPathInStage(String encoded) {
      return withoutStage(entrance.withoutMappingKey(encoded));
    }

    /// Takes a named stage's segment off, however it is encoded.
    private String withoutStage(String path) {
      if (stage.isDefault() || entrance.mapped().isPresent()) {
        return path;
      }
      int end = path.indexOf('/', 1);
      return end < 0 ? "/" : path.substring(end);
    }

    /// [#pathInStage()] first, then every other path that somebody may read in it.
    List<String> readings() {
      var readings = new LinkedHashSet<String>();
      readings.add(pathInStage());
      for (String reading : path.readings()) {
        readings.add(withoutStage(reading));
      }
      return List.copyOf(readings);
    }
  }

  record Nothing(Reason reason) implements Selection {}
}
