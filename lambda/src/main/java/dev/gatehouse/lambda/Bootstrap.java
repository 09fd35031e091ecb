package dev.gatehouse.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The executable `bootstrap` that the code of a `provided.*` function brings, or one of its
/// layers.
record Bootstrap(Path folder) implements RuntimeClient {
  @Override
  public Optional<List<String>> command(Function function, Path temporary) {
    return Stream.of(function.task(), function.opt())
        .map(folder -> folder.resolve("bootstrap"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(bootstrap -> List.of(bootstrap.toString()));
  }

  @Override
  public Map<String, String> variables(Function function) {
    return Map.of();
  }

  @Override
  public Optional<String> notice() {
    return Optional.empty();
  }
}
