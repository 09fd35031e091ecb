package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import tools.jackson.databind.JsonNode;

/// The AWS CLI v2 of this machine, told nothing but an address and a key.
///
/// @param home an empty folder: no configuration of this machine's owner counts
/// @param knowsVariable whether it reads `AWS_ENDPOINT_URL`, as it does since 2.13; an older one
///   gets the same address as an option
record AwsCli(Path program, boolean knowsVariable, Path home, String endpoint, String region) {
  private static final Pattern VERSION = Pattern.compile("aws-cli/2\\.(\\d+)\\..*", Pattern.DOTALL);

  /// What the program said.
  ///
  /// @param exit 0; 254 for an error that the service answered
  record Said(int exit, String out, String err) {
    JsonNode json() {
      return Json.STRICT.readTree(out);
    }
  }

  /// @return empty where there is none; version 1 is another program
  static Optional<AwsCli> find(Path home, String endpoint, String region) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(folder, "aws");
      if (Files.isExecutable(program)) {
        var version = VERSION.matcher(run(new ProcessBuilder(program.toString(), "--version")).out);
        if (version.matches()) {
          boolean knows = Integer.parseInt(version.group(1)) >= 13;
          return Optional.of(new AwsCli(program, knows, home, endpoint, region));
        }
      }
    }
    return Optional.empty();
  }

  /// @param arguments words that spaces separate; none holds a space
  Said run(AwsCredentials key, String arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    if (!knowsVariable) {
      command.addAll(List.of("--endpoint-url", endpoint));
    }
    command.addAll(List.of(arguments.split(" ")));
    var process = new ProcessBuilder(command);
    var environment = process.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("HOME", home.toString());
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("AWS_REGION", region);
    environment.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
    environment.put("AWS_PAGER", "");
    environment.put("AWS_DEFAULT_OUTPUT", "json");
    return run(process);
  }

  private static Said run(ProcessBuilder process) {
    try {
      Path err = Files.createTempFile("aws", ".err");
      try {
        var running =
            process
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(err.toFile())
                .start();
        try (var out = running.getInputStream()) {
          String text = new String(out.readAllBytes(), UTF_8);
          return new Said(running.waitFor(), text, Files.readString(err).strip());
        }
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
