package dev.gatehouse.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What runs a function's code, chosen by its runtime identifier.
sealed interface FunctionRuntime {
  Pattern JAVA = Pattern.compile("java(\\d+)(\\.al2)?");
  Pattern PROVIDED = Pattern.compile("provided(\\.al\\d+)?");

  /// AWS's runtime interface client on the JDK that runs this process.
  record Java(String version) implements FunctionRuntime {
    private static final Path LAUNCHER = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";

    /// What must be installed first.
    Optional<String> lacking() {
      if (Integer.parseInt(version) > Runtime.version().feature()) {
        return Optional.of(
            "java%s needs a JDK %s or later: install it and start Gatehouse with it (this is %s)"
                .formatted(version, version, Runtime.version().feature()));
      }
      if (!Files.isExecutable(LAUNCHER)) {
        return Optional.of(
            "java%s needs a JDK: %s is missing; install a JDK %s, not a trimmed runtime image"
                .formatted(version, LAUNCHER, version));
      }
      if (!System.getProperty("os.name").equals("Linux")) {
        return Optional.of(
            "java%s needs Linux: AWS's runtime interface client has no library for %s; run"
                    .formatted(version, System.getProperty("os.name"))
                + " Gatehouse on Linux, or the function as provided.al2023");
      }
      return Optional.empty();
    }

    /// Serial collector and C1 only, as AWS runs java25 (java-customization.html). The task's
    /// classes and `lib/*.jar` are found by the client itself, in AWS's order, from the working
    /// folder.
    ///
    /// The client's native part is named, or it would unpack a copy of its own to one fixed path in
    /// `/tmp`, where processes that start together trip over each other.
    List<String> command(FunctionConfig config, RuntimeClient client, Path temporary) {
      var command = new ArrayList<String>();
      command.add(LAUNCHER.toString());
      command.add("-XX:MaxHeapSize=" + config.memory() * 85L / 100 + "m");
      command.add("-XX:+UseSerialGC");
      command.add("-XX:+TieredCompilation");
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-Xshare:auto");
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-Djava.net.preferIPv4Stack=true");
      command.add("-Djava.io.tmpdir=" + temporary);
      command.add("-D" + CLIENT + "runtimeapi.NativeClient.JNI=" + client.library());
      command.add("-cp");
      command.add(client.classPath());
      command.add(CLIENT + "AWSLambda");
      command.add(config.handler());
      return List.copyOf(command);
    }
  }

  /// An executable `bootstrap` in the code.
  record Provided() implements FunctionRuntime {}

  /// @param message for the owner: what is wrong and what to do
  record Unsupported(String message) implements FunctionRuntime {}

  static FunctionRuntime named(String identifier) {
    Matcher java = JAVA.matcher(identifier);
    if (java.matches()) {
      return new Java(java.group(1));
    }
    if (PROVIDED.matcher(identifier).matches()) {
      return new Provided();
    }
    String language = identifier.replaceAll("[0-9.x]*$", "").toLowerCase(Locale.ROOT);
    return new Unsupported(
        switch (language) {
          case "nodejs", "python", "ruby", "dotnet", "dotnetcore", "go" ->
              "'%s' cannot run here: only java* and provided.* can; package the function with a"
                      .formatted(identifier)
                  + " bootstrap and its interpreter as provided.al2023";
          default -> "'" + identifier + "' is not a Lambda runtime";
        });
  }
}
