package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/// What the environments of one function share.
record Function(
    FunctionConfig config,
    LambdaSettings settings,
    Path task,
    RuntimeClient client,
    FunctionLog log,
    RoleCredentials credentials,
    Clock clock) {
  /// Where its environments have their folders.
  Path temporary() {
    return settings.temporary().resolve(config.name());
  }

  Instant now() {
    return clock.instant();
  }
}
