package dev.gatehouse.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The executable `bootstrap` that the code of a `provided.*` function brings.
record Bootstrap(Path folder) implements RuntimeClient {
  @Override
  public Optional<List<String>> command(FunctionConfig config, Path task, Path temporary) {
    Path bootstrap = task.resolve("bootstrap");
    return Files.isRegularFile(bootstrap) && Files.isExecutable(bootstrap)
        ? Optional.of(List.of(bootstrap.toString()))
        : Optional.empty();
  }

  @Override
  public Map<String, String> variables(Path task) {
    return Map.of();
  }

  @Override
  public Optional<String> notice() {
    return Optional.empty();
  }
}
