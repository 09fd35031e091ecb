package dev.gatehouse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which API of a stack a command means.
final class ApiOption {
  @Option(
      names = "--api",
      paramLabel = "API",
      description = "its name or id; the template's first if not given")
  @Nullable String named;
}
