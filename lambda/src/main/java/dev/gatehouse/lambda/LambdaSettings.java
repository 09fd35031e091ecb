package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// What all functions of one process share.
///
/// @param code where zips and our runtime clients are unpacked, one folder for each content; kept
///   from run to run
/// @param logs one file a function, `NAME.log`
/// @param temporary each environment's `/tmp`; removed with the environment
/// @param runtimeClient the folder with the jars of AWS's runtime interface client for Java
/// @param awsEndpoint becomes `AWS_ENDPOINT_URL`
/// @param maxEnvironments how many processes one function may have at a time
/// @param initTimeout after which init is repeated within the invocation; 10 seconds on AWS
/// @param maxLog bytes of a log file after which it becomes `NAME.log.1`
public record LambdaSettings(
    Path code,
    Path logs,
    Path temporary,
    Path runtimeClient,
    URI awsEndpoint,
    int maxEnvironments,
    Duration initTimeout,
    long maxLog) {
  public LambdaSettings {
    code = code.toAbsolutePath();
    logs = logs.toAbsolutePath();
    temporary = temporary.toAbsolutePath();
    runtimeClient = runtimeClient.toAbsolutePath();
    requireNonNull(awsEndpoint, "awsEndpoint");
    requireNonNull(initTimeout, "initTimeout");
    if (maxEnvironments < 1) {
      throw new IllegalArgumentException("no environment could ever start");
    }
  }

  /// Ten environments a function, ten seconds of init, 16 MB of log.
  ///
  /// @param folder gets the subfolders `code`, `logs` and `tmp`
  public static LambdaSettings under(Path folder, Path runtimeClient, URI awsEndpoint) {
    return new LambdaSettings(
        folder.resolve("code"),
        folder.resolve("logs"),
        folder.resolve("tmp"),
        runtimeClient,
        awsEndpoint,
        10,
        Duration.ofSeconds(10),
        16L * 1024 * 1024);
  }

  /// Removes code that no function has been opened with since then. After all functions are opened.
  public void clearCode(Instant limit) {
    ContentFolder.sweep(code, limit);
  }

  /// Removes what environments of a process that was killed left behind. Before the first function
  /// is opened.
  public void clearTemporary() {
    try {
      Folders.delete(temporary);
    } catch (IOException e) {
      throw new FunctionException("cannot clear " + temporary, e);
    }
  }
}
