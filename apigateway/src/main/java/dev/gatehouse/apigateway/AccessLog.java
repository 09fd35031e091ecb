package dev.gatehouse.apigateway;

/// Where a stage's access log goes.
@FunctionalInterface
public interface AccessLog {
  /// @param line without a line feed of its own or of a guest's
  void write(String line);
}
