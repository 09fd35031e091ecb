package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/// What the environments of one version of a function share.
///
/// @param task the folder with the code, where processes are started
/// @param opt what stands for `/opt`: the layers' files, or the machine's own where there are none
record Function(
    FunctionConfig config,
    LambdaSettings settings,
    Path task,
    Path opt,
    RuntimeClient client,
    FunctionLog log,
    RoleCredentials credentials,
    InvocationWatch watch,
    Clock clock) {
  /// Where its environments have their folders.
  Path temporary() {
    boolean latest = config.version().equals(FunctionConfig.LATEST);
    return settings
        .temporary()
        .resolve(latest ? config.name() : config.name() + "@" + config.version());
  }

  Function with(Path newTask) {
    return new Function(config, settings, newTask, opt, client, log, credentials, watch, clock);
  }

  Instant now() {
    return clock.instant();
  }
}
